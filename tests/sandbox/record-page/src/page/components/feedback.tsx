import { Spinner } from "./icons";
import type { WithChildren } from "./props";

interface AlertProps extends WithChildren {
  title: string;
  variant?: "info" | "warning" | "success" | "error" | "danger" | "tip";
}

export function Alert({ title, variant = "info", children }: AlertProps) {
  const isUrgent = variant === "danger" || variant === "error";
  return (
    <div className="hs-alert" data-variant={variant} role={isUrgent ? "alert" : "status"}>
      <strong>{title}</strong>
      <div>{children}</div>
    </div>
  );
}

interface EmptyStateProps extends WithChildren {
  title?: string;
  layout?: "horizontal" | "vertical";
  reverseOrder?: boolean;
  flush?: boolean;
  imageWidth?: number;
  imageName?: string;
}

export function EmptyState(props: EmptyStateProps) {
  const { title, layout = "horizontal", reverseOrder, flush, imageWidth = 250, children } = props;
  return (
    <div className="hs-state" data-layout={layout} data-reverse={reverseOrder} data-flush={flush}>
      <div className="hs-state-text">
        {title !== undefined && <h3>{title}</h3>}
        {children}
      </div>
      <div className="hs-state-image" style={{ maxWidth: imageWidth }}>
        <Illustration />
      </div>
    </div>
  );
}

export function ErrorState({
  title,
  type = "error",
  children,
}: WithChildren & { title?: string; type?: string }) {
  return (
    <div className="hs-state" data-layout="vertical" data-error={type} role="alert">
      <div className="hs-state-image">
        <Illustration />
      </div>
      <div className="hs-state-text">
        {title !== undefined && <h3>{title}</h3>}
        {children}
      </div>
    </div>
  );
}

/**
 * Replaces HubSpot's illustrations, which belong to HubSpot: a simple drawing of two people and a
 * line.
 */
function Illustration() {
  return (
    <svg viewBox="0 0 200 120" aria-hidden="true">
      <circle className="hs-ground" cx="100" cy="60" r="56" />
      <circle cx="66" cy="52" r="13" />
      <path d="M42 92c2-15 12-23 24-23s22 8 24 23" />
      <circle cx="136" cy="46" r="13" />
      <path d="M112 86c2-15 12-23 24-23s22 8 24 23" />
      <path className="hs-accent" d="M84 36c8-9 20-12 32-8M110 22l7 6-7 6" />
    </svg>
  );
}

interface LoadingSpinnerProps {
  label: string;
  showLabel?: boolean;
  layout?: "inline" | "centered";
  size?: string;
}

export function LoadingSpinner({
  label,
  showLabel,
  layout = "inline",
  size = "sm",
}: LoadingSpinnerProps) {
  return (
    <div className="hs-loading" data-layout={layout} data-size={size} role="status">
      <Spinner />
      <span className={showLabel === true ? undefined : "hs-hidden"}>{label}</span>
    </div>
  );
}
