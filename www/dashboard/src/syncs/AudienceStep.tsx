import { Button, Radio, Title } from "@mantine/core";
import { useId } from "react";
import { text } from "../text";
import classes from "./StartSyncPage.module.css";
import { StepFoot } from "./StepFoot";

interface Props {
  onNext: () => void;
  onBack: () => void;
}

export function AudienceStep({ onNext, onBack }: Props) {
  const words = text.syncs.flow.audience;
  const title = useId();
  return (
    <section aria-labelledby={title}>
      <Title order={2} id={title} mb="md">
        {words.title}
      </Title>
      <div className={classes.choice}>
        <Radio checked readOnly name="audience" label={words.all} description={words.allHint} />
      </div>
      <StepFoot onBack={onBack}>
        <Button onClick={onNext}>{text.common.next}</Button>
      </StepFoot>
    </section>
  );
}
