import { describe, expect, it } from "vitest";
import { delayOf, holdOf, pollEvery } from "../data/runState";
import { run } from "../testing/examples";
import { expectedOf, share } from "./progress";

describe("where the bar stands", () => {
  it("is unknown in the first run, and never full before the run says so", () => {
    expect(share(run({ counts: { seen: 300, linked: 200 } }), null)).toBeNull();
    expect(share(run({ counts: { seen: 1200, linked: 1100 } }), 1000)).toBe(0.99);
    expect(share(run({ state: "finished" }), null)).toBe(1);
  });

  it("is exact once everything is read", () => {
    const writing = run({ state: "writing", counts: { seen: 400, linked: 290, failed: 10 } });
    expect(share(writing, 1000)).toBe(0.75);
  });

  it("is estimated from the last full run", () => {
    const before = [
      run({ id: 6, state: "finished", counts: { seen: 900 } }),
      run({ id: 7, state: "finished", counts: { seen: 1000 } }),
      run({ id: 8, state: "stopped", counts: { seen: 20 } }),
    ];
    expect(expectedOf(run({ id: 9 }), before)).toBe(1000);
    expect(expectedOf(run({ id: 6 }), before)).toBeNull();
  });
});

describe("what a run waits for", () => {
  // A page that stays open can meet a newer Worker.
  const newer: object = { waitingFor: "something new" };

  it("is a hold if a person must act, and a delay if it ends by itself", () => {
    expect(holdOf(run({ state: "paused", waitingFor: "connection" }))).toBe("connection");
    expect(holdOf(run({ state: "paused" }))).toBe("person");
    expect(delayOf(run({ waitingFor: "quota" }))).toBe("quota");
    expect(delayOf(run(newer))).toBe("other");
    expect(delayOf(run({ state: "finished", waitingFor: "quota" }))).toBeNull();
  });

  it("decides how often the run is fetched", () => {
    expect(pollEvery(run({}))).toBe(1_000);
    expect(pollEvery(run({ waitingFor: "quota" }))).toBe(3_000);
    expect(pollEvery(run({ state: "paused", waitingFor: "person" }))).toBe(10_000);
    expect(pollEvery(run({ state: "stopped" }))).toBe(false);
  });
});
