import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Campaign } from "../data/types";
import { Api, refused } from "../testing/api";
import { account, activity, anaLine, spring } from "../testing/examples";
import { visit } from "../testing/visit";

const partners: Campaign = {
  ...spring,
  id: 2,
  name: "Partners",
  destination: "https://partners.northwind.example/",
  referrers: 0,
  peopleReferred: 0,
};

describe("a marketer and their campaigns", () => {
  it("creates the first one, sees where its links will lead, and gets to its page", async () => {
    const api = new Api({
      ...account,
      "GET /api/campaigns": { items: [] },
      "GET /api/campaigns/2/activity?days=30": activity,
      "POST /api/campaigns": () => {
        api.answer({ "GET /api/campaigns": { items: [partners] } });
        return partners;
      },
    });
    const user = visit("/campaigns");

    await user.click(await screen.findByRole("button", { name: "Create campaign" }));
    const panel = within(await screen.findByRole("dialog", { name: "Create campaign" }));
    await user.type(panel.getByLabelText(/^Name/), "Partners");
    await user.type(
      panel.getByLabelText(/^Destination/),
      "https://partners.northwind.example/?a=1",
    );
    expect(panel.getByText("https://partners.northwind.example/?a=1&ref=CODE")).toBeVisible();
    await user.click(panel.getByRole("button", { name: "Create campaign" }));

    expect(await screen.findByRole("heading", { level: 1, name: "Partners" })).toBeVisible();
    expect(window.location.pathname).toBe("/a/4488/campaigns/2");
    expect(api.changes).toEqual([
      {
        route: "POST /api/campaigns",
        body: {
          name: "Partners",
          destination: "https://partners.northwind.example/?a=1",
          attributionWindowDays: 90,
          shareMessage: "I thought of you: {link}",
        },
      },
    ]);
  });

  it("sees beside each field what is missing, before anything is sent", async () => {
    const api = new Api(account);
    const user = visit("/campaigns");

    await user.click(await screen.findByRole("button", { name: "Create campaign" }));
    const panel = within(await screen.findByRole("dialog"));
    await user.type(panel.getByLabelText(/^Destination/), "northwind.example");
    await user.click(panel.getByRole("button", { name: "Create campaign" }));

    expect(panel.getByLabelText(/^Name/)).toHaveAccessibleDescription(/Give the campaign a name/);
    expect(panel.getByLabelText(/^Destination/)).toHaveAccessibleDescription(/begins with https/);
    expect(api.changes).toEqual([]);
  });

  it("reads the API's own words of a refusal", async () => {
    new Api({
      ...account,
      "POST /api/campaigns": refused({
        status: 409,
        title: "Conflict",
        detail: "There is already a campaign named “Spring”.",
      }),
    });
    const user = visit("/campaigns");

    await user.click(await screen.findByRole("button", { name: "Create campaign" }));
    const panel = within(await screen.findByRole("dialog"));
    await user.type(panel.getByLabelText(/^Name/), "Spring");
    await user.type(panel.getByLabelText(/^Destination/), "https://northwind.example");
    await user.click(panel.getByRole("button", { name: "Create campaign" }));

    expect(await panel.findByRole("alert")).toHaveTextContent(/already a campaign named “Spring”/);
    expect(panel.getByLabelText(/^Name/)).toHaveValue("Spring");
  });

  it("sees a refused value at its field", async () => {
    new Api({
      ...account,
      "POST /api/campaigns": refused({
        status: 422,
        field: "destination",
        detail: "The destination must be a public address on the Internet.",
      }),
    });
    const user = visit("/campaigns");

    await user.click(await screen.findByRole("button", { name: "Create campaign" }));
    const panel = within(await screen.findByRole("dialog"));
    await user.type(panel.getByLabelText(/^Name/), "Inside");
    await user.type(panel.getByLabelText(/^Destination/), "https://10.0.0.1");
    await user.click(panel.getByRole("button", { name: "Create campaign" }));

    await waitFor(() =>
      expect(panel.getByLabelText(/^Destination/)).toHaveAccessibleDescription(/public address/),
    );
  });

  it("pauses one from its row and resumes it on its page", async () => {
    const change = ({ status }: Record<string, unknown>) => {
      const changed = { ...spring, status };
      api.answer({ "GET /api/campaigns": { items: [changed] } });
      return changed;
    };
    const api = new Api({ ...account, "PATCH /api/campaigns/1": change });
    const user = visit("/campaigns");

    await user.click(await screen.findByRole("button", { name: "Actions for Spring" }));
    await user.click(await screen.findByRole("menuitem", { name: "Pause" }));
    const table = within(screen.getByRole("table", { name: "Campaigns" }));
    expect((await table.findAllByText("Paused"))[0]).toBeInTheDocument();

    await user.click(table.getByRole("link", { name: "Spring" }));
    expect(await screen.findByText("This campaign is paused")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Resume" }));

    expect(await screen.findByRole("link", { name: "Sync Your Contacts" })).toBeVisible();
    expect(api.changes.map(({ body }) => body)).toEqual([{ status: "paused" }, { status: "live" }]);
  });

  it("archives one only after a question that says what happens", async () => {
    const archived = { ...spring, status: "archived" };
    const api = new Api({
      ...account,
      "PATCH /api/campaigns/1": () => {
        api.answer({ "GET /api/campaigns": { items: [archived] } });
        return archived;
      },
    });
    const user = visit("/campaigns");

    await user.click(await screen.findByRole("button", { name: "Actions for Spring" }));
    await user.click(await screen.findByRole("menuitem", { name: "Archive" }));
    const question = within(await screen.findByRole("dialog", { name: "Archive Spring?" }));
    expect(question.getByText(/1,200 referral links stop working/)).toBeVisible();
    expect(api.changes).toEqual([]);
    await user.click(question.getByRole("button", { name: "Archive" }));

    expect(await screen.findByText("All campaigns are archived")).toBeVisible();
    await user.click(screen.getByText("Archived (1)"));
    expect(await screen.findByRole("link", { name: "Spring" })).toBeVisible();
  });

  it("sees its activity, where its links lead, and the share message", async () => {
    const shareMessage = "{firstName} says: {link}";
    new Api({ ...account, "GET /api/campaigns": { items: [{ ...spring, shareMessage }] } });
    const user = visit("/campaigns/1");
    expect(await screen.findByRole("img", { name: /^Clicks: 14 in 30 days/ })).toBeVisible();
    expect(screen.getByText("https://www.northwind.example/spring?ref=CODE")).toBeVisible();
    expect(screen.getByText(/^Ana says: .*\/r\/CODE$/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show as a table" }));
    expect(screen.getByRole("table", { name: "Activity" })).toBeVisible();
  });

  it("sees how clicks became successes, and the best referrers", async () => {
    const ben = { ...anaLine, contactId: "502", firstName: "Ben", successfulReferrals: 0 };
    const most = "GET /api/referrers?campaignId=1&order=mostReferred";
    new Api({
      ...account,
      "GET /api/referrers?campaignId=1&order=mostSuccessful": { items: [anaLine, ben], next: null },
      [most]: { items: [ben, anaLine], next: null },
    });
    const user = visit("/campaigns/1");
    expect(await screen.findByText("2% of clicks")).toBeVisible();
    expect(screen.getByText("36.5% of people referred")).toBeVisible();
    const names = async (expected: string[]) => {
      const table = await screen.findByRole("table", { name: "Top referrers" });
      await waitFor(() =>
        expect(
          within(table)
            .getAllByRole("link")
            .map(({ textContent }) => textContent),
        ).toEqual(expected),
      );
    };
    await names(["Ana Silva"]);
    await user.click(screen.getByText("By referred"));
    await names(["Ben Silva", "Ana Silva"]);
    expect(screen.getByRole("link", { name: "Ben Silva" })).toHaveAttribute(
      "href",
      "/a/4488/users/1/502",
    );
    expect(screen.getByRole("link", { name: "See all in Users" })).toHaveAttribute(
      "href",
      "/a/4488/users?campaign=1&order=mostReferred",
    );
  });

  it("reads about people without a click, and sees no best referrers before there are any", async () => {
    const told = { ...spring, clicks: 2, peopleReferred: 3 };
    const api = new Api({ ...account, "GET /api/campaigns": { items: [told] } });
    visit("/campaigns/1");
    expect(await screen.findByText("some without a click")).toBeVisible();
    api.answer({ "GET /api/campaigns": { items: [{ ...told, peopleReferred: 0 }] } });
    await waitFor(() => expect(screen.queryByText("Top referrers")).not.toBeInTheDocument(), {
      timeout: 40_000,
    });
  });

  it("reads that a campaign does not exist", async () => {
    new Api(account);
    visit("/campaigns/404");
    expect(await screen.findByText("This campaign does not exist")).toBeVisible();
  });
});
