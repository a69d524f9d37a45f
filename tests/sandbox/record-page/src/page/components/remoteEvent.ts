import type { SyntheticEvent } from "react";
import type { RemoteEvent } from "./props";

/** Converts an event for the channel, which cannot carry the browser's own event. */
export function remote(event: SyntheticEvent<HTMLElement>): RemoteEvent {
  const { type, bubbles, timeStamp, currentTarget } = event;
  return { type, bubbles, timeStamp, id: currentTarget.id };
}
