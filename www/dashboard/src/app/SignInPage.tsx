import { Alert, Anchor, Text, Title } from "@mantine/core";
import { ConnectButton } from "../hubspot/ConnectButton";
import { text } from "../text";
import { useTitle } from "../ui/useTitle";
import { Logo } from "./Logo";
import classes from "./SignInPage.module.css";

interface Props {
  /** The session ended while the page was open. */
  ended: boolean;
  account: number | null;
}

/**
 * The page for visitors without a session: before the installation, after signing out, or after the session ended.
 */
export function SignInPage({ ended, account }: Props) {
  const words = text.signIn;
  useTitle(words.action);
  return (
    <main className={classes.page}>
      <Logo size={30} />
      <div className={classes.body}>
        {ended && (
          <Alert color="yellow" title={words.endedTitle} role="alert" mb="xl">
            {words.endedBody}
          </Alert>
        )}
        <Title order={1} className={classes.title}>
          {words.title}
        </Title>
        <Text size="lg" mt="sm">
          {words.body}
        </Text>
        <ConnectButton size="md" mt="xl">
          {words.action}
        </ConnectButton>
        {account !== null && !ended && (
          <Text size="sm" mt="md">
            {words.thisAccount(account)} <Anchor href="/">{words.otherAccount}</Anchor>
          </Text>
        )}
        <Text c="dimmed" size="sm" mt="md">
          {words.note}
        </Text>
        <Text c="dimmed" size="sm" mt="xs">
          {words.promise}
        </Text>
      </div>
    </main>
  );
}
