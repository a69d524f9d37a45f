import { Stepper } from "@mantine/core";
import { STEPS, type Step } from "../places/places";
import { text } from "../text";
import classes from "./wizard.module.css";

/** Shows the present step. A person can go back to the steps before it. */
export function Steps({ step, onStep }: { step: Step; onStep: (step: Step) => void }) {
  const words = text.wizard;
  const go = (index: number) => {
    const name = STEPS[index];
    if (name) onStep(name);
  };
  return (
    <nav aria-label={words.stepsLabel}>
      <Stepper
        active={STEPS.indexOf(step)}
        onStepClick={go}
        allowNextStepsSelect={false}
        size="xs"
        iconSize={26}
        classNames={{ steps: classes.steps ?? "", stepLabel: classes.label ?? "" }}
      >
        {STEPS.map((name) => (
          <Stepper.Step
            key={name}
            label={words.steps[name]}
            aria-current={name === step ? "step" : undefined}
          />
        ))}
      </Stepper>
    </nav>
  );
}
