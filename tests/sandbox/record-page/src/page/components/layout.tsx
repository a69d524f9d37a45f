import type { CSSProperties } from "react";
import type { BoxProps, FlexProps, Size, WithChildren } from "./props";

const JUSTIFY = {
  start: "flex-start",
  center: "center",
  end: "flex-end",
  around: "space-around",
  between: "space-between",
} as const;

const ALIGN = {
  start: "flex-start",
  center: "center",
  baseline: "baseline",
  end: "flex-end",
  stretch: "stretch",
} as const;

const SHORT_SIZES: Record<string, string> = {
  "extra-small": "xs",
  small: "sm",
  medium: "md",
  large: "lg",
  "extra-large": "xl",
};

/** Returns HubSpot's distance as the custom property that the style sheet defines. */
function distance(size: Size): string {
  return size === "flush" ? "0" : `var(--space-${SHORT_SIZES[size] ?? size})`;
}

export function Flex(props: FlexProps) {
  const { direction = "row", justify = "start", align = "stretch", alignSelf, wrap } = props;
  const style: CSSProperties = {
    flexDirection: direction,
    justifyContent: JUSTIFY[justify],
    alignItems: ALIGN[align],
    alignSelf: alignSelf === undefined ? undefined : ALIGN[alignSelf],
    gap: distance(props.gap ?? "flush"),
    flexWrap: wrap === true || wrap === "wrap" ? "wrap" : "nowrap",
  };
  return (
    <div className="hs-flex" style={style}>
      {props.children}
    </div>
  );
}

export function Box({ alignSelf = "auto", flex = "auto", children }: BoxProps) {
  const style: CSSProperties = {
    alignSelf: alignSelf === "auto" ? "auto" : ALIGN[alignSelf],
    flex,
  };
  return (
    <div className="hs-box" style={style}>
      {children}
    </div>
  );
}

export function Inline({ justify = "start", align = "stretch", gap, children }: FlexProps) {
  return (
    <Flex direction="row" wrap={true} justify={justify} align={align} gap={gap ?? "flush"}>
      {children}
    </Flex>
  );
}

export function Stack({ distance: gap, children }: WithChildren & { distance?: Size }) {
  return (
    <Flex direction="column" gap={gap ?? "small"}>
      {children}
    </Flex>
  );
}

interface AutoGridProps extends WithChildren {
  columnWidth: number;
  gap?: Size;
  flexible?: boolean;
}

export function AutoGrid({ columnWidth, gap = "flush", flexible, children }: AutoGridProps) {
  const column = flexible === true ? `minmax(${columnWidth}px, 1fr)` : `${columnWidth}px`;
  const style = { gridTemplateColumns: `repeat(auto-fill, ${column})`, gap: distance(gap) };
  return (
    <div className="hs-grid" style={style}>
      {children}
    </div>
  );
}

export function Divider({ size, distance: former }: { size?: Size; distance?: Size }) {
  return <hr className="hs-divider" style={{ marginBlock: distance(size ?? former ?? "small") }} />;
}

interface AccordionProps extends WithChildren {
  title: string;
  size?: Size;
  defaultOpen?: boolean;
  open?: boolean;
}

export function Accordion({ title, size = "md", defaultOpen, open, children }: AccordionProps) {
  return (
    <details className="hs-accordion" data-size={size} open={open ?? defaultOpen}>
      <summary>{title}</summary>
      <div>{children}</div>
    </details>
  );
}

export function Spacer({ height = "small" }: { height?: Size }) {
  return <div style={{ height: distance(height) }} />;
}

export function Tile({
  compact,
  flush,
  children,
}: WithChildren & { compact?: boolean; flush?: boolean }) {
  return (
    <div className="hs-tile" data-compact={compact} data-flush={flush}>
      {children}
    </div>
  );
}
