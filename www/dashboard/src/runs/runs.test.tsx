import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Run } from "../data/types";
import { Api, refused } from "../testing/api";
import { lostSession, run, session, syncedAccount } from "../testing/examples";
import { visit } from "../testing/visit";

const finished = run({
  state: "finished",
  counts: { seen: 1000, linked: 998, failed: 2 },
  finishedAt: "2027-03-01T09:01:00Z",
  hubspotCalls: 24,
});

/** The run, in its own answer and in the list. */
const told = (present: Run, before: Run[] = []) => ({
  "GET /api/runs/9": present,
  "GET /api/runs?syncId=3": { items: [present, ...before] },
});

const outcomesOf = (first: number) => ({
  items: [
    { contactId: `${first}`, kind: "failed", reason: "gone", detail: "There is no such contact." },
  ],
});

describe("watching a run", () => {
  it("does not ask for ever for a run that is not there", async () => {
    const api = new Api({
      ...syncedAccount,
      "GET /api/runs/77": refused({ status: 404, title: "There is no such run" }),
    });
    visit("/runs/77");
    const asked = () => api.asked.filter(({ route }) => route === "GET /api/runs/77").length;
    await waitFor(() => expect(asked()).toBeGreaterThan(0));
    const first = asked();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBeLessThan(first + 5);
  });

  it("shows the progress until Success!, without a reload", async () => {
    const api = new Api({ ...syncedAccount, ...told(run({ state: "preparing" })) });
    visit("/runs/9");
    expect(await screen.findByText("Checking the properties in HubSpot")).toBeVisible();

    api.answer(told(run({ counts: { seen: 500, linked: 400 } })));
    expect(await screen.findByText("400 contacts done")).toBeVisible();
    expect(screen.getByText("Giving contacts their links")).toBeVisible();
    expect(screen.getByText(/You can close this page/)).toBeVisible();

    api.answer(told(run({ state: "writing", counts: { seen: 1000, linked: 750 } })));
    await waitFor(() =>
      expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "75"),
    );

    api.answer({
      ...told({ ...finished, counts: { ...finished.counts, linked: 1000, failed: 0 } }),
    });
    expect(await screen.findByRole("heading", { name: "Success!" })).toBeVisible();
    expect(screen.getByText("1,000 contacts carry their referral link in HubSpot.")).toBeVisible();
    expect(screen.getByText(/Nobody was notified/)).toBeVisible();

    const askedBefore = api.asked.filter(({ route }) => route === "GET /api/runs/9").length;
    await waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse("2027-03-01T09:00:05Z")));
    expect(api.asked.filter(({ route }) => route === "GET /api/runs/9")).toHaveLength(askedBefore);
  });

  it("estimates the progress from the last full run", async () => {
    const before = { ...finished, id: 8 };
    new Api({
      ...syncedAccount,
      ...told(run({ counts: { seen: 300, unchanged: 250 } }), [before]),
    });
    visit("/runs/9");
    expect(await screen.findByText(/of about 1,000/)).toBeVisible();
    expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "25");
  });

  it("shows a wait for HubSpot's call limit", async () => {
    new Api({ ...syncedAccount, ...told(run({ waitingFor: "quota" })) });
    visit("/runs/9");
    expect(await screen.findByText(/Waiting because of HubSpot's call limit/)).toBeVisible();
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it("pauses, resumes and stops it", async () => {
    const answer = (state: Run["state"], waitingFor: Run["waitingFor"]) => () => {
      const changed = run({ state, waitingFor, counts: { seen: 100, linked: 100 } });
      api.answer(told(changed));
      return changed;
    };
    const api = new Api({
      ...syncedAccount,
      ...told(run({})),
      "POST /api/runs/9/pause": answer("paused", "person"),
      "POST /api/runs/9/resume": answer("reading", null),
      "POST /api/runs/9/stop": answer("stopped", null),
    });
    const user = visit("/runs/9");

    await user.click(await screen.findByRole("button", { name: "Pause" }));
    await user.click(await screen.findByRole("button", { name: "Resume" }));
    await screen.findByRole("button", { name: "Pause" });
    await user.click(screen.getByRole("button", { name: "Stop" }));
    const question = within(await screen.findByRole("dialog", { name: "Stop this sync?" }));
    await user.click(question.getByRole("button", { name: "Stop" }));

    expect(await screen.findByRole("heading", { name: "Stopped" })).toBeVisible();
    expect(screen.getByText(/Contacts that were done keep their links/)).toBeVisible();
  });

  it("says what a run waits for if only a person can help", async () => {
    const problem = "The property goodword_referral_link was archived in HubSpot.";
    const api = new Api({
      ...syncedAccount,
      ...told(run({ state: "paused", waitingFor: "properties", problem })),
    });
    visit("/runs/9");
    expect(await screen.findByText(problem)).toBeVisible();
    expect(screen.getByText(/correct the property in HubSpot/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Resume" })).toBeVisible();

    api.answer({
      "GET /api/session": lostSession,
      ...told(run({ state: "paused", waitingFor: "connection" })),
    });
    expect(
      await screen.findByText("Waiting for the connection", {}, { timeout: 15_000 }),
    ).toBeVisible();
    expect(screen.queryByRole("button", { name: "Resume" })).not.toBeInTheDocument();
  });

  it("reports a lost connection as soon as a run waits for it, and its return", async () => {
    const waiting = run({ state: "reading", waitingFor: "connection" });
    const api = new Api({ ...syncedAccount, ...told(run({})) });
    visit("/runs/9");
    await screen.findByText("Giving contacts their links");

    // The session was just fetched, and would be fetched again in a minute.
    api.answer({ "GET /api/session": lostSession, ...told(waiting) });
    expect(await screen.findByText("Waiting for the connection")).toBeVisible();
    expect(
      await screen.findByText(/The connection to HubSpot is lost/, {}, { timeout: 500 }),
    ).toBeVisible();

    api.answer({ "GET /api/session": session, ...told(run({ state: "writing" })) });
    expect(
      await screen.findByText("Writing the last links to HubSpot", {}, { timeout: 15_000 }),
    ).toBeVisible();
    await waitFor(
      () => expect(screen.queryByText(/connection to HubSpot is lost/)).not.toBeInTheDocument(),
      { timeout: 500 },
    );
  });

  it("keeps showing the last counts when an answer fails", async () => {
    const api = new Api({ ...syncedAccount, ...told(run({ counts: { seen: 500, linked: 400 } })) });
    visit("/runs/9");
    await screen.findByText("400 contacts done");
    api.reachable = false;
    expect(await screen.findByText("Goodword does not answer")).toBeVisible();
    expect(screen.getByText("400 contacts done")).toBeVisible();
  });
});

describe("after a run", () => {
  it("lists each contact that failed with its reason, page by page", async () => {
    new Api({
      ...syncedAccount,
      ...told(finished),
      "GET /api/runs/9/outcomes?kind=failed": { ...outcomesOf(101), next: "101" },
      "GET /api/runs/9/outcomes?kind=failed&after=101": outcomesOf(202),
    });
    const user = visit("/runs/9");

    expect(await screen.findByText("2 contacts failed; their reasons are below.")).toBeVisible();
    const table = within(await screen.findByRole("table", { name: "Failed contacts" }));
    expect(table.getByRole("row", { name: /101 in HubSpot No longer in HubSpot/ })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show more" }));
    expect(await table.findByRole("row", { name: /202/ })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Show more" })).not.toBeInTheDocument();
  });

  it("retries the failed contacts in a new run", async () => {
    const retried = run({ id: 10, kind: "retry", counts: { seen: 2, linked: 1 }, perMinute: 600 });
    const api = new Api({
      ...syncedAccount,
      ...told(finished),
      "GET /api/runs/9/outcomes?kind=failed": outcomesOf(1),
      "POST /api/runs/9/retry": retried,
      "GET /api/runs/10": { ...retried, expected: 2, secondsLeft: 90 },
      "GET /api/runs/10/rate": { items: [] },
    });
    const user = visit("/runs/9");
    await user.click(await screen.findByRole("button", { name: "Retry failed" }));
    expect(await screen.findByText(/600 per minute · about 1m 30s left/)).toBeVisible();
    expect(window.location.pathname).toBe("/a/4488/runs/10");
    expect(api.changes.map(({ route }) => route)).toEqual(["POST /api/runs/9/retry"]);
  });

  it("does not call a run with only failed contacts a success", async () => {
    new Api({
      ...syncedAccount,
      ...told({ ...finished, counts: { ...finished.counts, linked: 0, failed: 1000 } }),
      "GET /api/runs/9/outcomes?kind=failed": outcomesOf(1),
    });
    visit("/runs/9");
    expect(await screen.findByText("No contact could be synced")).toBeVisible();
    expect(screen.queryByText("Success!")).not.toBeInTheDocument();
  });

  it("shows the run on the campaign's page", async () => {
    new Api({
      ...syncedAccount,
      ...told(finished),
      "GET /api/runs/9/outcomes?kind=failed": outcomesOf(1),
    });
    const user = visit("/campaigns/1");
    const runs = within(await screen.findByRole("table", { name: "Runs" }));
    expect(runs.getByRole("cell", { name: "998" })).toBeVisible();
    await user.click(runs.getByRole("link"));
    expect(await screen.findByRole("heading", { name: "Success!" })).toBeVisible();
  });

  it("says that a run does not exist", async () => {
    new Api({ ...syncedAccount, "GET /api/runs/77": refused({ status: 404, title: "Not found" }) });
    visit("/runs/77");
    expect(await screen.findByText("This run does not exist")).toBeVisible();
  });
});
