import { describe, expect, it } from "vitest";
import { destinationProblem, landing } from "./landing";

describe("where a link leads", () => {
  it("keeps the destination's own parameters and fragment", () => {
    expect(landing(" https://www.example.com/a?utm_source=x#top ")).toBe(
      "https://www.example.com/a?utm_source=x&ref=CODE#top",
    );
  });

  it("replaces a parameter of the code's own name", () => {
    expect(landing("https://www.example.com/?ref=old")).toBe("https://www.example.com/?ref=CODE");
  });

  it("is unknown for a text that is not a web address", () => {
    for (const text of [
      "",
      "example.com",
      "http://example.com",
      "javascript:alert(1)",
      "mailto:a@b",
    ]) {
      expect(landing(text)).toBeNull();
      expect(destinationProblem(text)).not.toBeNull();
    }
    expect(destinationProblem("https://www.example.com")).toBeNull();
  });
});
