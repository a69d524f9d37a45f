import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { Api } from "../testing/api";
import { account, catalogue, ownCatalogue, springSync, syncedAccount } from "../testing/examples";
import { visit } from "../testing/visit";

const settings = { ...syncedAccount, "GET /api/hubspot/catalogue": ownCatalogue };
const stateOf = async (property: string) => {
  const table = await screen.findByRole("table", { name: "Properties that Goodword writes" });
  return within(within(table).getByText(property).closest("tr") as HTMLElement);
};

it("the settings show which properties are written, and whether HubSpot has them", async () => {
  new Api(settings);
  visit("/settings");
  const row = await stateOf("goodword_referral_link");
  expect(row.getByText("There")).toBeVisible();
  expect(row.getByText("Referral Link")).toBeVisible();
  expect(row.getByRole("link", { name: "Spring" })).toBeVisible();
  expect(screen.queryByRole("button", { name: /missing/ })).not.toBeInTheDocument();
});

it("the settings create Goodword's removed properties again, but not the customer's", async () => {
  const theirs = { field: "referralCode", property: "their_code", mode: "always" } as const;
  const unwritten = { field: "campaignName", property: "their_note", mode: "never" } as const;
  const outbound = [...springSync.outbound, theirs, unwritten];
  const api = new Api({
    ...settings,
    "GET /api/syncs": { items: [{ ...springSync, outbound }] },
    "GET /api/hubspot/catalogue": catalogue,
    "POST /api/hubspot/properties": ownCatalogue,
  });
  const user = visit("/settings");
  expect((await stateOf("their_code")).getByText("Missing")).toBeVisible();
  expect(screen.queryByText("their_note")).not.toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Create the missing property" }));
  await waitFor(async () =>
    expect((await stateOf("goodword_referral_link")).getByText("There")).toBeVisible(),
  );
  expect(api.changes).toEqual([
    {
      route: "POST /api/hubspot/properties",
      body: { campaignId: 1, fields: ["referralLink"] },
    },
  ]);
});

it("the settings say that nothing is written yet", async () => {
  new Api(account);
  visit("/settings");
  expect(await screen.findByText(/Each sync chooses the properties that it writes/)).toBeVisible();
});
