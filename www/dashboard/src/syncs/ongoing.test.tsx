import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Api, refused } from "../testing/api";
import { spring, springSync, syncedAccount } from "../testing/examples";
import { visit } from "../testing/visit";

const ready = {
  "GET /api/runs?syncId=3": { items: [] },
};

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

  it("stays unchanged if switching fails, and says so", async () => {
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
