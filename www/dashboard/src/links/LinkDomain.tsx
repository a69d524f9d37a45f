import { Alert, Anchor, Button, Code, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useChangeLinkDomain, useCheckLinkDomain, useLinkDomain } from "../data/linkDomain";
import type { LinkDomain as Domain } from "../data/types";
import { text } from "../text";
import { day, moment } from "../text/format";
import { Confirm } from "../ui/Confirm";
import { Facts } from "../ui/Facts";
import { Loaded } from "../ui/Loaded";
import { Problem } from "../ui/problem";
import { SubmitRow } from "../ui/SubmitRow";
import classes from "./links.module.css";

const words = text.links.domain;

/** The account's own link domain: its name, its state, and the remaining steps. */
export function LinkDomain() {
  const query = useLinkDomain();
  return (
    <Loaded query={query} lines={3}>
      {(domain) => <Present key={domain.host} domain={domain} />}
    </Loaded>
  );
}

function Present({ domain }: { domain: Domain }) {
  const { host, state, base, leaving, quarantinedUntil, keptUntil, reason, givenUp } = domain;
  const isHeld = state === "active" || state === "unreachable";
  return (
    <Stack gap="md" align="flex-start">
      <Text>{words.about}</Text>
      {host && (
        <Facts
          facts={[
            [words.label, host],
            [words.state, words.states[state]],
            [words.base, base],
          ]}
        />
      )}
      <Proof domain={domain} />
      {state === "taken" && <Alert color="red">{words.taken}</Alert>}
      {state === "unreachable" && <Alert color="yellow">{words.unreachable}</Alert>}
      {state === "quarantine" && quarantinedUntil && (
        <Text c="dimmed">{words.quarantine(day(quarantinedUntil))}</Text>
      )}
      {state === "takenBack" && <Alert color="red">{words.takenBack(reason ?? "")}</Alert>}
      {keptUntil && <Alert color="yellow">{words.keptUntil(day(keptUntil))}</Alert>}
      {givenUp.map((former) => (
        <Text c="dimmed" key={former.host}>
          {words.givenUp(former.host, day(former.until))}
        </Text>
      ))}
      {leaving.length > 0 && <Text c="dimmed">{words.leaving(leaving.join(", "))}</Text>}
      {(isHeld || state === "verified") && <Steps host={host} />}
      {isHeld ? <GiveUp host={host} /> : <Choice domain={domain} />}
    </Stack>
  );
}

/** The record that proves whose the domain is, and the result of the last look. */
function Proof({ domain: { state, records, lastLook } }: { domain: Domain }) {
  const check = useCheckLinkDomain();
  if (records.length === 0) return null;
  return (
    <>
      {state !== "active" && (
        <div className={classes.steps}>
          <Text>{words.record}</Text>
          {records.map(({ type, name, value }) => (
            <Code block key={name}>
              {words.recordLine(type, name, value)}
            </Code>
          ))}
        </div>
      )}
      {lastLook && (
        <Facts facts={[[words.lastLook, `${moment(lastLook.at)}: ${lastLook.found}`]]} />
      )}
      <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
        {words.check}
      </Button>
    </>
  );
}

/** Claims a first domain, or another one instead of a domain that is not in use. */
function Choice({ domain: { host, state } }: { domain: Domain }) {
  const [typed, setTyped] = useState(host);
  const change = useChangeLinkDomain();
  const refusal =
    change.error instanceof Problem && change.error.said.field === "host"
      ? change.error.said.detail
      : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(typed.trim());
  };
  return (
    <form onSubmit={submit} className={classes.choice}>
      <TextInput
        label={words.label}
        placeholder={words.placeholder}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        error={refusal}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        inputMode="url"
      />
      <SubmitRow
        label={state === "none" ? words.use : words.change}
        busy={change.isPending}
        error={refusal ? null : change.error}
        mt="sm"
        disabled={!typed.trim()}
        onCancel={state === "none" ? undefined : () => change.mutate("")}
      />
    </form>
  );
}

function Steps({ host }: { host: string }) {
  const { title, route, routeLine, zone, try: attempt } = words.steps;
  const address = `https://${host}/`;
  return (
    <div className={classes.steps}>
      <Text fw={600}>{title}</Text>
      <ol>
        <li>{zone}</li>
        <li>
          {route}
          <Code block>{routeLine(host)}</Code>
        </li>
        <li>
          {attempt}{" "}
          <Anchor href={address} target="_blank" rel="noreferrer" inherit>
            {address}
          </Anchor>
        </li>
      </ol>
    </div>
  );
}

function GiveUp({ host }: { host: string }) {
  const [asked, setAsked] = useState(false);
  const change = useChangeLinkDomain();
  return (
    <>
      <Button variant="default" onClick={() => setAsked(true)}>
        {words.giveUp}
      </Button>
      <Confirm
        opened={asked}
        title={words.confirm.title(host)}
        body={words.confirm.body(host)}
        action={words.confirm.action}
        busy={change.isPending}
        error={change.error}
        onConfirm={() => change.mutate("", { onSuccess: () => setAsked(false) })}
        onClose={() => setAsked(false)}
      />
    </>
  );
}
