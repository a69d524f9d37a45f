import { Button, type ButtonProps } from "@mantine/core";
import { type Extra, useConnectAddress } from "./oauth";

interface Props extends ButtonProps {
  children: string;
  /** Asks for the permission to read these, too. */
  scopes?: Extra;
}

/** Leads to HubSpot, to sign in, to install, or to mend a lost connection: the way is one and the same. */
export function ConnectButton({ children, scopes, ...looks }: Props) {
  return (
    <Button component="a" href={useConnectAddress(scopes)} {...looks}>
      {children}
    </Button>
  );
}
