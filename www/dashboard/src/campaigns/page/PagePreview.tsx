import { SegmentedControl, Title } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useId, useState } from "react";
import { text } from "../../text";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { asProblem } from "../../ui/problem";
import classes from "./page.module.css";

interface Props {
  query: UseQueryResult<{ html: string }>;
  thanks: boolean;
  onThanks: (thanks: boolean) => void;
}

/** Shows the page as visitors see it, rendered by the Worker. It runs no scripts, and its form sends nothing. */
export function PagePreview({ query, thanks, onThanks }: Props) {
  const words = text.page.preview;
  const id = useId();
  const [width, setWidth] = useState<"desktop" | "phone">("desktop");
  const html = query.data?.html;
  const [last, setLast] = useState(html);
  if (html && html !== last) setLast(html);
  // The fields show the API's refusals; the last good page stays in view.
  const refused = query.isError && !asProblem(query.error).said.field?.startsWith("page.");
  return (
    <section className={classes.preview} aria-labelledby={id}>
      <div className={classes.previewHead}>
        <Title order={2} id={id}>
          {words.title}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={words.scene}
          data={[
            { value: "form", label: words.form },
            { value: "thanks", label: words.thanks },
          ]}
          value={thanks ? "thanks" : "form"}
          onChange={(scene) => onThanks(scene === "thanks")}
        />
        <SegmentedControl
          size="xs"
          aria-label={words.width}
          data={[
            { value: "desktop", label: words.desktop },
            { value: "phone", label: words.phone },
          ]}
          value={width}
          onChange={(value) => setWidth(value === "phone" ? "phone" : "desktop")}
        />
      </div>
      {refused && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      <div className={width === "phone" ? classes.phone : classes.desktop}>
        {last && <iframe title={words.title} sandbox="" srcDoc={last} />}
      </div>
    </section>
  );
}
