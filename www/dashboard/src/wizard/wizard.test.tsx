import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { DryRun } from "../data/types";
import { Api, refused } from "../testing/api";
import {
  account,
  catalogue,
  lostSession,
  ownCatalogue,
  run,
  session,
  spring,
  springSync,
  wizard,
} from "../testing/examples";
import { visit } from "../testing/visit";

const started = run({ state: "preparing" });
const syncable = {
  ...account,
  ...wizard,
  "GET /api/runs?syncId=3": { items: [] },
  "GET /api/runs/9": started,
  "GET /api/runs/9/rate": { items: [] },
  "POST /api/syncs": springSync,
  "POST /api/syncs/3/runs": started,
};
const forbidding = {
  ...catalogue,
  lists: [],
  listsProblem: { reason: "permission", detail: "" },
};
const next = () => screen.getByRole("button", { name: "Next" });

describe("the wizard", () => {
  it("starts a sync with a list and a property made by hand", async () => {
    const api = new Api(syncable);
    const user = visit("/sync/audience?campaign=1");
    await user.click(await screen.findByRole("radio", { name: "Contacts of lists" }));
    expect(next()).toBeDisabled();
    expect(next()).toHaveAccessibleDescription("Choose at least one list to continue.");
    const lists = within(screen.getByRole("group", { name: "Lists whose contacts take part" }));
    expect(lists.getByText("Active")).toBeVisible();
    expect(lists.getByText("Static")).toBeVisible();
    await user.click(lists.getByRole("checkbox", { name: "Customers" }));
    expect(await screen.findByText("1,150 contacts will take part.")).toBeVisible();
    await user.click(next());

    expect(await screen.findByRole("cell", { name: "ana@contoso.example" })).toBeVisible();
    await user.click(next());

    expect(next()).toHaveAccessibleDescription(/Map “Referral Link” to a HubSpot property/);
    await user.click(screen.getByRole("textbox", { name: "HubSpot property for Referral Link" }));
    expect(screen.queryByRole("option", { name: /Score/ })).not.toBeInTheDocument();
    expect(screen.queryByRole("option", { name: /Create date/ })).not.toBeInTheDocument();
    await user.click(await screen.findByRole("option", { name: /Their link/ }));
    await user.click(next());

    expect(screen.getByText("Nobody is notified")).toBeVisible();
    await user.click(screen.getByRole("switch", { name: "Make this sync ongoing" }));
    await user.click(screen.getByRole("radio", { name: /Pause their link/ }));
    await user.click(screen.getByRole("button", { name: "Start Sync" }));
    await waitFor(() => expect(window.location.pathname).toBe("/a/4488/runs/9"));
    expect(api.changes.filter(({ route }) => route === "POST /api/syncs")).toEqual([
      {
        route: "POST /api/syncs",
        body: {
          campaignId: 1,
          ongoing: true,
          audience: { lists: ["12"], excludedLists: [] },
          onLeaving: "pause",
          inbound: [
            { field: "firstName", property: "firstname" },
            { field: "lastName", property: "lastname" },
            { field: "email", property: "email" },
          ],
          outbound: [{ field: "referralLink", property: "their_link", mode: "always" }],
        },
      },
    ]);
  });

  it("creates the properties on request, and maps them by itself", async () => {
    const api = new Api({
      ...syncable,
      "POST /api/hubspot/properties": () => {
        api.answer({ "GET /api/hubspot/catalogue": ownCatalogue });
        return { ...catalogue, refreshing: true };
      },
    });
    const user = visit("/sync/properties?campaign=1");
    await user.click(await screen.findByRole("button", { name: "Create the properties for me" }));
    await waitFor(() =>
      expect(
        screen.getByRole("textbox", { name: "HubSpot property for Referral Link" }),
      ).toHaveValue("Referral link"),
    );
    expect(next()).toBeEnabled();
  });

  it("shows a new property of HubSpot after a refresh", async () => {
    const api = new Api({
      ...syncable,
      "POST /api/hubspot/catalogue/refresh": () => {
        api.answer({ "GET /api/hubspot/catalogue": ownCatalogue });
        return { ...catalogue, refreshing: true };
      },
    });
    const user = visit("/sync/properties?campaign=1");
    await screen.findByRole("table", { name: "From Goodword to HubSpot" });
    await user.click(screen.getByRole("button", { name: /^Refresh properties and lists/ }));
    await waitFor(() => expect(next()).toBeEnabled());
  });

  it("refreshes again if asked during a refresh, which may have begun too early", async () => {
    let reads = 0;
    const api = new Api({
      ...syncable,
      "POST /api/hubspot/catalogue/refresh": () => {
        reads += 1;
        api.answer({ "GET /api/hubspot/catalogue": reads === 1 ? catalogue : ownCatalogue });
        return { ...catalogue, refreshing: true };
      },
    });
    const user = visit("/sync/properties?campaign=1");
    await screen.findByRole("table", { name: "From Goodword to HubSpot" });
    const button = screen.getByRole("button", { name: /^Refresh properties and lists/ });
    await user.click(button);
    await user.click(button);
    await waitFor(() => expect(next()).toBeEnabled());
    expect(reads).toBe(2);
  });

  it("keeps the choices over a reload", async () => {
    new Api(syncable);
    const user = visit("/sync/fields?campaign=1");
    await user.click(await screen.findByRole("textbox", { name: "Where First name comes from" }));
    const [fixed] = await screen.findAllByRole("option", { name: "Fixed text", hidden: true });
    if (fixed) await user.click(fixed);
    expect(next()).toHaveAccessibleDescription(/Enter the fixed text for First name/);
    await user.type(screen.getByRole("textbox", { name: "Fixed text for First name" }), "Friend");
    cleanup();
    visit("/sync/fields?campaign=1");
    expect(await screen.findByRole("textbox", { name: "Fixed text for First name" })).toHaveValue(
      "Friend",
    );
  });

  it("says that lists are forbidden, and how to allow them; all contacts still works", async () => {
    const { portal } = session;
    new Api({
      ...syncable,
      "GET /api/session": { ...session, portal: { ...portal, listsGranted: false } },
      "GET /api/hubspot/catalogue": forbidding,
    });
    visit("/sync/audience?campaign=1");
    expect(await screen.findByText(/may not read this account's lists/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Allow reading lists" })).toHaveAttribute(
      "href",
      "/hubspot/oauth/start?scopes=lists&return=%2Fa%2F4488%2Fsync%2Faudience%3Fcampaign%3D1",
    );
    expect(screen.getByRole("radio", { name: "Contacts of lists" })).toBeDisabled();
    expect(next()).toBeEnabled();
  });

  it("refreshes the lists by itself once they are allowed", async () => {
    const api = new Api({
      ...syncable,
      "GET /api/hubspot/catalogue": forbidding,
      "POST /api/hubspot/catalogue/refresh": () => {
        api.answer({ "GET /api/hubspot/catalogue": catalogue });
        return { ...forbidding, refreshing: true };
      },
    });
    visit("/sync/audience?campaign=1");
    await waitFor(() =>
      expect(screen.getByRole("radio", { name: "Contacts of lists" })).toBeEnabled(),
    );
  });

  it("asks for the campaign if opened from Users", async () => {
    const partners = { ...spring, id: 2, name: "Partners" };
    new Api({ ...syncable, "GET /api/campaigns": { items: [spring, partners] } });
    const user = visit("/sync/audience");
    expect(await screen.findByRole("button", { name: "Next" })).toHaveAccessibleDescription(
      "Choose a campaign to continue.",
    );
    await user.click(screen.getByRole("textbox", { name: "Campaign" }));
    await user.click(await screen.findByRole("option", { name: "Partners", hidden: true }));
    expect(await screen.findByRole("radio", { name: "All contacts" })).toBeChecked();
    expect(window.location.search).toBe("?campaign=2");
  });

  it("tries the sync without writing, and shows some contacts before and after", async () => {
    const trial: DryRun = {
      id: 5,
      state: "reading",
      waitingFor: null,
      found: {
        expected: 1200,
        counts: { seen: 300, linked: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 },
        samples: [],
      },
      problem: null,
    };
    const found: DryRun["found"] = {
      expected: 1200,
      counts: { seen: 1200, linked: 1100, updated: 20, unchanged: 79, skipped: 1, failed: 0 },
      samples: [
        {
          contactId: "501",
          name: "Ana Silva",
          before: { goodword_referral_link: null },
          after: { goodword_referral_link: "https://go.northwind.example/r/K7Q2" },
        },
      ],
    };
    const api = new Api({
      ...syncable,
      "GET /api/hubspot/catalogue": ownCatalogue,
      "POST /api/dry-runs": trial,
      "GET /api/dry-runs/5": trial,
    });
    const user = visit("/sync/start?campaign=1");
    await user.click(await screen.findByRole("button", { name: "Show what would change" }));
    expect(await screen.findByText(/300 of about 1,200 contacts/)).toBeVisible();
    api.answer({ "GET /api/dry-runs/5": { ...trial, state: "finished", found } });
    expect(await screen.findByText("1,100")).toBeVisible();
    expect(screen.getByRole("row", { name: /Ana Silva.*\(empty\).*K7Q2/ })).toBeVisible();
    expect(api.changes.map(({ route }) => route)).toEqual(["POST /api/dry-runs"]);
  });

  it("changes the sync of a campaign, starting from its settings", async () => {
    const present = {
      ...springSync,
      audience: { lists: ["15"], excludedLists: [] },
      outbound: [{ field: "referralLink", property: "their_link", mode: "ifEmpty" }],
    };
    const api = new Api({
      ...syncable,
      "GET /api/syncs": { items: [present] },
      "PATCH /api/syncs/3": present,
    });
    const user = visit("/sync/audience?campaign=1");
    expect(await screen.findByRole("checkbox", { name: "Event guests" })).toBeChecked();
    await user.click(next());
    await user.click(next());
    await user.click(next());
    await user.click(await screen.findByRole("button", { name: "Start Sync" }));
    await waitFor(() => expect(window.location.pathname).toBe("/a/4488/runs/9"));
    const routes = api.changes.map(({ route }) => route);
    expect(routes).toContain("PATCH /api/syncs/3");
    expect(routes).not.toContain("POST /api/syncs");
  });

  it("keeps nothing of a look, and starts with what the sync has become since", async () => {
    const withSync = (sync: typeof springSync) => ({ "GET /api/syncs": { items: [sync] } });
    const api = new Api({
      ...syncable,
      ...withSync(springSync),
      "GET /api/hubspot/catalogue": ownCatalogue,
      "PATCH /api/syncs/3": springSync,
    });
    visit("/sync/start?campaign=1");
    await screen.findByRole("button", { name: "Start Sync" });
    expect(Object.keys(sessionStorage).filter((key) => key.includes(".sync."))).toEqual([]);
    cleanup();
    api.answer(withSync({ ...springSync, ongoing: true, onLeaving: "pause" }));
    const user = visit("/sync/start?campaign=1");
    await user.click(await screen.findByRole("button", { name: "Start Sync" }));
    await waitFor(() => expect(window.location.pathname).toBe("/a/4488/runs/9"));
    expect(api.changes[0]?.body).toMatchObject({ ongoing: true, onLeaving: "pause" });
  });

  it("keeps what was touched, and forgets it once the sync is another one", async () => {
    const withSync = (sync: typeof springSync) => ({ "GET /api/syncs": { items: [sync] } });
    const api = new Api({
      ...syncable,
      ...withSync(springSync),
      "GET /api/hubspot/catalogue": ownCatalogue,
    });
    const user = visit("/sync/start?campaign=1");
    await user.click(await screen.findByRole("switch", { name: "Make this sync ongoing" }));
    cleanup();
    visit("/sync/start?campaign=1");
    const chosen = await screen.findByRole("switch", { name: "Make this sync ongoing" });
    expect(chosen.matches(":checked")).toBe(!springSync.ongoing);
    cleanup();
    api.answer(withSync({ ...springSync, id: 4 }));
    visit("/sync/start?campaign=1");
    const present = await screen.findByRole("switch", { name: "Make this sync ongoing" });
    expect(present.matches(":checked")).toBe(springSync.ongoing);
  });

  it("says that another sync writes the same property", async () => {
    new Api({
      ...syncable,
      "GET /api/hubspot/catalogue": ownCatalogue,
      "POST /api/syncs": refused({
        status: 409,
        detail: "The sync of Partners already writes goodword_referral_link.",
      }),
    });
    const user = visit("/sync/start?campaign=1");
    await user.click(await screen.findByRole("button", { name: "Start Sync" }));
    expect(await screen.findByRole("alert")).toHaveTextContent(/Partners already writes/);
  });

  it("creates a sync once, though its first answer was lost", async () => {
    const used: (string | null)[] = [];
    const api = new Api({
      ...syncable,
      "GET /api/hubspot/catalogue": ownCatalogue,
      "POST /api/syncs": (_, headers) => {
        used.push(headers.get("idempotency-key"));
        return used.length === 1 ? refused({ status: 503 }) : springSync;
      },
    });
    const user = visit("/sync/start?campaign=1");
    await user.click(await screen.findByRole("button", { name: "Start Sync" }));
    await screen.findByRole("alert");
    await user.click(screen.getByRole("button", { name: "Start Sync" }));
    await waitFor(() => expect(window.location.pathname).toBe("/a/4488/runs/9"));
    expect(used).toHaveLength(2);
    expect(used[0]).toMatch(/^[ -~]{8,100}$/);
    expect(used[1]).toBe(used[0]);
    expect(api.changes.at(-1)?.route).toBe("POST /api/syncs/3/runs");
  });

  it("says that it cannot start while HubSpot is not connected", async () => {
    new Api({
      ...syncable,
      "GET /api/session": lostSession,
      "GET /api/hubspot/catalogue": ownCatalogue,
    });
    visit("/sync/start?campaign=1");
    const start = await screen.findByRole("button", { name: "Start Sync" });
    expect(start).toBeDisabled();
    expect(start).toHaveAccessibleDescription("Reconnect HubSpot to sync contacts.");
  });
});
