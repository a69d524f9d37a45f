import { Button, type ButtonProps } from "@mantine/core";
import { OAUTH_START } from "../shell/places";
import { rememberPlace } from "./returnPlace";

interface Props extends ButtonProps {
  children: string;
}

/** Leads to HubSpot, to sign in, to install, or to mend a lost connection: the way is one and the same. */
export function ConnectButton({ children, ...looks }: Props) {
  return (
    <Button component="a" href={OAUTH_START} onClick={rememberPlace} {...looks}>
      {children}
    </Button>
  );
}
