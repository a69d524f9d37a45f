import { useLocation } from "wouter";
import type { Session } from "../data/types";
import { ConnectButton } from "../hubspot/ConnectButton";
import { to } from "../places/places";
import { text } from "../text";
import { AlertIcon } from "../ui/icons";
import { Banner } from "./Banner";

/** Says on every page that the connection to HubSpot does not work. */
export function ConnectionBanner({ portal }: { portal: Session["portal"] }) {
  const { connection, denied } = portal;
  const { lost, misconfigured, denial } = text.connection;
  const [place] = useLocation();
  // The settings say the same in more detail.
  if (place === to.settings) return null;
  return (
    <div role="status">
      {connection === "disconnected" && (
        <Banner
          icon={<AlertIcon />}
          title={lost.title}
          body={lost.short}
          action={<ConnectButton size="xs">{lost.action}</ConnectButton>}
        />
      )}
      {connection === "connected" && denied && (
        <Banner
          icon={<AlertIcon />}
          title={denial.title}
          body={`${denied} ${denial.remedy}`}
          action={<ConnectButton size="xs">{lost.action}</ConnectButton>}
        />
      )}
      {connection === "misconfigured" && (
        <Banner icon={<AlertIcon />} title={misconfigured.title} body={misconfigured.short} />
      )}
    </div>
  );
}
