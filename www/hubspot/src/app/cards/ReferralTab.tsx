import { hubspot } from "@hubspot/ui-extensions";
import { ReferralCard } from "./referrals/ReferralCard";

hubspot.extend<"crm.record.tab">(({ context, actions }) => (
  <ReferralCard layout="tab" context={context} actions={actions} />
));
