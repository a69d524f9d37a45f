import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Api } from "../testing/api";
import { account, catalogue, run, springSync } from "../testing/examples";
import { visit } from "../testing/visit";

const last = run({ state: "finished", finishedAt: "2027-03-01T09:01:00Z", counts: { seen: 1200 } });
const synced = {
  ...account,
  "GET /api/hubspot/catalogue": catalogue,
  "GET /api/syncs": {
    items: [{ ...springSync, audience: { lists: ["12"], excludedLists: ["15"] }, lastRun: last }],
  },
  "GET /api/runs": { items: [last], next: null },
};

describe("the tab Syncs", () => {
  it("shows the audience of each sync, and all runs", async () => {
    new Api(synced);
    visit("/syncs");
    const syncs = within(await screen.findByRole("table", { name: "Syncs" }));
    expect(await syncs.findByText("Customers, without Event guests")).toBeVisible();
    expect(syncs.getByRole("switch", { name: "Make this sync ongoing: Spring" })).not.toBeChecked();
    const runs = within(await screen.findByRole("table", { name: "Runs" }));
    expect(runs.getAllByText("Spring")[0]).toBeVisible();
    expect(runs.getByRole("cell", { name: "1,200" })).toBeVisible();
  });

  it("ends a sync only after a question that says what stays", async () => {
    const api = new Api({
      ...synced,
      "DELETE /api/syncs/3": () => {
        api.answer({ "GET /api/syncs": { items: [] } });
        return {};
      },
    });
    const user = visit("/syncs");
    await user.click(await screen.findByRole("button", { name: "Actions for the sync of Spring" }));
    await user.click(await screen.findByRole("menuitem", { name: "End sync" }));
    const question = within(await screen.findByRole("dialog", { name: "End the sync of Spring?" }));
    expect(question.getByText(/Links keep working/)).toBeVisible();
    await user.click(question.getByRole("button", { name: "End sync" }));
    expect(await screen.findByText("No sync yet")).toBeVisible();
    await waitFor(() => expect(api.changes).toHaveLength(1));
  });
});
