import { useEffect, useMemo } from "react";
import { Problem } from "./problem";

/** Finds the field of a form that the API refused, and the reason. */
function refusedField<Field extends string>(error: unknown, fields: Record<string, Field>) {
  if (!(error instanceof Problem)) return null;
  const { field, detail } = error.said;
  const here = field ? fields[field] : undefined;
  return here && detail ? { field: here, why: detail } : null;
}

/**
 * Shows the API's refusal of a field beside that field. Returns the error that no field shows.
 *
 * @param fields the form's fields, by the names that the API gives them
 */
export function useRefusedField<Field extends string>(
  error: unknown,
  fields: Record<string, Field>,
  setFieldError: (field: Field, why: string) => void,
): unknown {
  const refused = useMemo(() => refusedField(error, fields), [error, fields]);
  useEffect(() => {
    if (refused) setFieldError(refused.field, refused.why);
  }, [refused, setFieldError]);
  return refused ? null : error;
}
