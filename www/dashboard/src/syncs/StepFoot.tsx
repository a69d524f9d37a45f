import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { text } from "../text";
import classes from "./StartSyncPage.module.css";

/** The way back, and the way on. */
export function StepFoot({ onBack, children }: { onBack: () => void; children: ReactNode }) {
  return (
    <div className={classes.foot}>
      <Button variant="default" onClick={onBack}>
        {text.common.back}
      </Button>
      {children}
    </div>
  );
}
