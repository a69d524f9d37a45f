import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Api, refused } from "../testing/api";
import { account, bo, boLine, selfLine } from "../testing/examples";
import { visit } from "../testing/visit";

const all = "GET /api/referrals";
const some = { ...account, [all]: { items: [boLine, selfLine], next: null } };
const one = "GET /api/referrals/12";
const change = "PATCH /api/referrals/12";
const opened = { ...some, [one]: bo };

const table = () => screen.findByRole("table", { name: "Referrals" });

describe("the tab Referrals", () => {
  it("lists referred people, their referrers, and why somebody does not count", async () => {
    new Api(some);
    visit("/referrals");
    const rows = within(await table()).getAllByRole("row");
    expect(rows[1]).toHaveTextContent("Bo Lind");
    expect(rows[1]).toHaveTextContent("Pending");
    expect(within(rows[1] as HTMLElement).getByRole("link", { name: "Ana Silva" })).toHaveAttribute(
      "href",
      "/a/4488/users/1/501",
    );
    expect(rows[2]).toHaveTextContent("ana+me@contoso.example");
    expect(rows[2]).toHaveTextContent("Self-referral");
    expect(screen.getByRole("link", { name: "Referrals" })).toHaveAttribute("aria-current", "page");
  });

  it("explains in an empty list how referrals come in", async () => {
    new Api({ ...account, [all]: { items: [], next: null } });
    visit("/referrals");
    expect(await screen.findByText("Nobody was referred yet")).toBeVisible();
    expect(screen.getByText("The script on your site")).toBeVisible();
    expect(screen.getByRole("link", { name: "API keys" })).toHaveAttribute(
      "href",
      "/a/4488/settings",
    );
  });

  it("filters by the address, also by one referrer, until a click removes that filter", async () => {
    const rest = "q=bo&campaignId=1";
    const api = new Api({
      ...some,
      [`${all}?${rest}&contactId=501&status=pending`]: { items: [boLine], next: null },
      [`${all}?${rest}&status=pending`]: { items: [], next: null },
    });
    const user = visit("/referrals?q=bo&campaign=1&status=pending&referrer=501");
    await table();
    expect(screen.getByText("Referred by Ana Silva")).toBeVisible();
    await user.click(
      screen.getByRole("button", { name: "Show everybody, not only people referred by Ana Silva" }),
    );
    expect(await screen.findByText("No referral matches")).toBeVisible();
    expect(window.location.search).toBe("?q=bo&campaign=1&status=pending");
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    await table();
    expect(api.asked.at(-1)?.route).toBe(all);
  });

  it("pages forth and back", async () => {
    new Api({
      ...account,
      [all]: { items: [boLine], next: "12" },
      [`${all}?after=12`]: { items: [selfLine], next: null },
    });
    const user = visit("/referrals");
    await user.click(await screen.findByRole("button", { name: "Next" }));
    expect(await screen.findByRole("link", { name: "ana+me@contoso.example" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Previous" }));
    expect(await screen.findByRole("link", { name: "Bo Lind" })).toBeVisible();
  });
});

describe("one referral", () => {
  const panelOf = async (name: string) => within(await screen.findByRole("dialog", { name }));

  it("has a panel with its own address, with reasons, record, referrer and history", async () => {
    new Api(opened);
    const user = visit("/referrals");
    await user.click(await screen.findByRole("link", { name: "Bo Lind" }));
    const panel = await panelOf("Bo Lind");
    expect(window.location.pathname).toBe("/a/4488/referrals/12");
    expect(panel.getByText("Why is this not successful yet?")).toBeVisible();
    expect(panel.getByText(/Nobody has said by the API/)).toBeVisible();
    expect(panel.getByRole("link", { name: /Open in HubSpot/ })).toHaveAttribute(
      "href",
      "https://app.hubspot.example/contacts/4488/record/0-1/777",
    );
    expect(panel.getByRole("link", { name: "Ana Silva" })).toBeVisible();
    expect(within(panel.getByRole("list")).getByText("Referred")).toBeVisible();
    await user.click(panel.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(window.location.pathname).toBe("/a/4488/referrals"));
  });

  it("is approved at once, and reversed only after a question", async () => {
    const decided = (part: object) => () => {
      const now = { ...bo, ...part, byHand: true, why: ["A person decided."] };
      api.answer({ [one]: now, [all]: { items: [now], next: null } });
      return now;
    };
    const api = new Api({ ...opened, [change]: decided({ status: "qualified" }) });
    const user = visit("/referrals/12");
    const panel = await panelOf("Bo Lind");
    await user.click(await panel.findByRole("button", { name: "Approve" }));
    expect(await panel.findByText("Why is this successful?")).toBeVisible();
    expect(panel.getByText(/No rule changes it until it is reopened/)).toBeVisible();
    expect(panel.queryByRole("button", { name: "Approve" })).not.toBeInTheDocument();

    api.answer({ [change]: decided({ status: "reversed" }) });
    await user.click(panel.getByRole("button", { name: "Reverse" }));
    const question = await panelOf("Reverse this success?");
    expect(api.changes).toHaveLength(1);
    await user.click(question.getByRole("button", { name: "Reverse" }));
    expect(await panel.findByRole("button", { name: "Reopen" })).toBeVisible();
    expect(api.changes.map(({ body }) => body)).toEqual([
      { event: "approve" },
      { event: "reverse" },
    ]);
  });

  it("explains why a decision is not possible", async () => {
    const detail = "Another referral of this person counts already.";
    new Api({
      ...opened,
      [one]: { ...bo, status: "rejected", notCounted: "alreadyReferred" },
      [change]: refused({ status: 409, title: "Conflict", detail }),
    });
    const user = visit("/referrals/12");
    await user.click(await screen.findByRole("button", { name: "Approve" }));
    expect(await screen.findByText(detail)).toBeVisible();
  });

  it("offers only possible decisions, and says if the person is not in HubSpot yet", async () => {
    new Api({ ...some, "GET /api/referrals/11": selfLine });
    visit("/referrals/11");
    const panel = await panelOf("ana+me@contoso.example");
    expect(panel.getByText("Why does this not count?")).toBeVisible();
    expect(panel.getByText("Not in HubSpot yet")).toBeVisible();
    expect(panel.queryByRole("group")).not.toBeInTheDocument();
  });

  it("says that a missing referral does not exist", async () => {
    new Api({ ...some, "GET /api/referrals/9": refused({ status: 404, title: "Not found" }) });
    visit("/referrals/9");
    expect(await screen.findByText("This referral does not exist")).toBeVisible();
  });
});
