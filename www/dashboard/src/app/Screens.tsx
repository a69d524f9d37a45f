import { lazy, Suspense } from "react";
import { Redirect, Route, Switch, useSearchParams } from "wouter";
import { CampaignPage } from "../campaigns/CampaignPage";
import { CampaignsPage } from "../campaigns/CampaignsPage";
import type { Session } from "../data/types";
import { idOf, patterns, to } from "../places/places";
import { RunPage } from "../runs/RunPage";
import { SettingsPage } from "../settings/SettingsPage";
import { Waiting } from "../ui/Waiting";
import { NotFound } from "./NotFound";

// A first visit rarely starts on these screens, so they are fetched on demand.
const PageEditor = lazy(() => import("../campaigns/page/PageEditor"));
const UsersPage = lazy(() => import("../users/UsersPage"));
const ReferralsPage = lazy(() => import("../referrals/ReferralsPage"));
const SyncsPage = lazy(() => import("../syncs/SyncsPage"));
const WizardPage = lazy(() => import("../wizard/WizardPage"));

/** Routes each place to its screen. */
export function Screens({ session }: { session: Session }) {
  const [search] = useSearchParams();
  return (
    <Suspense fallback={<Waiting lines={6} />}>
      <Switch>
        <Route path="/">
          <Redirect to={to.campaigns} replace />
        </Route>
        <Route path={patterns.campaigns}>
          <CampaignsPage />
        </Route>
        <Route path={patterns.campaign}>{({ id }) => <CampaignPage id={idOf(id)} />}</Route>
        <Route path={patterns.page}>{({ id }) => <PageEditor id={idOf(id)} />}</Route>
        <Route path={patterns.user}>
          {({ campaign, contact }) => <UsersPage campaign={campaign} contact={contact} />}
        </Route>
        <Route path={patterns.referral}>
          {({ id }) => <ReferralsPage id={idOf(id ?? null)} />}
        </Route>
        <Route path={patterns.syncs}>
          <SyncsPage />
        </Route>
        <Route path={patterns.wizard}>
          {({ step }) => <WizardPage campaignId={idOf(search.get("campaign"))} step={step} />}
        </Route>
        <Route path={patterns.run}>{({ id }) => <RunPage id={idOf(id)} />}</Route>
        <Route path={patterns.settings}>
          <SettingsPage session={session} />
        </Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  );
}
