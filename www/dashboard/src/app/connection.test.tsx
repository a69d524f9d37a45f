import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { Api, refused } from "../testing/api";
import { account, lostSession, session } from "../testing/examples";
import { visit } from "../testing/visit";

const signedOut = refused({ status: 401, title: "Not signed in" });

describe("signing in", () => {
  it("offers only HubSpot to visitors without a session", async () => {
    new Api({ "GET /api/session": signedOut });
    visit("/");

    const signIn = await screen.findByRole("link", { name: "Sign in with HubSpot" });
    expect(signIn).toHaveAttribute("href", "/hubspot/oauth/start?return=%2F");
    expect(screen.queryByRole("navigation")).not.toBeInTheDocument();
    expect(screen.queryByText("Your session has ended")).not.toBeInTheDocument();
  });

  it("reports a session that ends while the page is open, and returns the user to the page", async () => {
    const api = new Api(account);
    const user = visit("/settings");
    await screen.findByRole("heading", { name: "Settings" });

    const users = "GET /api/referrers?order=newest";
    api.answer({ "GET /api/session": signedOut, [users]: signedOut });
    await user.click(screen.getByRole("link", { name: "Users" }));
    expect(await screen.findByText("Your session has ended")).toBeVisible();

    const signIn = screen.getByRole("link", { name: "Sign in with HubSpot" });
    expect(signIn).toHaveAttribute("href", "/hubspot/oauth/start?return=%2Fa%2F4488%2Fusers");
  });

  it("signs out, and forgets the data on screen", async () => {
    const api = new Api({
      ...account,
      "POST /api/session/sign-out": () => {
        api.answer({ "GET /api/session": signedOut });
        return {};
      },
    });
    const user = visit("/settings");

    await user.click(await screen.findByRole("button", { name: "Sign out" }));
    expect(await screen.findByRole("link", { name: "Sign in with HubSpot" })).toBeVisible();
    expect(api.changes).toEqual([
      { route: "POST /api/session/sign-out", body: { portalId: 4488 } },
    ]);
  });
});

describe("several accounts in one browser", () => {
  const accounts = [...session.accounts, { id: 99, domain: "contoso.example", userEmail: null }];
  const both = { ...account, "GET /api/session": { ...session, accounts } };

  it("open the account of the last sign-in, and keep it in the address", async () => {
    new Api(account);
    visit("/");
    expect(await screen.findByRole("heading", { level: 1, name: "Campaigns" })).toBeVisible();
    expect(window.location.pathname).toBe("/a/4488/campaigns");
  });

  it("name the account of the address in every call", async () => {
    const api = new Api(both);
    visit("/a/99/campaigns");
    await screen.findByRole("link", { name: "Spring" });
    expect(api.asked.map(({ headers }) => headers.get("goodword-portal"))).toEqual(
      api.asked.map(() => "99"),
    );
  });

  it("can be switched, added, and signed out one by one or all at once", async () => {
    const api = new Api({
      ...both,
      "POST /api/session/sign-out": () => {
        api.answer({ "GET /api/session": signedOut });
        return {};
      },
    });
    const user = visit("/campaigns");
    await user.click(await screen.findByRole("button", { name: "Account: northwind.example" }));
    const other = await screen.findByRole("menuitem", { name: /contoso.example/ });
    expect(other).toHaveAttribute("href", "/a/99/campaigns");
    expect(screen.getByRole("menuitem", { name: /northwind/ })).toHaveAttribute("aria-current");
    expect(screen.getByRole("menuitem", { name: "Add another account" })).toHaveAttribute(
      "href",
      "/hubspot/oauth/start?return=%2F",
    );
    expect(screen.getByRole("menuitem", { name: "Sign out of this account" })).toBeVisible();
    await user.click(screen.getByRole("menuitem", { name: "Sign out of all accounts" }));
    expect(await screen.findByRole("link", { name: "Sign in with HubSpot" })).toBeVisible();
    expect(api.changes).toEqual([{ route: "POST /api/session/sign-out", body: {} }]);
  });

  it("name the account of a page that this browser is not signed in to", async () => {
    new Api({ "GET /api/session": signedOut });
    visit("/a/99/syncs");
    expect(await screen.findByText(/belongs to HubSpot account 99/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Sign in with HubSpot" })).toHaveAttribute(
      "href",
      "/hubspot/oauth/start?return=%2Fa%2F99%2Fsyncs",
    );
  });
});

describe("the connection to HubSpot", () => {
  it("is reported on every page when it is lost, with the consequences and a way to repair it", async () => {
    const api = new Api({ ...account, "GET /api/session": lostSession });
    visit("/campaigns");

    expect(await screen.findByText(/The connection to HubSpot is lost/)).toBeVisible();
    expect(screen.getByText(/Links keep working; syncs wait and catch up/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Reconnect HubSpot" })).toHaveAttribute(
      "href",
      "/hubspot/oauth/start?return=%2Fa%2F4488%2Fcampaigns",
    );

    api.answer({ "GET /api/session": session });
    await waitFor(
      () => expect(screen.queryByText(/connection to HubSpot is lost/)).not.toBeInTheDocument(),
      { timeout: 15_000 },
    );
  });

  it("says what HubSpot does not let Goodword do, on every page", async () => {
    const denied = "HubSpot asks for a further permission: This user may not edit contacts.";
    new Api({
      ...account,
      "GET /api/session": { ...session, portal: { ...session.portal, denied } },
    });
    visit("/campaigns");

    expect(await screen.findByText(/may not edit contacts\. Reconnect as a user/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Reconnect HubSpot" })).toBeVisible();
  });

  it("does not blame the account for a fault in Goodword's set-up", async () => {
    new Api({
      ...account,
      "GET /api/session": {
        ...session,
        portal: { ...session.portal, connection: "misconfigured" },
      },
    });
    visit("/settings");

    expect(await screen.findByText(/Nothing in your HubSpot account is wrong/)).toBeVisible();
    expect(screen.queryByRole("link", { name: "Reconnect HubSpot" })).not.toBeInTheDocument();
  });

  it("ends only after a question that says what stays", async () => {
    const api = new Api({
      ...account,
      "POST /api/connection/disconnect": () => {
        api.answer({ "GET /api/session": lostSession });
        return {};
      },
    });
    const user = visit("/settings");

    await user.click(await screen.findByRole("button", { name: "Disconnect" }));
    const question = within(await screen.findByRole("dialog", { name: "Disconnect HubSpot?" }));
    expect(question.getByText(/Existing links keep working/)).toBeVisible();
    await user.click(question.getByRole("button", { name: "Disconnect HubSpot" }));

    expect(await screen.findByText("Connection lost")).toBeVisible();
  });
});

describe("when Goodword cannot be reached", () => {
  it("says what to do, and continues on the same page once it answers", async () => {
    const api = new Api(account);
    api.reachable = false;
    const user = visit("/campaigns");

    expect(await screen.findByText("Goodword does not answer")).toBeVisible();
    api.reachable = true;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("link", { name: "Spring" })).toBeVisible();
  });

  it("keeps the loaded data while the browser is offline", async () => {
    new Api(account);
    visit("/campaigns");
    await screen.findByRole("link", { name: "Spring" });

    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    window.dispatchEvent(new Event("offline"));
    expect(await screen.findByText(/You are offline/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Spring" })).toBeVisible();

    vi.spyOn(navigator, "onLine", "get").mockReturnValue(true);
    window.dispatchEvent(new Event("online"));
    await waitFor(() => expect(screen.queryByText(/You are offline/)).not.toBeInTheDocument());
  });

  it("says so when something else answers in Goodword's place", async () => {
    new Api({ ...account, "GET /api/campaigns": () => new Response("<h1>Hotel Wi-Fi</h1>") });
    visit("/campaigns");
    expect(await screen.findByText("Something else answered")).toBeVisible();
    expect(screen.getByRole("button", { name: "Reload the page" })).toBeVisible();
  });
});
