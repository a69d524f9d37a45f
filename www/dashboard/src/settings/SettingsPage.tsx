import { Button, SegmentedControl, Text, useMantineColorScheme } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useSignOut } from "../data/session";
import type { Session } from "../data/types";
import { RefreshButton } from "../hubspot/RefreshButton";
import { LinkDomain } from "../links/LinkDomain";
import { text } from "../text";
import { Page } from "../ui/Page";
import { ProblemNotice } from "../ui/ProblemNotice";
import { Section } from "../ui/Section";
import { Waiting } from "../ui/Waiting";
import { ConnectionFacts } from "./ConnectionFacts";
import { Disconnect } from "./Disconnect";
import classes from "./SettingsPage.module.css";
import { WrittenProperties } from "./WrittenProperties";

const ApiKeys = lazy(() => import("./apiKeys/ApiKeys"));

export function SettingsPage({ session }: { session: Session }) {
  const words = text.settings;
  const connected = session.portal.connection === "connected";
  return (
    <Page title={words.title}>
      <div className={classes.column}>
        <Section title={words.connection.title}>
          <ConnectionFacts portal={session.portal} />
        </Section>
        <Section title={words.properties.title} aside={connected && <RefreshButton />}>
          <WrittenProperties />
        </Section>
        <Section title={text.links.domain.title}>
          <LinkDomain />
        </Section>
        <Section title={text.apiKeys.title}>
          <Suspense fallback={<Waiting lines={3} />}>
            <ApiKeys />
          </Suspense>
        </Section>
        <Section title={words.appearance.title}>
          <Appearance />
        </Section>
        <Section title={words.session.title}>
          <SessionFacts session={session} />
        </Section>
        {connected && (
          <Section title={words.disconnect.title}>
            <Disconnect portal={session.portal} />
          </Section>
        )}
      </div>
    </Page>
  );
}

const SCHEMES = ["auto", "light", "dark"] as const;

function Appearance() {
  const words = text.settings.appearance;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      aria-label={words.label}
      value={colorScheme}
      onChange={(value) => setColorScheme(SCHEMES.find((scheme) => scheme === value) ?? "auto")}
      data={SCHEMES.map((value) => ({ value, label: words[value] }))}
    />
  );
}

function SessionFacts({ session: { user, portal } }: { session: Session }) {
  const words = text.settings.session;
  const signOut = useSignOut();
  return (
    <>
      <Text mb="sm">
        {words.signedInAs} {user.email ?? words.unknownUser(user.id)}
      </Text>
      {signOut.isError && <ProblemNotice error={signOut.error} />}
      <Button
        variant="default"
        loading={signOut.isPending}
        onClick={() => signOut.mutate(portal.id)}
      >
        {words.signOut}
      </Button>
    </>
  );
}
