import type { CSSProperties } from "react";
import type { WithChildren } from "./props";

interface TableProps extends WithChildren {
  bordered?: boolean;
  flush?: boolean;
  density?: "default" | "condensed" | "compact";
}

export function Table({ bordered = true, flush, density = "default", children }: TableProps) {
  return (
    <table className="hs-table" data-bordered={bordered} data-flush={flush} data-density={density}>
      {children}
    </table>
  );
}

export function TableHead({ children }: WithChildren) {
  return <thead>{children}</thead>;
}

export function TableBody({ children }: WithChildren) {
  return <tbody>{children}</tbody>;
}

export function TableRow({ children }: WithChildren) {
  return <tr>{children}</tr>;
}

interface CellProps extends WithChildren {
  align?: "left" | "center" | "right";
  width?: "min" | "max" | "auto" | number;
}

/** A narrow column is as wide as its words. The other columns share the rest. */
function styleOf({ align, width }: CellProps): CSSProperties {
  const isMin = width === "min";
  return {
    textAlign: align,
    width: isMin ? "1%" : width === "max" ? "100%" : width,
    whiteSpace: isMin ? "nowrap" : undefined,
  };
}

export function TableHeader({ children, ...cell }: CellProps) {
  return (
    <th scope="col" style={styleOf(cell)}>
      {children}
    </th>
  );
}

export function TableCell({ colSpan, children, ...cell }: CellProps & { colSpan?: number }) {
  return (
    <td colSpan={colSpan} style={styleOf(cell)}>
      {children}
    </td>
  );
}
