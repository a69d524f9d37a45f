import { Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  body?: string;
  /** Stands above the title. */
  lead?: ReactNode;
  children: ReactNode;
}

/** One step of the wizard. */
export function StepSection({ title, body, lead, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      {lead}
      <Title order={2} id={id} {...(body ? {} : { mb: "md" })}>
        {title}
      </Title>
      {body && (
        <Text c="dimmed" mt={4} mb="lg">
          {body}
        </Text>
      )}
      {children}
    </section>
  );
}
