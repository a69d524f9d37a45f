import type { CSSProperties, ReactNode } from "react";
import type { TextProps } from "./props";

const WEIGHTS = { regular: 400, demibold: 600, bold: 700 } as const;
const DECORATIONS = {
  none: "none",
  underline: "underline",
  strikethrough: "line-through",
} as const;

export function Text({ variant = "bodytext", inline, format, truncate, children }: TextProps) {
  const options = typeof truncate === "object" ? truncate : {};
  const style: CSSProperties = {
    fontWeight: format?.fontWeight === undefined ? undefined : WEIGHTS[format.fontWeight],
    fontStyle: format?.italic === true ? "italic" : undefined,
    textDecoration:
      format?.lineDecoration === undefined ? undefined : DECORATIONS[format.lineDecoration],
    maxWidth: options.maxWidth,
  };
  const Element = inline === true ? "span" : "div";
  return (
    <Element
      className="hs-text"
      data-variant={variant}
      data-truncate={truncate === undefined || truncate === false ? undefined : true}
      title={options.tooltipText}
      style={style}
    >
      {children}
    </Element>
  );
}

export function Heading({ children }: { children?: ReactNode }) {
  return <h3 className="hs-heading">{children}</h3>;
}
