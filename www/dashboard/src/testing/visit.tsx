import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { Root } from "../app/Root";
import { makeQueryClient } from "../data/cache";
// Loads the lazy modules ahead, because virtual time does not wait for real loading.
import "../settings/apiKeys/ApiKeys";
import "../campaigns/rules/RulePanel";
import "../campaigns/rules/RulesSection";
import "../campaigns/page/PageEditor";
import "../campaigns/referredBy/ReferredByEditor";
import "../charts/ActivityPicture";
import "../charts/RatePicture";
import "../referrals/ReferralsPage";
import "../syncs/SyncsPage";
import "../transfer/ImportDialog";
import "../users/UsersPage";
import "../wizard/WizardPage";

/** The account of the stories. */
const HOME = "/a/4488";

/** Opens the dashboard at a place of the account, as a browser would, and returns a user to act with. */
export function visit(place: string) {
  window.history.replaceState(null, "", at(place));
  render(<Root client={makeQueryClient()} />);
  return userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
}

/**
 * Returns the address of a place. A place that starts with an account, or that is the front page, is an address
 * already.
 */
function at(place: string): string {
  return place === "/" || place.startsWith("/a/") ? place : HOME + place;
}
