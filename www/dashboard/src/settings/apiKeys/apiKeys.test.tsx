import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ApiKey } from "../../data/types";
import { Api, held, refused } from "../../testing/api";
import { account } from "../../testing/examples";
import { visit } from "../../testing/visit";

const list = "GET /api/api-keys";
const shop: ApiKey = {
  id: 3,
  name: "The shop",
  createdAt: "2027-02-01T08:00:00Z",
  lastUsedOn: "2027-02-28",
  key: null,
};
const secret = `gwk_4488_${"a".repeat(43)}`;

async function make() {
  const user = visit("/settings");
  await user.click(await screen.findByRole("button", { name: "Create a key" }));
  return { user, dialog: within(await screen.findByRole("dialog", { name: "Create an API key" })) };
}

describe("API keys", () => {
  it("are listed with examples of their use", async () => {
    new Api({
      ...account,
      [list]: { items: [shop, { ...shop, id: 4, name: "Old", lastUsedOn: null }] },
    });
    visit("/settings");
    const table = within(await screen.findByRole("table", { name: "API keys" }));
    expect(table.getByText("The shop").closest("tr")).toHaveTextContent("Feb 28, 2027");
    expect(table.getByText("Old").closest("tr")).toHaveTextContent("Never");
    expect(screen.getByText(/Bearer YOUR_KEY.*"code":"K7Q2M0X49B"/)).toBeVisible();
    expect(screen.getByText(/\/api\/referrals\/1\/events.*"event":"qualify"/)).toBeVisible();
  });

  it("are not lost by a dialog that closes while they are made", async () => {
    const making = held({ ...shop, key: secret });
    new Api({ ...account, [list]: { items: [] }, "POST /api/api-keys": making.coming });
    const { user, dialog } = await make();
    await user.type(dialog.getByLabelText("What is it for?"), "The shop");
    await user.click(dialog.getByRole("button", { name: "Create the key" }));
    await user.keyboard("{Escape}");
    expect(dialog.queryByRole("button", { name: "Cancel" })).toBeNull();
    making.come();
    expect(await screen.findByText(secret)).toBeVisible();
  });

  it("are shown once", async () => {
    const api = new Api({
      ...account,
      "POST /api/api-keys": ({ name }) => {
        api.answer({ [list]: { items: [{ ...shop, name }] } });
        return { ...shop, name, key: secret };
      },
    });
    const { user, dialog } = await make();
    await user.click(dialog.getByRole("button", { name: "Create the key" }));
    expect(dialog.getByLabelText("What is it for?")).toHaveAccessibleDescription(
      /Say what the key/,
    );
    await user.type(dialog.getByLabelText("What is it for?"), " Till ");
    await user.click(dialog.getByRole("button", { name: "Create the key" }));

    const shown = within(await screen.findByRole("dialog", { name: "The key for Till" }));
    expect(shown.getByText(secret)).toBeVisible();
    expect(shown.getByText(/keeps no copy/)).toBeVisible();
    expect(shown.getByRole("button", { name: "Copy the key" })).toBeVisible();
    await user.keyboard("{Escape}");
    expect(shown.getByText(secret)).toBeVisible();
    await user.click(shown.getByRole("button", { name: "I have copied it" }));
    await waitFor(() => expect(screen.queryByText(secret)).not.toBeInTheDocument());
    expect(await screen.findByRole("table", { name: "API keys" })).toHaveTextContent("Till");
    expect(api.changes).toEqual([{ route: "POST /api/api-keys", body: { name: "Till" } }]);
  });

  it("are refused with a reason if there are too many", async () => {
    const detail = "An account has at most 20 API keys.";
    new Api({ ...account, "POST /api/api-keys": refused({ status: 409, detail }) });
    const { user, dialog } = await make();
    await user.type(dialog.getByLabelText("What is it for?"), "Till");
    await user.click(dialog.getByRole("button", { name: "Create the key" }));
    expect(await dialog.findByText(detail)).toBeVisible();
  });

  it("are ended only after a question", async () => {
    const api = new Api({
      ...account,
      [list]: { items: [shop] },
      "DELETE /api/api-keys/3": () => {
        api.answer({ [list]: { items: [] } });
        return new Response(null, { status: 204 });
      },
    });
    const user = visit("/settings");
    await user.click(await screen.findByRole("button", { name: "End the key The shop" }));
    const question = within(await screen.findByRole("dialog", { name: "End the key The shop?" }));
    expect(api.changes).toEqual([]);
    await user.click(question.getByRole("button", { name: "End the key" }));
    expect(await screen.findByText("No key yet.")).toBeVisible();
  });
});
