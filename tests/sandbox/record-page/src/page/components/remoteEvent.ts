import type { SyntheticEvent } from "react";
import type { RemoteEvent } from "./props";

/** An event as it crosses the channel, where the browser's own one cannot. */
export function remote(event: SyntheticEvent<HTMLElement>): RemoteEvent {
  const { type, bubbles, timeStamp, currentTarget } = event;
  return { type, bubbles, timeStamp, id: currentTarget.id };
}
