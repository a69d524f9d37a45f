/**
 * The form for a referred person: an e-mail address, and a name if known. It keeps what was typed
 * until the server accepts it.
 */
import { Button, Flex, Form, Input, LoadingButton } from "@hubspot/ui-extensions";
import { useState } from "react";
import type { Adding } from "./AddReferral";
import type { Layout } from "./host";
import { texts } from "./texts";

interface Props extends Adding {
  layout: Layout;
  onCancel: () => void;
}

const FIELDS = ["email", "firstName", "lastName"] as const;

export function ReferralForm({ added, isAdding, isBusy, onAdd, layout, onCancel }: Props) {
  const [isMissing, setMissing] = useState(false);

  const submit = (values: Record<string, string | number>) => {
    const [email, firstName, lastName] = FIELDS.map((name) => String(values[name] ?? "").trim());
    setMissing(!email);
    if (email) {
      onAdd({ email, firstName: firstName ?? "", lastName: lastName ?? "" });
    }
  };

  const problemOf = (name: (typeof FIELDS)[number]): string | null => {
    if (name === "email" && isMissing) {
      return texts.addReferral.missing;
    }
    return added?.outcome === "invalid" && added.field === name ? added.why : null;
  };

  const field = (name: (typeof FIELDS)[number]) => {
    const problem = problemOf(name);
    return (
      <Input
        name={name}
        label={texts.addReferral[name]}
        required={name === "email"}
        readOnly={isBusy}
        error={problem !== null}
        {...(problem !== null && { validationMessage: problem })}
      />
    );
  };

  return (
    <Form
      preventDefault={true}
      autoComplete="off"
      onSubmit={({ targetValue }) => submit(targetValue)}
    >
      <Flex direction="column" gap="sm">
        {field("email")}
        <Flex direction={layout === "tab" ? "row" : "column"} gap="sm">
          {field("firstName")}
          {field("lastName")}
        </Flex>
        <Flex direction="row" gap="sm" align="center">
          <LoadingButton
            type="submit"
            variant="primary"
            size="sm"
            loading={isAdding}
            disabled={isBusy}
          >
            {texts.addReferral.submit}
          </LoadingButton>
          <Button variant="transparent" size="sm" disabled={isBusy} onClick={onCancel}>
            {texts.cancel}
          </Button>
        </Flex>
      </Flex>
    </Form>
  );
}
