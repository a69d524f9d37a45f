import type { MouseEvent } from "react";
import { ExternalMark, Spinner } from "./icons";
import { WithOverlay } from "./overlay";
import type { ButtonProps, HrefProp, LinkProps, WithChildren } from "./props";
import { remote } from "./remoteEvent";

export { Tooltip } from "./overlay";

interface Destination {
  url: string;
  isExternal: boolean;
}

/** Only web addresses and message links work: a card's link must not run a script in the page. */
const LEADING = /^(https?|mailto|sms):$/;

function destinationOf(href: HrefProp | undefined): Destination | null {
  const { url, external } =
    typeof href === "string" ? { url: href, external: undefined } : (href ?? { url: "" });
  const resolved = URL.canParse(url, location.href) ? new URL(url, location.href) : null;
  if (url === "" || resolved === null || !LEADING.test(resolved.protocol)) {
    return null;
  }
  const isElsewhere = resolved.protocol.startsWith("http") && resolved.origin !== location.origin;
  return { url: resolved.href, isExternal: external ?? isElsewhere };
}

export function Link({
  href,
  variant = "primary",
  preventDefault,
  onClick,
  overlay,
  children,
}: LinkProps) {
  const destination = destinationOf(href);
  const click = (event: MouseEvent<HTMLElement>) => {
    if (preventDefault === true) {
      event.preventDefault();
    }
    onClick?.(remote(event));
  };
  return (
    <WithOverlay overlay={overlay}>
      {(describedBy) => (
        <a
          className="hs-link"
          data-variant={variant}
          href={destination?.url}
          target={destination?.isExternal === true ? "_blank" : undefined}
          rel="noopener noreferrer"
          aria-describedby={describedBy}
          onClick={click}
        >
          {children}
          {destination?.isExternal === true && <ExternalMark />}
        </a>
      )}
    </WithOverlay>
  );
}

export function Button(props: ButtonProps) {
  const { variant = "secondary", size = "md", disabled, type = "button", onClick, overlay } = props;
  const destination = destinationOf(props.href);
  const click = (event: MouseEvent<HTMLElement>) => {
    onClick?.(remote(event));
    if (destination?.isExternal === true) {
      window.open(destination.url, "_blank", "noopener,noreferrer");
    } else if (destination !== null) {
      location.assign(destination.url);
    }
  };
  return (
    <WithOverlay overlay={overlay}>
      {(describedBy) => (
        <button
          className="hs-button"
          type={type}
          data-variant={variant}
          data-size={size}
          data-truncate={props.truncate}
          disabled={disabled}
          aria-describedby={describedBy}
          onClick={click}
        >
          {props.children}
          {destination?.isExternal === true && <ExternalMark />}
        </button>
      )}
    </WithOverlay>
  );
}

export function LoadingButton({ loading, ...props }: ButtonProps & { loading?: boolean }) {
  return (
    <span className="hs-loading-button" aria-busy={loading === true}>
      <Button {...props} disabled={loading === true || props.disabled === true}>
        {loading === true && <Spinner />}
        {props.children}
      </Button>
    </span>
  );
}

export function ButtonRow({ children }: WithChildren) {
  return <div className="hs-button-row">{children}</div>;
}
