import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Api, refused } from "../testing/api";
import { account, lostSession, run, spring, springSync, syncedAccount } from "../testing/examples";
import { visit } from "../testing/visit";

const started = run({ state: "preparing" });
const ready = {
  "GET /api/runs?syncId=3": { items: [] },
  "GET /api/runs/9": started,
};

describe("starting a sync", () => {
  it("goes from a campaign's Promote section to the run, step by step", async () => {
    const api = new Api({
      ...account,
      ...ready,
      "POST /api/syncs": ({ ongoing }) => ({ ...springSync, ongoing }),
      "POST /api/syncs/3/runs": started,
    });
    const user = visit("/campaigns/1");

    const label = "Generate referral links for your contacts by syncing them";
    await user.click(await screen.findByRole("link", { name: label }));
    expect(await screen.findByRole("radio", { name: "All contacts" })).toBeChecked();
    await user.click(screen.getByRole("button", { name: "Next" }));

    const written = within(screen.getByRole("table", { name: "From Goodword to HubSpot" }));
    const link = within(written.getByRole("row", { name: /Referral Link/ }));
    expect(link.getByText("goodword_referral_link")).toBeVisible();
    expect(link.getByText("Required")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Next" }));

    expect(screen.getByText("Nobody is notified")).toBeVisible();
    await user.click(screen.getByRole("switch", { name: "Make this sync ongoing" }));
    expect(api.changes).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Start Sync" }));

    expect(await screen.findByRole("heading", { name: "Sync of Spring" })).toBeVisible();
    expect(window.location.pathname).toBe("/a/4488/runs/9");
    expect(api.changes).toEqual([
      { route: "POST /api/syncs", body: { campaignId: 1, ongoing: true } },
      { route: "POST /api/syncs/3/runs", body: {} },
    ]);
  });

  it("keeps what was chosen when one goes back, and when the page is loaded anew", async () => {
    new Api(account);
    const user = visit("/sync/start?campaign=1");
    await user.click(await screen.findByRole("switch", { name: "Make this sync ongoing" }));
    await user.click(screen.getByRole("button", { name: "Back" }));
    expect(window.location.pathname).toBe("/a/4488/sync/properties");
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(screen.getByRole("switch", { name: "Make this sync ongoing" })).toBeChecked();
  });

  it("is open from the list of campaigns under its own name", async () => {
    new Api(account);
    const user = visit("/campaigns");
    await user.click(await screen.findByRole("link", { name: "Sync Your Contacts: Spring" }));
    expect(
      await screen.findByRole("heading", { level: 1, name: "Sync Your Contacts" }),
    ).toBeVisible();
  });

  it("runs the sync that is there instead of making a second one", async () => {
    const api = new Api({ ...syncedAccount, ...ready, "POST /api/syncs/3/runs": started });
    const user = visit("/sync/start?campaign=1");
    expect(await screen.findByText(/has a sync already/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Start Sync" }));
    await screen.findByRole("heading", { name: "Sync of Spring" });
    expect(api.changes.map(({ route }) => route)).toEqual(["POST /api/syncs/3/runs"]);
  });

  it("makes no second sync when the first attempt got only half-way", async () => {
    const api = new Api({
      ...account,
      ...ready,
      "POST /api/syncs": springSync,
      "POST /api/syncs/3/runs": refused({ status: 503, detail: "Try again in a moment." }),
    });
    const user = visit("/sync/start?campaign=1");
    await user.click(await screen.findByRole("button", { name: "Start Sync" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Try again in a moment.");

    api.answer({ "POST /api/syncs/3/runs": started });
    await user.click(screen.getByRole("button", { name: "Start Sync" }));
    await screen.findByRole("heading", { name: "Sync of Spring" });
    const made = api.changes.filter(({ route }) => route === "POST /api/syncs");
    expect(made).toHaveLength(1);
  });

  it("says why it cannot be started while HubSpot is not connected", async () => {
    new Api({ ...account, "GET /api/session": lostSession });
    visit("/sync/start?campaign=1");
    const start = await screen.findByRole("button", { name: "Start Sync" });
    expect(start).toBeDisabled();
    expect(start).toHaveAccessibleDescription("Reconnect HubSpot to sync contacts.");
  });
});

describe("an ongoing sync", () => {
  it("is switched on and off on the campaign's page", async () => {
    const api = new Api({
      ...syncedAccount,
      ...ready,
      "PATCH /api/syncs/3": ({ ongoing }) => {
        const nextRunAt = ongoing ? "2027-03-01T09:00:00Z" : null;
        const changed = { ...springSync, ongoing, nextRunAt };
        api.answer({ "GET /api/syncs": { items: [changed] } });
        return changed;
      },
    });
    const user = visit("/campaigns/1");
    const toggle = await screen.findByRole("switch", { name: "Make this sync ongoing" });
    expect(toggle).not.toBeChecked();
    await user.click(toggle);
    expect(await screen.findByText(/Next run/)).toBeVisible();
    expect(toggle).toBeChecked();
    expect(toggle).toHaveFocus();
    await user.keyboard(" ");
    await waitFor(() => expect(screen.queryByText(/Next run/)).not.toBeInTheDocument());
    expect(toggle).not.toBeChecked();
    expect(api.changes.map(({ body }) => body)).toEqual([{ ongoing: true }, { ongoing: false }]);
  });

  it("stays as it was when switching fails, and says so", async () => {
    new Api({
      ...syncedAccount,
      ...ready,
      "PATCH /api/syncs/3": refused({ status: 500, detail: "Goodword could not keep it." }),
    });
    const user = visit(`/campaigns/${spring.id}`);
    const toggle = await screen.findByRole("switch", { name: "Make this sync ongoing" });
    await user.click(toggle);
    expect(await screen.findByRole("alert")).toHaveTextContent("Goodword could not keep it.");
    expect(toggle).not.toBeChecked();
  });
});
