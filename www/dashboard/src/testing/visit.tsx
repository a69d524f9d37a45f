import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { makeQueryClient } from "../api/queries";
import { Root } from "../shell/Root";

/** Opens the dashboard at a place, as a browser would, and gives the hands to use it. */
export function visit(place: string) {
  window.history.replaceState(null, "", place);
  render(<Root client={makeQueryClient()} />);
  return userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
}
