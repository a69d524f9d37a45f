import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Api, refused } from "../../testing/api";
import { account, catalogue, spring, springSync, syncedAccount } from "../../testing/examples";
import { visit } from "../../testing/visit";
import { targetProblem, targetsOf } from "./mappings";

const TITLE = "Referred people in HubSpot";
const OWN = ["code", "name", "link", "campaign"].map((field) => ({
  ...catalogue.properties[0],
  name: `goodword_referred_by_${field}`,
  label: `Referred by (${field})`,
  own: true,
}));

/** An API that stores the terms it receives. */
function keeping(handlers: ConstructorParameters<typeof Api>[0] = account): Api {
  const api = new Api({
    ...handlers,
    "PATCH /api/campaigns/1": ({ terms }) => {
      const changed = { ...spring, terms };
      api.answer({ "GET /api/campaigns": { items: [changed] } });
      return changed;
    },
  });
  return api;
}

const editor = async (user: ReturnType<typeof visit>) => {
  const section = within(await screen.findByRole("region", { name: TITLE }));
  await user.click(section.getByRole("button", { name: /properties$/ }));
  await section.findByRole("table");
  return section;
};

describe("the properties of referred people in HubSpot", () => {
  it("are written once they are created with one click and saved", async () => {
    const api = keeping({
      ...account,
      "POST /api/hubspot/referred-by-properties": () => {
        const made = { ...catalogue, properties: [...catalogue.properties, ...OWN] };
        api.answer({ "GET /api/hubspot/catalogue": made });
        return { ...catalogue, refreshing: true };
      },
    });
    const user = visit("/campaigns/1");

    expect(await screen.findByText(/That contact does not say yet/)).toBeVisible();
    const section = await editor(user);
    await user.click(section.getByRole("button", { name: "Create the properties for me" }));
    await waitFor(() =>
      expect(
        section.getByRole("textbox", { name: "HubSpot property for Referral code" }),
      ).toHaveValue("Referred by (code)"),
    );
    await user.click(section.getByRole("textbox", { name: "When to write Campaign" }));
    await user.keyboard("{ArrowDown}{Enter}");
    await user.click(section.getByRole("button", { name: "Save changes" }));

    expect(await screen.findByText("goodword_referred_by_code (always)")).toBeVisible();
    expect(screen.getByText("goodword_referred_by_campaign (only if empty)")).toBeVisible();
    expect(api.changes.map(({ body }) => body)).toEqual([
      { fields: ["code", "name", "link", "campaign"] },
      {
        terms: {
          ...spring.terms,
          referredBy: [
            { field: "code", property: "goodword_referred_by_code", mode: "always" },
            { field: "name", property: "goodword_referred_by_name", mode: "always" },
            { field: "link", property: "goodword_referred_by_link", mode: "always" },
            { field: "campaign", property: "goodword_referred_by_campaign", mode: "ifEmpty" },
          ],
        },
      },
    ]);
  });

  it("can be the customer's own, and editing can be cancelled", async () => {
    const api = keeping();
    const user = visit("/campaigns/1");

    const section = await editor(user);
    await user.click(section.getByRole("textbox", { name: "HubSpot property for Referral link" }));
    await user.click(await screen.findByRole("option", { name: /Their link/ }));
    await user.click(section.getByRole("button", { name: "Save changes" }));
    expect(await screen.findByText("their_link (always)")).toBeVisible();
    await user.click(section.getByRole("button", { name: "Change properties" }));
    await user.click(await section.findByRole("button", { name: "Cancel" }));
    expect(api.changes).toHaveLength(1);
  });

  it("show why the API refuses", async () => {
    new Api({
      ...account,
      "PATCH /api/campaigns/1": refused({ status: 409, detail: "The sync of Spring writes it." }),
    });
    const user = visit("/campaigns/1");
    const section = await editor(user);
    await user.click(section.getByRole("button", { name: "Save changes" }));
    expect(await section.findByText("The sync of Spring writes it.")).toBeVisible();
  });

  it("show the fault of each row", async () => {
    const referredBy = [
      { field: "code", property: "goodword_referral_link", mode: "always" },
      { field: "name", property: "birthday", mode: "always" },
    ];
    const campaign = { ...spring, terms: { ...spring.terms, referredBy } };
    new Api({
      ...syncedAccount,
      "GET /api/campaigns": { items: [campaign] },
      "GET /api/runs?syncId=3": { items: [], next: null },
    });
    const user = visit("/campaigns/1");
    const section = await editor(user);
    expect(await section.findByText(/already writes the property/)).toBeVisible();
    expect(section.getByText(/birthday is not in HubSpot, or/)).toBeVisible();
    expect(section.getByRole("button", { name: "Save changes" })).toBeDisabled();
  });
});

it("a target property has a reason if it is not possible", () => {
  const targets = targetsOf([
    { field: "code", property: "their_link", mode: "always" },
    { field: "name", property: "their_link", mode: "always" },
    { field: "link", property: "score", mode: "never" },
  ]);
  const taken = new Map([[springSync.outbound[0]?.property ?? "", "Spring"]]);
  const problems = (["code", "name", "link", "campaign"] as const).map((field) =>
    targetProblem(targets, field, catalogue, taken),
  );
  expect(problems).toEqual([
    null,
    "The property their_link is chosen twice.",
    expect.stringMatching(/^The property score/),
    null,
  ]);
});
