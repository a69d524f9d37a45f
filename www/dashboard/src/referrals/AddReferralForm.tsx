import { Button, Group, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect, useMemo } from "react";
import type { NewReferral } from "../data/types";
import { text } from "../text";
import { ProblemNotice } from "../ui/ProblemNotice";
import { Problem } from "../ui/problem";
import { contactIdOf } from "./contact";

interface Props {
  busy: boolean;
  error: unknown;
  onSubmit: (person: NewReferral) => void;
  onCancel: () => void;
}

const NOTHING = { email: "", contact: "", firstName: "", lastName: "" };
type Values = typeof NOTHING;

const FIELDS: Record<string, keyof Values> = {
  email: "email",
  contactId: "contact",
  firstName: "firstName",
  lastName: "lastName",
};

/** The field that the API refused, if it named one that stands here. */
function faultOf(error: unknown): { field: keyof Values; why: string } | null {
  if (!(error instanceof Problem)) return null;
  const { field, detail } = error.said;
  const here = field ? FIELDS[field] : undefined;
  return here && detail ? { field: here, why: detail } : null;
}

function personOf({ email, contact, firstName, lastName }: Values): NewReferral {
  const contactId = contactIdOf(contact);
  return {
    ...(email.trim() && { email: email.trim() }),
    ...(contactId && { contactId }),
    ...(firstName.trim() && { firstName: firstName.trim() }),
    ...(lastName.trim() && { lastName: lastName.trim() }),
  };
}

export function AddReferralForm({ busy, error, onSubmit, onCancel }: Props) {
  const words = text.referrals.add;
  const form = useForm<Values>({
    initialValues: NOTHING,
    validate: {
      email: (email, { contact }) => (email.trim() || contact.trim() ? null : words.missing),
      contact: (contact) => (contact.trim() && !contactIdOf(contact) ? words.contactBad : null),
    },
  });
  const atFault = useMemo(() => faultOf(error), [error]);
  const { setFieldError } = form;
  useEffect(() => {
    if (atFault) setFieldError(atFault.field, atFault.why);
  }, [atFault, setFieldError]);
  return (
    <form onSubmit={form.onSubmit((values) => onSubmit(personOf(values)))} noValidate>
      <Stack gap="md">
        <Text c="dimmed">{words.hint}</Text>
        <TextInput
          label={words.email}
          type="email"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps("email")}
        />
        <TextInput
          label={words.contact}
          description={words.contactHint}
          autoComplete="off"
          {...form.getInputProps("contact")}
        />
        <SimpleGrid cols={2} spacing="sm">
          <TextInput
            label={words.firstName}
            autoComplete="off"
            {...form.getInputProps("firstName")}
          />
          <TextInput
            label={words.lastName}
            autoComplete="off"
            {...form.getInputProps("lastName")}
          />
        </SimpleGrid>
        {error && !atFault ? <ProblemNotice error={error} /> : null}
        <Group gap="sm">
          <Button type="submit" loading={busy}>
            {words.submit}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {text.common.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
