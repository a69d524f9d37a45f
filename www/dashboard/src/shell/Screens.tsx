import { Redirect, Route, Switch } from "wouter";
import type { Session } from "../api/types";
import { CampaignPage } from "../campaigns/CampaignPage";
import { CampaignsPage } from "../campaigns/CampaignsPage";
import { SettingsPage } from "../connection/SettingsPage";
import { RunPage } from "../runs/RunPage";
import { StartSyncPage } from "../syncs/StartSyncPage";
import { NotFound } from "./NotFound";
import { idOf, patterns, to } from "./places";

/** Which screen stands at which place. */
export function Screens({ session }: { session: Session }) {
  return (
    <Switch>
      <Route path="/">
        <Redirect to={to.campaigns} replace />
      </Route>
      <Route path={patterns.campaigns}>
        <CampaignsPage />
      </Route>
      <Route path={patterns.campaign}>{({ id }) => <CampaignPage id={idOf(id)} />}</Route>
      <Route path={patterns.sync}>
        {({ id, step }) => <StartSyncPage campaignId={idOf(id)} step={step} />}
      </Route>
      <Route path={patterns.run}>{({ id }) => <RunPage id={idOf(id)} />}</Route>
      <Route path={patterns.settings}>
        <SettingsPage session={session} />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
