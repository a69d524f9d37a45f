import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useChangeReferrer } from "../data/referrers";
import type { Referrer } from "../data/types";
import { text } from "../text";
import { asProblem } from "../ui/problem";
import { SubmitRow } from "../ui/SubmitRow";
import classes from "./UserDetails.module.css";

/** Gives a link a readable name instead of its code, or removes the name. */
export function LinkName({ referrer: { campaign, contactId, slug } }: { referrer: Referrer }) {
  const words = text.links.slug;
  const [typed, setTyped] = useState<string | null>(null);
  const change = useChangeReferrer(campaign.id, contactId);
  if (typed === null) {
    return (
      <Button variant="default" onClick={() => setTyped(slug ?? "")}>
        {slug ? words.change : words.give}
      </Button>
    );
  }
  const close = () => {
    change.reset();
    setTyped(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ slug: typed.trim() }, { onSuccess: close });
  };
  const problem = change.error && asProblem(change.error);
  return (
    <form onSubmit={submit} className={classes.name}>
      <TextInput
        label={words.label}
        description={words.hint}
        placeholder={words.placeholder}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        error={problem && (problem.said.detail ?? text.problems[problem.kind].title)}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
      />
      <SubmitRow
        label={words.save}
        busy={change.isPending}
        error={null}
        size="xs"
        mt="sm"
        onCancel={close}
      />
    </form>
  );
}
