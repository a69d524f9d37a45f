import { Button, type ButtonProps } from "@mantine/core";
import { type Extra, useConnectAddress } from "./oauth";

interface Props extends ButtonProps {
  children: string;
  /** An extra permission to ask for. */
  scopes?: Extra;
}

/** Goes to HubSpot to sign in, to install, or to repair a lost connection. All three use the same address. */
export function ConnectButton({ children, scopes, ...looks }: Props) {
  return (
    <Button component="a" href={useConnectAddress(scopes)} {...looks}>
      {children}
    </Button>
  );
}
