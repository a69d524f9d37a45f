/** Says that the contact is in no campaign yet, and offers at least one to join. */
import { Text } from "@hubspot/ui-extensions";
import { EmptyNote } from "./EmptyNote";
import { EnrolForm, type Enrolment } from "./EnrolForm";
import { texts } from "./texts";

export function NotEnrolled(enrolment: Enrolment) {
  const [only, ...others] = enrolment.campaigns;
  const explanation =
    only !== undefined && others.length === 0
      ? texts.notEnrolled.one(only.name)
      : texts.notEnrolled.several;
  return (
    <EmptyNote layout={enrolment.layout} title={texts.notEnrolled.title} imageName="announcement">
      <Text>{explanation}</Text>
      <EnrolForm {...enrolment} />
    </EmptyNote>
  );
}
