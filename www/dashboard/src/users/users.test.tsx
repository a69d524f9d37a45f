import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Api, refused } from "../testing/api";
import { account, activity, ana, anaLine } from "../testing/examples";
import { visit } from "../testing/visit";

const newest = "GET /api/referrers?order=newest";
const people = { ...account, [newest]: { items: [anaLine], next: null } };
const bob = { ...anaLine, contactId: "502", firstName: "Bo", lastName: null, code: "BBBB2222" };
const whose = "GET /api/referrals?campaignId=1&contactId=501";
const anaDays = activity.items.map(({ joined: _, ...day }) => day);
const opened = {
  ...people,
  "GET /api/campaigns/1/referrers/501": ana,
  "GET /api/campaigns/1/referrers/501/activity?days=30": { items: anaDays },
  [whose]: { items: [], next: null },
};

describe("finding users", () => {
  it("searches when typing pauses, and keeps the search in the address", async () => {
    const found = "GET /api/referrers?q=ana&order=newest";
    const api = new Api({ ...people, [found]: { items: [anaLine], next: null } });
    const user = visit("/users");
    expect(await screen.findByRole("link", { name: "Ana Silva" })).toBeVisible();

    await user.type(screen.getByRole("searchbox", { name: "Search" }), "ana");
    await waitFor(() => expect(window.location.search).toBe("?q=ana"));
    await screen.findByRole("link", { name: "Ana Silva" });
    expect(api.asked.map(({ route }) => route).filter((route) => route.includes("q="))).toEqual([
      found,
    ]);
  });

  it("filters by campaign, link and problem, and says when nobody matches", async () => {
    new Api({
      ...people,
      "GET /api/referrers?campaignId=1&linkStatus=paused&refused=true&order=newest": {
        items: [],
        next: null,
      },
    });
    const user = visit("/users?campaign=1&link=paused&problem=1&order=mostReferred");
    expect(await screen.findByText("Nobody matches")).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "With a problem" })).toBeChecked();
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(await screen.findByRole("link", { name: "Ana Silva" })).toBeVisible();
    expect(window.location.search).toBe("");
  });

  it("pages forth and back", async () => {
    new Api({
      ...account,
      [newest]: { items: [anaLine], next: "c1" },
      [`${newest}&after=c1`]: { items: [bob], next: null },
    });
    const user = visit("/users");
    await user.click(await screen.findByRole("button", { name: "Next" }));
    expect(await screen.findByRole("link", { name: "Bo" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Next" })).toBeDisabled();
    await user.click(screen.getByRole("button", { name: "Previous" }));
    expect(await screen.findByRole("link", { name: "Ana Silva" })).toBeVisible();
  });

  it("leads from an empty list to syncing", async () => {
    new Api({ ...account, [newest]: { items: [], next: null } });
    const user = visit("/users");
    expect(await screen.findByText("Nobody takes part yet")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Add Users" }));
    expect(await screen.findByRole("menuitem", { name: "Sync Your CRM Contacts" })).toHaveAttribute(
      "href",
      "/a/4488/sync/audience",
    );
  });
});

describe("one user", () => {
  it("has a panel with its own address, with link, QR code, record and history", async () => {
    new Api(opened);
    const user = visit("/users");
    await user.click(await screen.findByRole("link", { name: "Ana Silva" }));
    const panel = within(await screen.findByRole("dialog", { name: "Ana Silva" }));
    expect(window.location.pathname).toBe("/a/4488/users/1/501");
    expect(await panel.findByText(ana.link)).toBeVisible();
    expect(panel.getByRole("img", { name: /QR code/ })).toHaveAttribute("src", ana.qrCodeUrl);
    expect(panel.getByRole("link", { name: /Open in HubSpot/ })).toHaveAttribute(
      "href",
      "https://app.hubspot.example/contacts/4488/record/0-1/501",
    );
    expect(panel.getByText("Joined the campaign")).toBeVisible();
    expect(await panel.findByRole("img", { name: /^Clicks: 14 in 30 days/ })).toBeVisible();
    expect(panel.queryByRole("img", { name: /^Joined/ })).not.toBeInTheDocument();
    await user.click(panel.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(window.location.pathname).toBe("/a/4488/users"));
  });

  it("has a link that is paused only after a question", async () => {
    const api = new Api({
      ...opened,
      "PATCH /api/campaigns/1/referrers/501": () => {
        const paused = { ...ana, linkStatus: "paused" };
        api.answer({ "GET /api/campaigns/1/referrers/501": paused });
        return paused;
      },
    });
    const user = visit("/users/1/501");
    await user.click(await screen.findByRole("button", { name: "Pause link" }));
    const question = within(await screen.findByRole("dialog", { name: "Pause this link?" }));
    expect(api.changes).toEqual([]);
    await user.click(question.getByRole("button", { name: "Pause link" }));
    expect(await screen.findByRole("button", { name: "Revive link" })).toBeVisible();
    expect(api.changes.map(({ body }) => body)).toEqual([{ linkStatus: "paused" }]);
  });

  it("is reported as missing if they do not exist", async () => {
    new Api({
      ...people,
      "GET /api/campaigns/1/referrers/9": refused({ status: 404, title: "Not found" }),
    });
    visit("/users/1/9");
    expect(await screen.findByText("This user does not exist")).toBeVisible();
  });
});
