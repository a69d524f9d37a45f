import { hubspot } from "@hubspot/ui-extensions";
import { ReferralCard } from "./referrals/ReferralCard";

hubspot.extend<"crm.record.sidebar">(({ context, actions }) => (
  <ReferralCard layout="sidebar" context={context} actions={actions} />
));
