/**
 * The props that this page draws, for each component. HubSpot's own prop types describe the sending
 * side, where a handler is a function of the card. Here a handler is a call across the channel.
 */
import type { ReactNode } from "react";

export type Size = "flush" | "xs" | "sm" | "md" | "lg" | "xl" | LongSize;
type LongSize = "extra-small" | "small" | "medium" | "large" | "extra-large";

export interface WithChildren {
  children?: ReactNode;
}

export interface TextProps extends WithChildren {
  variant?: "bodytext" | "microcopy";
  inline?: boolean;
  format?: {
    fontWeight?: "regular" | "demibold" | "bold";
    italic?: boolean;
    lineDecoration?: "none" | "underline" | "strikethrough";
  };
  truncate?: boolean | { maxWidth?: number; tooltipText?: string };
}

type Justify = "start" | "center" | "end" | "around" | "between";
type Align = "start" | "center" | "baseline" | "end" | "stretch";

export interface FlexProps extends WithChildren {
  direction?: "row" | "column";
  justify?: Justify;
  align?: Align;
  alignSelf?: Align;
  gap?: Size;
  wrap?: boolean | "wrap" | "nowrap";
}

export interface BoxProps extends WithChildren {
  alignSelf?: Align | "auto";
  flex?: "initial" | "auto" | "none" | number;
}

export type HrefProp = string | { url: string; external?: boolean };

/** The parts of a browser event that a handler of the card gets. */
export interface RemoteEvent {
  type: string;
  bubbles: boolean;
  timeStamp: number;
  id: string;
}

export interface ButtonProps extends WithChildren {
  variant?: "primary" | "secondary" | "destructive" | "transparent";
  size?: Size;
  disabled?: boolean;
  truncate?: boolean;
  type?: "button" | "reset" | "submit";
  href?: HrefProp;
  onClick?: (event: RemoteEvent) => void;
  overlay?: ReactNode;
}

export interface LinkProps extends WithChildren {
  href: HrefProp;
  variant?: "primary" | "destructive" | "light" | "dark";
  preventDefault?: boolean;
  onClick?: (event: RemoteEvent) => void;
  overlay?: ReactNode;
}

export type OptionValue = string | number | boolean;

/** The common props of form fields. */
export interface FieldProps {
  placeholder?: string;
  description?: string;
  tooltip?: string;
  required?: boolean;
  readOnly?: boolean;
  error?: boolean;
  validationMessage?: string;
}

export interface SelectProps extends FieldProps {
  label?: string;
  name?: string;
  value?: OptionValue;
  options?: ReadonlyArray<{ label: string; value: OptionValue }>;
  variant?: "transparent" | "input";
  onChange?: (value: OptionValue) => void;
}
