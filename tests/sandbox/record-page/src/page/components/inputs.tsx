import { type FormEvent, useId } from "react";
import type { FieldProps, RemoteEvent, WithChildren } from "./props";
import { remote } from "./remoteEvent";

interface FormProps extends WithChildren {
  autoComplete?: "off" | "on";
  onSubmit?: (event: RemoteEvent & { targetValue: Record<string, string> }) => void;
}

/**
 * A form whose values go to the card by the names of its fields. The page itself sends them
 * nowhere.
 */
export function Form({ autoComplete, onSubmit, children }: FormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const targetValue: Record<string, string> = {};
    for (const [name, value] of new FormData(event.currentTarget)) {
      targetValue[name] = String(value);
    }
    onSubmit?.({ ...remote(event), targetValue });
  };
  // The card itself says which fields are missing.
  return (
    <form className="hs-form" noValidate={true} autoComplete={autoComplete} onSubmit={submit}>
      {children}
    </form>
  );
}

interface InputProps extends FieldProps {
  label: string;
  name: string;
  type?: "text" | "password";
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  onInput?: (value: string) => void;
}

/**
 * A line of text. It keeps the typed text itself: the card's response to a key press comes too
 * late.
 */
export function Input(props: InputProps) {
  const { label, name, type = "text", required, readOnly, error, validationMessage } = props;
  const id = useId();
  const note = validationMessage ?? props.description;
  return (
    <div className="hs-input" data-error={error}>
      <label htmlFor={id} title={props.tooltip}>
        {label}
        {required === true && <span aria-hidden="true"> *</span>}
      </label>
      <input
        id={id}
        name={name}
        type={type}
        defaultValue={props.value ?? props.defaultValue}
        placeholder={props.placeholder}
        required={required}
        readOnly={readOnly}
        aria-invalid={error}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onInput={(event) => props.onInput?.(event.currentTarget.value)}
        onBlur={(event) => props.onChange?.(event.currentTarget.value)}
      />
      {note !== undefined && <small id={`${id}-note`}>{note}</small>}
    </div>
  );
}
