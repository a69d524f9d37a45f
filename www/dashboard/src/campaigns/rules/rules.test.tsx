import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Campaign, Catalogue, RuleTrial, Session } from "../../data/types";
import { Api, held } from "../../testing/api";
import { account, catalogue, session, spring } from "../../testing/examples";
import { visit } from "../../testing/visit";
import { draftOf, ruleText, withDraft } from "./rules";

const sales: Catalogue = {
  ...catalogue,
  pipelines: [
    {
      id: "default",
      label: "Sales",
      stages: [
        { id: "contractsent", label: "Contract sent" },
        { id: "closedwon", label: "Closed won" },
      ],
    },
  ],
  pipelinesProblem: null,
};

const allowed: Session = { ...session, portal: { ...session.portal, dealsGranted: true } };
const terms = { ...spring.terms, leadsTo: "hostedPage" as const };
const campaign: Campaign = { ...spring, terms };

const trial: RuleTrial = {
  id: 4,
  state: "ready",
  waitingFor: null,
  found: {
    met: true,
    sentence: "The deal “Roof” is in the stage “Closed won”.",
    holdDays: 14,
    contactName: "Ann Roth",
  },
  problem: null,
};

/** An account whose campaign stores the changes it receives. */
function prepared(extra: Record<string, object> = {}): Api {
  const api: Api = new Api({
    ...account,
    "GET /api/session": allowed,
    "GET /api/campaigns": { items: [campaign] },
    "GET /api/hubspot/catalogue": sales,
    "POST /api/rule-trials": { ...trial, state: "reading" },
    "GET /api/rule-trials/4": trial,
    "PATCH /api/campaigns/1": (body: Record<string, unknown>) => {
      const changed = { ...campaign, ...body };
      api.answer({ "GET /api/campaigns": { items: [changed] } });
      return changed;
    },
    ...extra,
  });
  return api;
}

/** jsdom reports an open list of options as hidden. */
const choice = (name: string | RegExp) => screen.findByRole("option", { name, hidden: true });

const section = async () =>
  within(await screen.findByRole("region", { name: "What makes a referral successful" }));

describe("a marketer and what makes a referral successful", () => {
  it("creates a rule about deals after trying it on a contact", async () => {
    const api = prepared();
    const user = visit("/campaigns/1");
    await user.click(await (await section()).findByRole("button", { name: "Add rule" }));
    const panel = within(await screen.findByRole("dialog", { name: "Add rule" }));
    await user.click(panel.getByRole("textbox", { name: "A referral is successful when" }));
    await user.click(await choice("a deal reaches a stage"));
    await user.click(panel.getByRole("button", { name: "Add rule" }));
    expect(await panel.findByText("Choose a pipeline.")).toBeVisible();

    await user.click(panel.getByRole("textbox", { name: "Pipeline" }));
    await user.click(await choice("Sales"));
    await user.click(panel.getByRole("textbox", { name: "Stages" }));
    await user.click(await choice("Closed won"));
    await user.clear(panel.getByLabelText("Hold period"));
    await user.type(panel.getByLabelText("Hold period"), "14");
    await user.type(panel.getByLabelText("E-mail address or record ID"), "ann@roth.example");
    await user.click(panel.getByRole("button", { name: "Try" }));
    expect(
      await panel.findByText("Ann Roth meets this rule, and would count after 14 days."),
    ).toBeVisible();
    expect(panel.getByText("The deal “Roof” is in the stage “Closed won”.")).toBeVisible();

    await user.click(panel.getByRole("button", { name: "Add rule" }));
    expect(
      await (await section()).findByText(/A deal reaches “Closed won” in the pipeline “Sales”/),
    ).toBeVisible();
    const cause = { dealStage: { pipeline: "default", stages: ["closedwon"] } };
    expect(api.changes.map(({ body }) => body)).toEqual([
      { cause, holdDays: 14, email: "ann@roth.example" },
      { terms: { ...terms, rules: [{ id: 1, cause, holdDays: 14 }] } },
    ]);
  });

  it("sees no answer about one contact under another", async () => {
    const asked = held({ ...trial, state: "reading" });
    prepared({ "POST /api/rule-trials": asked.coming });
    const user = visit("/campaigns/1");
    await user.click(await (await section()).findByRole("button", { name: "Add rule" }));
    const panel = within(await screen.findByRole("dialog", { name: "Add rule" }));
    await user.click(panel.getByRole("textbox", { name: "A referral is successful when" }));
    await user.click(await choice("a deal reaches a stage"));
    await user.click(panel.getByRole("textbox", { name: "Pipeline" }));
    await user.click(await choice("Sales"));
    await user.click(panel.getByRole("textbox", { name: "Stages" }));
    await user.click(await choice("Closed won"));
    const contact = panel.getByLabelText("E-mail address or record ID");
    await user.type(contact, "ann@roth.example");
    await user.click(panel.getByRole("button", { name: "Try" }));
    await user.clear(contact);
    await user.type(contact, "bea@other.example");
    asked.come();
    await waitFor(() => expect(panel.getByRole("button", { name: "Try" })).toBeEnabled());
    expect(panel.queryByText(/Ann Roth/)).toBeNull();
    await user.clear(contact);
    await user.type(contact, "ann@roth.example");
    expect(await panel.findByText(/^Ann Roth meets this rule/)).toBeVisible();
  });

  it("is sent to HubSpot if Goodword may not read deals yet", async () => {
    const cause = { dealStage: { pipeline: "default", stages: ["closedwon"] } };
    const withRule = { ...campaign, terms: { ...terms, rules: [{ id: 1, cause, holdDays: 0 }] } };
    prepared({
      "GET /api/session": session,
      "GET /api/hubspot/catalogue": catalogue,
      "GET /api/campaigns": { items: [withRule] },
    });
    visit("/campaigns/1");
    const link = await (await section()).findByRole("link", { name: "Allow reading deals" });
    expect(link).toHaveAttribute(
      "href",
      "/hubspot/oauth/start?scopes=deals&return=%2Fa%2F4488%2Fcampaigns%2F1",
    );
  });

  it("removes a rule only after a question that says what happens", async () => {
    const rules = [{ id: 1, cause: "byHand" as const, holdDays: 0 }];
    const api = prepared({
      "GET /api/campaigns": { items: [{ ...campaign, terms: { ...terms, rules } }] },
    });
    const user = visit("/campaigns/1");
    await user.click(await (await section()).findByRole("button", { name: /^Actions: Somebody/ }));
    await user.click(await screen.findByRole("menuitem", { name: "Remove" }));
    const question = within(await screen.findByRole("dialog", { name: "Remove this rule?" }));
    expect(question.getByText(/Its successful referrals stay successful/)).toBeVisible();
    expect(api.changes).toEqual([]);
    await user.click(question.getByRole("button", { name: "Remove" }));
    expect(await (await section()).findByText(/There is no rule yet/)).toBeVisible();
    expect(api.changes[0]?.body).toEqual({ terms: { ...terms, rules: [] } });
  });

  it("saves at once who can be referred, and where a code arrives", async () => {
    const api = prepared();
    const user = visit("/campaigns/1");
    const shown = await section();
    await user.click(await shown.findByRole("switch", { name: "Existing customers count" }));
    await user.click(shown.getByRole("textbox", { name: "Code in a contact property" }));
    expect(screen.queryByRole("option", { name: /^Birthday/, hidden: true })).toBeNull();
    await user.click(await choice(/^Their link/));
    await waitFor(() =>
      expect(api.changes.map(({ body }) => body)).toMatchObject([
        { terms: { leadsTo: "hostedPage", existingCustomersCount: true } },
        { terms: { leadsTo: "hostedPage", arrivalProperty: "their_link" } },
      ]),
    );
  });
});

describe("a rule", () => {
  it("keeps its number while its cause stays, and is described in HubSpot's labels", () => {
    const test = { anyOf: ["pro", "team"] };
    const rule = { id: 3, cause: { contactProperty: { property: "score", test } }, holdDays: 0 };
    expect(ruleText(rule, catalogue)).toBe("“Score” is “pro” or “team”.");
    expect(ruleText(rule, undefined)).toBe("“score” is “pro” or “team”.");
    const draft = draftOf(rule);
    const [held] = withDraft([rule], { ...draft, hold: 7 }, rule, 9);
    expect(held).toEqual({ ...rule, holdDays: 7 });
    const [other] = withDraft([rule], { ...draft, test: "known" }, rule, 9);
    expect(other).toEqual({
      id: 9,
      cause: { contactProperty: { property: "score", test: "known" } },
      holdDays: 0,
    });
  });
});
