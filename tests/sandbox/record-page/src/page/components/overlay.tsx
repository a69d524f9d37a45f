import { type ReactNode, useId } from "react";
import type { WithChildren } from "./props";

/** HubSpot opens the component in the prop `overlay`. This page draws only tooltips. */
export function WithOverlay({
  overlay,
  children,
}: {
  overlay: ReactNode;
  children: (describedBy: string | undefined) => ReactNode;
}) {
  const id = useId();
  if (overlay === undefined || overlay === null) {
    return children(undefined);
  }
  return (
    <span className="hs-overlay-anchor">
      {children(id)}
      <span className="hs-overlay" id={id}>
        {overlay}
      </span>
    </span>
  );
}

export function Tooltip({ placement = "top", children }: WithChildren & { placement?: string }) {
  return (
    <span className="hs-tooltip" role="tooltip" data-placement={placement}>
      {children}
    </span>
  );
}
