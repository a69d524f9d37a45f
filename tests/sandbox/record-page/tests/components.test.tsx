/** The HTML of HubSpot's components, as far as it can be tested without a browser. */
import { readdirSync, readFileSync } from "node:fs";
import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { controller, drawnComponents } from "../src/page/components/controller";

function draw(name: string, props: object, ...children: ReactNode[]): string {
  return renderToStaticMarkup(createElement(controller.get(name), props, ...children));
}

beforeEach(() => {
  vi.stubGlobal("location", new URL("https://app.example.com/contacts/1/record/0-1/2"));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the components", () => {
  it("include all that the card uses", () => {
    const cards = new URL("../../../../www/hubspot/src/app/cards/referrals/", import.meta.url);
    const used = new Set(
      readdirSync(cards)
        .map((name) => readFileSync(new URL(name, cards), "utf8"))
        .flatMap((code) => [...code.matchAll(/import \{([^}]+)\} from "@hubspot\/ui-extensions"/g)])
        .flatMap(([, names = ""]) => names.split(",").map((name) => name.trim()))
        .filter((name) => /^[A-Z]/.test(name)),
    );
    expect(used.size).toBeGreaterThan(15);
    expect([...used].filter((name) => !drawnComponents.has(name))).toEqual([]);
  });

  it("are the same component each time for the same unknown name", () => {
    expect(controller.get("Mystery")).toBe(controller.get("Mystery"));
    expect(controller.get("Mystery")).not.toBe(controller.get("Riddle"));
  });
});

describe("a link", () => {
  it.each(["javascript:alert(1)", "data:text/html,hi", ""])(
    "has no target with the address %j",
    (href) => {
      expect(draw("Link", { href }, "go")).not.toContain("href");
    },
  );

  it("opens addresses outside of HubSpot in a new tab", () => {
    const html = draw("Link", { href: "https://goodword.example.com/r/CODE" }, "go");
    expect(html).toContain('href="https://goodword.example.com/r/CODE"');
    expect(html).toContain('target="_blank"');
    expect(html).toContain('rel="noopener noreferrer"');
    expect(html).toContain("opens in a new tab");
  });

  it("opens addresses within HubSpot in the same tab", () => {
    expect(draw("Link", { href: "/contacts/1" }, "go")).not.toContain("_blank");
  });
});

describe("a link that opens a message", () => {
  it.each(["mailto:?subject=Spring&body=Look", "sms:?&body=Look"])(
    "has its address: %s",
    (href) => {
      const html = draw("Link", { href }, "go");
      expect(html).toContain(href.split("?")[0]);
      expect(html).not.toContain("_blank");
    },
  );
});

describe("a chart", () => {
  const row = (week: string, count: number, kind: string) => ({ week, count, kind });
  const axes = {
    x: { field: "week", fieldType: "category", label: "Week of" },
    y: { field: "count", fieldType: "linear", label: "People" },
    options: { groupFieldByColor: "kind", colors: { Came: "blue" } },
  };

  it("has its numbers in a table for people who cannot see the bars", () => {
    const data = [row("2 Mar", 3, "Came"), row("9 Mar", 0, "Came"), row("9 Mar", 1, "Stayed")];
    const html = draw("BarChart", { data, axes, options: { showLegend: true } });
    expect(html).toContain("<caption>People, Week of</caption>");
    expect(html).toContain('<th scope="row">2 Mar</th><td>3</td><td>0</td>');
    expect(html).toContain('<th scope="row">9 Mar</th><td>0</td><td>1</td>');
    expect(html.match(/<rect/g)).toHaveLength(4);
    expect(html).toContain("</span>Stayed</li>");
  });

  it("renders without data", () => {
    expect(draw("BarChart", { data: [], axes })).not.toContain("NaN");
  });
});

describe("controls", () => {
  it("announce that they are busy", () => {
    const html = draw("LoadingButton", { loading: true }, "Add");
    expect(html).toContain('aria-busy="true"');
    expect(html).toContain("disabled");
  });

  it("have labels, and keep values distinct that look alike", () => {
    const options = [
      { label: "Number", value: 1 },
      { label: "Text", value: "1" },
    ];
    const html = draw("Select", { label: "Campaign", value: "1", options });
    expect(html).toMatch(/<label for="([^"]+)"[^>]*>Campaign<\/label><select id="\1"/);
    expect(html).toContain('<option value="1" selected="">Text</option>');
  });

  it("have labels for typed text, and show what is wrong with it", () => {
    const field = { label: "E-mail", name: "email", required: true };
    expect(draw("Input", field)).toMatch(/<label for="([^"]+)"[^>]*>E-mail.*<input id="\1"/);
    const wrong = draw("Input", { ...field, error: true, validationMessage: "No address." });
    expect(wrong).toMatch(/aria-invalid="true" aria-describedby="([^"]+)".*<small id="\1">No addr/);
  });

  it("announce urgent alerts", () => {
    expect(draw("Alert", { title: "No", variant: "danger" })).toContain('role="alert"');
    expect(draw("Alert", { title: "Yes", variant: "info" })).toContain('role="status"');
    expect(draw("LoadingSpinner", { label: "Loading" })).toContain('role="status"');
  });
});
