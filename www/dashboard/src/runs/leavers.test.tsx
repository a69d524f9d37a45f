import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Leaver } from "../data/types";
import { Api } from "../testing/api";
import { run, spring, springSync, syncedAccount } from "../testing/examples";
import { visit } from "../testing/visit";

const asking = run({
  state: "paused",
  waitingFor: "leavers",
  problem: "40 of 120 contacts are no longer in the audience.",
  question: { id: 4, leaving: 40, tookPart: 120, onLeaving: "revoke" },
});

const leaver = (contactId: string, more: Partial<Leaver> = {}): Leaver => ({
  contactId,
  firstName: "Ana",
  lastName: `Silva ${contactId}`,
  email: null,
  gone: false,
  wasIn: ["12"],
  excludedBy: [],
  lastSeenAt: "2027-03-01T08:00:00Z",
  ...more,
});

const told = {
  ...syncedAccount,
  "GET /api/runs/9": asking,
  "GET /api/runs?syncId=3": { items: [asking] },
  "GET /api/runs/9/leavers": {
    items: [leaver("501"), leaver("502", { gone: true })],
    next: "502",
  },
  "GET /api/runs/9/leavers?after=502": { items: [leaver("503", { wasIn: [] })], next: null },
};

describe("a run that would end many links", () => {
  it("says who would leave and why, and asks before it revokes anything", async () => {
    const moving = run({ state: "gathering" });
    const api = new Api({
      ...told,
      "POST /api/runs/9/leavers": () => {
        api.answer({ "GET /api/runs/9": moving, "GET /api/runs?syncId=3": { items: [moving] } });
        return moving;
      },
    });
    const user = visit("/runs/9");
    expect(await screen.findByText(/40 of 120 contacts are no longer/)).toBeVisible();
    expect(screen.getByText("Needs a decision")).toBeVisible();
    expect(await screen.findByRole("link", { name: "Ana Silva 501" })).toBeVisible();
    expect(await screen.findByText(/No longer in Customers/)).toBeVisible();
    expect(screen.getByText("No longer in HubSpot")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show more" }));
    expect(await screen.findByText("In none of the chosen lists")).toBeVisible();

    await user.click(screen.getByRole("button", { name: "Revoke these links" }));
    const sure = within(await screen.findByRole("dialog"));
    await user.click(sure.getByRole("button", { name: "Revoke these links" }));
    expect(await screen.findByText("Finding who takes part")).toBeVisible();
    const sent = api.asked.find(({ route }) => route === "POST /api/runs/9/leavers");
    expect(sent?.body).toEqual({ question: 4, decision: "end" });
  });

  it("keeps the links with one click", async () => {
    const moving = run({ state: "gathering" });
    const api = new Api({
      ...told,
      "POST /api/runs/9/leavers": () => {
        api.answer({ "GET /api/runs/9": moving });
        return moving;
      },
    });
    const user = visit("/runs/9");
    await user.click(await screen.findByRole("button", { name: "Keep these links" }));
    expect(await screen.findByText("Finding who takes part")).toBeVisible();
    const sent = api.asked.find(({ route }) => route === "POST /api/runs/9/leavers");
    expect(sent?.body).toEqual({ question: 4, decision: "keep" });
  });

  it("is announced where the syncs are", async () => {
    new Api({
      ...told,
      "GET /api/runs": { items: [], next: null },
      "GET /api/syncs": { items: [{ ...springSync, lastRun: asking }], next: null },
    });
    visit("/syncs");
    expect(await screen.findByText(/40 contacts left the audience/)).toBeVisible();
    expect(screen.getByText(new RegExp(`^${spring.name}: 40`))).toBeVisible();
    expect(screen.getByRole("link", { name: "See who left" })).toHaveAttribute(
      "href",
      expect.stringContaining("/runs/9"),
    );
  });
});
