import type { ReactNode } from "react";
import { WithOverlay } from "./overlay";
import type { WithChildren } from "./props";

export function Statistics({ children }: WithChildren) {
  return <dl className="hs-statistics">{children}</dl>;
}

interface StatisticsItemProps extends WithChildren {
  label: string;
  number: string | number;
}

export function StatisticsItem({ label, number, children }: StatisticsItemProps) {
  return (
    <div className="hs-statistics-item">
      <dt>{label}</dt>
      <dd>
        {number}
        {children}
      </dd>
    </div>
  );
}

interface StatusTagProps extends WithChildren {
  variant?: "danger" | "warning" | "info" | "success" | "default";
  hollow?: boolean;
}

export function StatusTag({ variant = "default", hollow, children }: StatusTagProps) {
  return (
    <span className="hs-status-tag" data-variant={variant} data-hollow={hollow}>
      {children}
    </span>
  );
}

interface TagProps extends WithChildren {
  variant?: "default" | "warning" | "success" | "error" | "info";
  overlay?: ReactNode;
}

export function Tag({ variant = "default", overlay, children }: TagProps) {
  const isExplained = overlay !== undefined && overlay !== null;
  return (
    <WithOverlay overlay={overlay}>
      {(describedBy) => (
        // A tooltip must be reachable without a mouse.
        <span
          className="hs-tag"
          data-variant={variant}
          tabIndex={isExplained ? 0 : undefined}
          aria-describedby={describedBy}
        >
          {children}
        </span>
      )}
    </WithOverlay>
  );
}

interface DescriptionListProps extends WithChildren {
  direction?: "row" | "column";
}

export function DescriptionList({ direction = "column", children }: DescriptionListProps) {
  return (
    <dl className="hs-description-list" data-direction={direction}>
      {children}
    </dl>
  );
}

export function DescriptionListItem({ label, children }: WithChildren & { label: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
