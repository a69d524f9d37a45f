import { Code, Text } from "@mantine/core";
import { text } from "../../text";
import { CopyLink } from "../../ui/CopyLink";
import classes from "./page.module.css";

const CALL = 'goodword.identify("ann@example.com", { firstName: "Ann" });';

/** The script tag for the customer's own site. */
export function Snippet() {
  const words = text.page.snippet;
  const script = `<script async src="${window.location.origin}/ref.js"></script>`;
  return (
    <>
      <Text c="dimmed" mb="xs">
        {words.body}
      </Text>
      <div className={classes.code}>
        <Code block>{script}</Code>
        <CopyLink value={script} label={words.copy} />
      </div>
      <Text c="dimmed" mt="sm" mb="xs">
        {words.identify}
      </Text>
      <div className={classes.code}>
        <Code block>{CALL}</Code>
        <CopyLink value={CALL} label={words.copyCall} />
      </div>
    </>
  );
}
