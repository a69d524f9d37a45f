import { useEffect, useState } from "react";

/** The finest step of a relative time is a minute. */
const STEP_MS = 60_000;

/**
 * Returns the current time, updated often enough that "3 minutes ago" stays true on an open record.
 */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
