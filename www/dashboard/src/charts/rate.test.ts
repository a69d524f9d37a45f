import { describe, expect, it } from "vitest";
import { paceOf } from "./rate";

describe("a run's rate", () => {
  it("is the progress per minute between two samples", () => {
    const samples = [
      { at: "2027-03-01T09:00:00Z", seen: 0 },
      { at: "2027-03-01T09:00:30Z", seen: 500 },
      { at: "2027-03-01T09:01:30Z", seen: 500 },
    ];
    expect(paceOf(samples).map(({ perMinute }) => perMinute)).toEqual([1000, 0]);
  });

  it("is absent between two samples of the same time", () => {
    const at = "2027-03-01T09:00:00Z";
    expect(
      paceOf([
        { at, seen: 0 },
        { at, seen: 10 },
      ]),
    ).toEqual([]);
  });
});
