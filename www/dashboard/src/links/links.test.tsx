import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Api, refused } from "../testing/api";
import { account, activity, ana, anaLine, noDomain, spring } from "../testing/examples";
import { visit } from "../testing/visit";

const ANA = "/api/campaigns/1/referrers/501";
const opened = {
  ...account,
  "GET /api/referrers?order=newest": { items: [anaLine], next: null },
  [`GET ${ANA}`]: ana,
  [`GET ${ANA}/activity?days=30`]: activity,
  "GET /api/referrals?campaignId=1&contactId=501": { items: [], next: null },
};

describe("a user's link", () => {
  it("is shared with the campaign's message, and its QR code is saved as a file", async () => {
    new Api(opened);
    visit("/users/1/501");
    const ways = within(await screen.findByRole("list", { name: "Share" }));
    for (const [name, href] of [
      ["E-mail", ana.share.email],
      ["WhatsApp", ana.share.whatsapp],
      ["LinkedIn", ana.share.linkedin],
      ["X", ana.share.x],
      ["Facebook", ana.share.facebook],
      ["Text message", ana.share.sms],
    ]) {
      expect(ways.getByRole("link", { name })).toHaveAttribute("href", href);
    }
    const png = screen.getByRole("link", { name: "Download the QR code of Ana Silva as PNG" });
    expect(png).toHaveAttribute("href", ana.qrCodePngUrl);
    expect(png).toHaveAttribute("download", "K7Q2M9XW.png");
  });

  it("gets a readable name, or the reason why it cannot have one", async () => {
    const why = "This word is reserved for Goodword's own pages.";
    const named = { ...ana, slug: "ana", link: "https://go.northwind.example/r/4488/ana" };
    const api = new Api({
      ...opened,
      [`PATCH ${ANA}`]: ({ slug }: Record<string, unknown>) => {
        if (slug !== "ana") return refused({ status: 422, field: "slug", detail: why });
        api.answer({ [`GET ${ANA}`]: named });
        return named;
      },
    });
    const user = visit("/users/1/501");
    await user.click(await screen.findByRole("button", { name: "Give it a name" }));
    const name = screen.getByRole("textbox", { name: "Readable name" });
    await user.type(name, "admin");
    await user.click(screen.getByRole("button", { name: "Save name" }));
    expect(await screen.findByText(why)).toBeVisible();

    await user.clear(name);
    await user.type(name, " ana ");
    await user.click(screen.getByRole("button", { name: "Save name" }));
    expect(await screen.findByText(named.link)).toBeVisible();
    expect(screen.getByRole("button", { name: "Change name" })).toBeVisible();
    expect(api.changes.map(({ body }) => body)).toEqual([{ slug: "admin" }, { slug: "ana" }]);
  });
});

describe("a campaign's readable link", () => {
  it("is set in the campaign's form, and shown on its page", async () => {
    const slugLink = {
      address: "https://go.northwind.example/r/4488/spring-2027",
      qrCodeUrl: "/qr/4488/spring-2027.svg",
      qrCodePngUrl: "/qr/4488/spring-2027.png",
    };
    const api = new Api({
      ...account,
      "PATCH /api/campaigns/1": ({ slug }: Record<string, unknown>) => {
        const changed = { ...spring, slug, slugLink };
        api.answer({ "GET /api/campaigns": { items: [changed] } });
        return changed;
      },
    });
    const user = visit("/campaigns/1");
    await user.click(await screen.findByRole("button", { name: "Actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Edit" }));
    await user.type(await screen.findByRole("textbox", { name: "Readable link" }), "spring-2027");
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    expect(await screen.findByText(/northwind\.example\/r\/4488\/spring-2027$/)).toBeVisible();
    expect(screen.getByRole("link", { name: /QR code of Spring as SVG/ })).toHaveAttribute(
      "download",
      "spring-2027.svg",
    );
    expect(api.changes[0]?.body).toMatchObject({ slug: "spring-2027" });
  });
});

describe("the link domain", () => {
  const host = "go.northwind.example";
  const active = { ...noDomain, host, state: "active", base: `https://${host}/` };
  const record = { type: "TXT", name: `_goodword.${host}`, value: "goodword-verify=1" };

  it("is claimed, watched until it is in use, and explained step by step", async () => {
    const api = new Api({
      ...account,
      "PATCH /api/link-domain": () => {
        api.answer({ "GET /api/link-domain": active });
        return { ...noDomain, host, state: "waitingForDns", records: [record] };
      },
    });
    const user = visit("/settings");
    const domain = await screen.findByRole("region", { name: "Link domain" });
    await user.type(await within(domain).findByRole("textbox", { name: "Domain" }), host);
    await user.click(within(domain).getByRole("button", { name: "Use this domain" }));
    expect(await within(domain).findByText("In use")).toBeVisible();
    expect(within(domain).getByText(new RegExp(`pattern = "${host}"`))).toBeVisible();
    expect(within(domain).getByRole("link", { name: `https://${host}/` })).toBeVisible();
    expect(api.changes.map(({ body }) => body)).toEqual([{ host }]);
  });

  it("shows the record to set, what the last look found, and looks again on demand", async () => {
    const found = "There is no TXT record yet.";
    const waiting = {
      ...noDomain,
      host,
      state: "waitingForDns",
      records: [record],
      lastLook: { at: "2026-05-05T20:00:00Z", found },
    };
    const api = new Api({
      ...account,
      "GET /api/link-domain": waiting,
      "POST /api/link-domain/check": waiting,
    });
    const user = visit("/settings");
    const domain = await screen.findByRole("region", { name: "Link domain" });
    expect(await within(domain).findByText(/_goodword\.go\.northwind\.example/)).toBeVisible();
    expect(within(domain).getByText(new RegExp(found))).toBeVisible();
    await user.click(within(domain).getByRole("button", { name: "Check now" }));
    await waitFor(() => expect(api.changes).toHaveLength(1));
  });

  it("is refused with a reason if it is not a domain, or another account's", async () => {
    const why = "Write the name of the host alone.";
    const api = new Api({
      ...account,
      "PATCH /api/link-domain": refused({ status: 422, field: "host", detail: why }),
    });
    const user = visit("/settings");
    const domain = await screen.findByRole("region", { name: "Link domain" });
    const field = await within(domain).findByRole("textbox", { name: "Domain" });
    await user.type(field, "https://x");
    await user.click(within(domain).getByRole("button", { name: "Use this domain" }));
    expect(await within(domain).findByText(why)).toBeVisible();

    const taken = { ...noDomain, host, state: "taken" };
    api.answer({ "PATCH /api/link-domain": taken, "GET /api/link-domain": taken });
    await user.click(within(domain).getByRole("button", { name: "Use this domain" }));
    expect(await within(domain).findByText(/^Another account uses this domain/)).toBeVisible();
  });

  it("is given up only after a question that says what happens", async () => {
    const api = new Api({
      ...account,
      "GET /api/link-domain": active,
      "PATCH /api/link-domain": () => {
        api.answer({ "GET /api/link-domain": noDomain });
        return { ...noDomain, leaving: [host] };
      },
    });
    const user = visit("/settings");
    await user.click(await screen.findByRole("button", { name: "Give up this domain" }));
    const question = within(await screen.findByRole("dialog", { name: `Give up ${host}?` }));
    expect(question.getByText(/stop working, wherever they were shared/)).toBeVisible();
    expect(api.changes).toEqual([]);
    await user.click(question.getByRole("button", { name: "Give up the domain" }));
    await waitFor(() => expect(screen.queryByText(/^Being given up/)).not.toBeInTheDocument());
    expect(await screen.findByRole("button", { name: "Use this domain" })).toBeVisible();
    expect(api.changes.map(({ body }) => body)).toEqual([{ host: "" }]);
  });
});
