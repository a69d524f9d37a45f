import { SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { NewReferral } from "../data/types";
import { text } from "../text";
import { SubmitRow } from "../ui/SubmitRow";
import { useRefusedField } from "../ui/useRefusedField";
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
  const otherError = useRefusedField(error, FIELDS, form.setFieldError);
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
        <SubmitRow label={words.submit} busy={busy} error={otherError} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
