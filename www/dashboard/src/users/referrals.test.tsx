import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Api, refused } from "../testing/api";
import { account, activity, ana, anaLine, bo, boLine, selfLine } from "../testing/examples";
import { visit } from "../testing/visit";

const whose = "GET /api/referrals?campaignId=1&contactId=501";
const add = "POST /api/campaigns/1/referrers/501/referrals";
const opened = {
  ...account,
  "GET /api/referrers?order=newest": { items: [anaLine], next: null },
  "GET /api/campaigns/1/referrers/501": ana,
  "GET /api/campaigns/1/referrers/501/activity?days=30": activity,
  [whose]: { items: [boLine, selfLine], next: null },
};

/** The answer of an API that has created something. */
const made = (answer: object) =>
  new Response(JSON.stringify(answer), {
    status: 201,
    headers: { "content-type": "application/json" },
  });

async function form() {
  const user = visit("/users/1/501");
  await user.click(await screen.findByRole("button", { name: "Add a referral" }));
  const title = "Add a person referred by Ana Silva";
  return { user, form: within(await screen.findByRole("dialog", { name: title })) };
}

describe("a user's referrals", () => {
  it("are shown with the reasons why some do not count", async () => {
    new Api(opened);
    visit("/users/1/501");
    const line = (await screen.findByRole("link", { name: "Bo Lind" })).closest("li");
    expect(within(line as HTMLElement).getByText("Pending")).toBeVisible();
    expect(screen.getByText(/are the same contact/)).toBeVisible();
    expect(screen.queryByRole("link", { name: "See all in Referrals" })).not.toBeInTheDocument();
  });

  it("are only the latest few, with a link to all", async () => {
    const items = Array.from({ length: 8 }, (_, id) => ({ ...boLine, id, lastName: `Lind ${id}` }));
    new Api({ ...opened, [whose]: { items, next: null } });
    visit("/users/1/501");
    expect(await screen.findByRole("link", { name: "See all in Referrals" })).toHaveAttribute(
      "href",
      "/a/4488/referrals?campaign=1&referrer=501",
    );
    expect(screen.getAllByRole("link", { name: /^Bo Lind/ })).toHaveLength(5);
  });

  it("are named in the history", async () => {
    const history = [...bo.history, ...ana.history];
    new Api({ ...opened, "GET /api/campaigns/1/referrers/501": { ...ana, history } });
    visit("/users/1/501");
    expect(await screen.findByRole("link", { name: "Referred Bo Lind" })).toHaveAttribute(
      "href",
      "/a/4488/referrals/12",
    );
  });
});

describe("adding a referral by hand", () => {
  it("says that the person counts, and what success still needs", async () => {
    const api = new Api({ ...opened, [add]: () => made(bo) });
    const { user, form: at } = await form();
    await user.type(at.getByLabelText("E-mail"), "bo@fabrikam.example");
    await user.type(at.getByLabelText("HubSpot contact"), "https://x.example/record/0-1/777");
    await user.type(at.getByLabelText("First name"), "Bo");
    await user.click(at.getByRole("button", { name: "Add referral" }));
    expect(await at.findByText("Bo Lind was added, and counts")).toBeVisible();
    expect(at.getByText(/Nobody has said by the API/)).toBeVisible();
    expect(at.getByRole("link", { name: "See the referral" })).toHaveAttribute(
      "href",
      "/a/4488/referrals/12",
    );
    expect(api.changes).toEqual([
      { route: add, body: { email: "bo@fabrikam.example", contactId: "777", firstName: "Bo" } },
    ]);
    await user.click(at.getByRole("button", { name: "Add another" }));
    expect(at.getByLabelText("E-mail")).toHaveValue("");
  });

  it("says why the person does not count, or that they were referred before", async () => {
    const api = new Api({ ...opened, [add]: () => made(selfLine) });
    const { user, form: at } = await form();
    await user.type(at.getByLabelText("E-mail"), "ana+me@contoso.example");
    await user.click(at.getByRole("button", { name: "Add referral" }));
    expect(await at.findByText(/was added, but does not count/)).toBeVisible();
    expect(at.getByText(/are the same contact/)).toBeVisible();

    api.answer({ [add]: bo });
    await user.click(at.getByRole("button", { name: "Add another" }));
    await user.type(at.getByLabelText("HubSpot contact"), "777");
    await user.click(at.getByRole("button", { name: "Add referral" }));
    expect(await at.findByText("Bo Lind was already referred: Pending")).toBeVisible();
  });

  it("shows beside the fields what is missing or wrong", async () => {
    const detail = "This is not an e-mail address.";
    new Api({
      ...opened,
      [add]: refused({ status: 422, title: "Invalid", detail, field: "email" }),
    });
    const { user, form: at } = await form();
    await user.click(at.getByRole("button", { name: "Add referral" }));
    expect(at.getByLabelText("E-mail")).toHaveAccessibleDescription(/Enter an e-mail address or/);
    await user.type(at.getByLabelText("E-mail"), "bo@");
    await user.type(at.getByLabelText("HubSpot contact"), "Bo");
    await user.click(at.getByRole("button", { name: "Add referral" }));
    expect(at.getByLabelText("HubSpot contact")).toHaveAccessibleDescription(/Enter a record ID/);
    await user.clear(at.getByLabelText("HubSpot contact"));
    await user.click(at.getByRole("button", { name: "Add referral" }));
    expect(await at.findByText(detail)).toBeVisible();
  });
});
