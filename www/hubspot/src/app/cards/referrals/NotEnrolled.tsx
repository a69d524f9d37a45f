/** Says that the contact is in no campaign yet, and offers at least one to join. */
import { EmptyState, Flex, Heading, Text } from "@hubspot/ui-extensions";
import { EnrolForm, type Enrolment } from "./EnrolForm";
import { texts } from "./texts";

export function NotEnrolled(enrolment: Enrolment) {
  const [only, ...others] = enrolment.campaigns;
  const explanation =
    only !== undefined && others.length === 0
      ? texts.notEnrolled.one(only.name)
      : texts.notEnrolled.several;
  const content = (
    <Flex direction="column" gap="sm" align="start">
      <Text>{explanation}</Text>
      <EnrolForm {...enrolment} />
    </Flex>
  );
  return enrolment.layout === "tab" ? (
    <EmptyState title={texts.notEnrolled.title} layout="horizontal" imageName="announcement">
      {content}
    </EmptyState>
  ) : (
    <Flex direction="column" gap="sm">
      <Heading>{texts.notEnrolled.title}</Heading>
      {content}
    </Flex>
  );
}
