import type { ReactNode } from "react";

/** A component that this page does not draw: visible, and its children with it. */
export function UnknownComponent({ name, children }: { name: string; children?: ReactNode }) {
  return (
    <div className="hs-unknown" data-component={name}>
      <p>The component {name} is not drawn by this page.</p>
      {children}
    </div>
  );
}
