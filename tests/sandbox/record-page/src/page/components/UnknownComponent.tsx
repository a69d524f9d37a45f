import type { ReactNode } from "react";

/** Shows the name of a component that this page does not draw, and its children. */
export function UnknownComponent({ name, children }: { name: string; children?: ReactNode }) {
  return (
    <div className="hs-unknown" data-component={name}>
      <p>The component {name} is not drawn by this page.</p>
      {children}
    </div>
  );
}
