import { type ChangeEvent, useId } from "react";
import type { SelectProps } from "./props";

/**
 * A native selection. Values may be numbers or booleans, so that options are identified by
 * position.
 */
export function Select(props: SelectProps) {
  const { label, name, value, options = [], placeholder, description, variant = "input" } = props;
  const id = useId();
  const position = options.findIndex((option) => option.value === value);
  const change = (event: ChangeEvent<HTMLSelectElement>) => {
    const chosen = options[Number(event.target.value)];
    if (chosen !== undefined) {
      props.onChange?.(chosen.value);
    }
  };
  return (
    <div className="hs-select" data-variant={variant} data-error={props.error}>
      {label !== undefined && (
        <label htmlFor={id} title={props.tooltip}>
          {label}
        </label>
      )}
      <select
        id={id}
        name={name}
        value={position}
        disabled={props.readOnly}
        required={props.required}
        onChange={change}
      >
        {position === -1 && <option value={-1}>{placeholder ?? ""}</option>}
        {options.map((option, index) => (
          <option key={String(option.value)} value={index}>
            {option.label}
          </option>
        ))}
      </select>
      {description !== undefined && <small>{description}</small>}
      {props.validationMessage !== undefined && <small>{props.validationMessage}</small>}
    </div>
  );
}
