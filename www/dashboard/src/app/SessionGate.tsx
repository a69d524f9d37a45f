import { Center, Container, Loader } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { useSession } from "../data/session";
import type { Session } from "../data/types";
import { text } from "../text";
import { Message } from "../ui/Message";
import { ProblemNotice } from "../ui/ProblemNotice";
import { SignInPage } from "./SignInPage";

interface Props {
  /** The account that the address names. */
  account: number | null;
  children: (session: Session) => ReactNode;
}

/** Shows its children to signed-in users only, and the sign-in page to all others. */
export function SessionGate({ account, children }: Props) {
  const query = useSession();
  const session = query.data;
  const wasSignedIn = useRef(false);
  useEffect(() => {
    if (session) wasSignedIn.current = true;
  }, [session]);

  if (session) return children(session);
  if (session === null) return <SignInPage ended={wasSignedIn.current} account={account} />;
  if (query.isError) {
    return (
      <Container size={560} py="18vh">
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      </Container>
    );
  }
  if (query.fetchStatus === "paused") {
    const words = text.shell.offline;
    return <Message title={words.title} body={words.body} role="status" page />;
  }
  return (
    <Center h="70vh" role="status" aria-label={text.common.loading}>
      <Loader size="sm" />
    </Center>
  );
}
