import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Api, refused } from "../testing/api";
import { account, anaLine, spring } from "../testing/examples";
import { visit } from "../testing/visit";

const people = {
  ...account,
  "GET /api/referrers?order=newest": { items: [anaLine], next: null },
};
const IMPORT = "POST /api/campaigns/1/referrers/import";

/** The files that the browser saved. */
let kept: { name: string; blob: Blob }[] = [];

beforeEach(() => {
  kept = [];
  let last: Blob | undefined;
  vi.stubGlobal(
    "URL",
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => {
        last = blob;
        return "blob:x";
      },
      revokeObjectURL: () => undefined,
    }),
  );
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    if (last) kept.push({ name: this.download, blob: last });
  });
});
afterEach(() => vi.restoreAllMocks());

const table = (text: string, next?: string) =>
  new Response(text, {
    headers: { "content-type": "text/csv", ...(next && { "goodword-next": next }) },
  });

const outcomes =
  (fates: Record<number, [outcome: string, why?: string]>) => (body: Record<string, unknown>) => ({
    outcomes: (body.rows as { line: number }[]).map(({ line }) => {
      const [outcome = "added", why = null] = fates[line] ?? [];
      return { line, outcome, why };
    }),
  });

async function choose(item: string) {
  const user = visit("/users");
  await user.click(await screen.findByRole("button", { name: "CSV" }));
  await user.click(await screen.findByRole("menuitem", { name: item }));
  return user;
}

describe("exporting", () => {
  it("joins the parts of a table into one file, with the filters of the list", async () => {
    new Api({
      ...people,
      "GET /api/referrers?campaignId=1&order=newest": { items: [anaLine], next: null },
      "GET /api/referrers.csv?campaignId=1&order=newest": table("contact id\r\n1\r\n", "1"),
      "GET /api/referrers.csv?campaignId=1&order=newest&after=1": table("2\r\n"),
    });
    const user = visit("/users?campaign=1");
    await user.click(await screen.findByRole("button", { name: "CSV" }));
    await user.click(await screen.findByRole("menuitem", { name: "Export CSV" }));
    await waitFor(() => expect(kept).toHaveLength(1));
    expect(kept[0]?.name).toBe("goodword-referrers-2027-03-01.csv");
    expect(await kept[0]?.blob.text()).toBe("contact id\r\n1\r\n2\r\n");
  });

  it("goes on after a busy answer and one that breaks off", async () => {
    let asked = 0;
    const broken = () =>
      new Response(new ReadableStream({ start: (body) => body.error(new Error("lost")) }));
    new Api({
      ...people,
      "GET /api/referrers.csv?order=newest": () => {
        asked += 1;
        if (asked <= 4) return refused({ status: 503, title: "Try again in a moment" });
        return asked === 5 ? broken() : table("contact id\r\n1\r\n");
      },
    });
    await choose("Export CSV");
    await waitFor(() => expect(kept).toHaveLength(1), { timeout: 30_000 });
    expect(await kept[0]?.blob.text()).toBe("contact id\r\n1\r\n");
  });

  it("reports a failure", async () => {
    new Api({
      ...people,
      "GET /api/referrers.csv?order=newest": refused({ status: 500, title: "Goodword failed" }),
    });
    await choose("Export CSV");
    expect(await screen.findByText("Something went wrong in Goodword")).toBeVisible();
    expect(kept).toEqual([]);
  });
});

describe("importing", () => {
  const file = (content: string) => new File([content], "people.csv", { type: "text/csv" });

  it("shows columns and problems before any change, and the result of each line after it", async () => {
    const api = new Api({
      ...people,
      [IMPORT]: outcomes({ 3: ["known"], 4: ["refused", "No room for them."] }),
    });
    const user = await choose("Import CSV");
    const dialog = within(await screen.findByRole("dialog", { name: "Import users" }));
    expect(dialog.getByRole("textbox", { name: "Campaign" })).toHaveValue("Spring");
    await user.click(dialog.getByRole("button", { name: "Download a template" }));
    expect(await kept[0]?.blob.text()).toBe("contact id,first name,last name,email");

    const content = "Record ID,First name,Points\n1,Ann,9\n2,Bo,8\n3,Cy,7\nx,=Dee,6\n";
    await user.upload(dialog.getByLabelText("CSV file"), file(content));
    expect(
      await dialog.findByText("3 lines can be imported; 1 line with problems is left out."),
    ).toBeVisible();
    expect(dialog.getByText("people.csv, into Spring")).toBeVisible();
    expect(dialog.getByRole("combobox", { name: /column Record ID/ })).toHaveValue("contactId");
    expect(dialog.getByRole("combobox", { name: /column Points/ })).toHaveValue("");
    expect(dialog.getByText("“x” is not a record ID. A record ID is a number.")).toBeVisible();
    expect(api.changes).toEqual([]);

    await user.click(dialog.getByRole("button", { name: "Import 3 lines" }));
    expect(await dialog.findByRole("heading", { name: "The import is done" })).toBeVisible();
    expect(api.changes.map(({ body }) => body)).toEqual([
      {
        rows: [
          { line: 2, contactId: "1", firstName: "Ann" },
          { line: 3, contactId: "2", firstName: "Bo" },
          { line: 4, contactId: "3", firstName: "Cy" },
        ],
      },
    ]);
    const numbers = within(dialog.getByRole("region", { name: "Counts of this import" }));
    const count = (name: string) => numbers.getByText(name).nextElementSibling?.textContent;
    expect(["Added", "Already there", "Refused"].map(count)).toEqual(["1", "1", "2"]);
    expect(dialog.getByText("No room for them.")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Download these lines" }));
    expect(kept.at(-1)?.name).toBe("people-refused.csv");
    expect(await kept.at(-1)?.blob.text()).toBe(
      "Record ID,First name,Points,why\r\n3,Cy,7,No room for them.\r\n" +
        `x,"'=Dee",6,“x” is not a record ID. A record ID is a number.`,
    );
  });

  it("lets a person choose the field of each column", async () => {
    new Api(people);
    const user = await choose("Import CSV");
    const dialog = within(await screen.findByRole("dialog", { name: "Import users" }));
    await user.upload(dialog.getByLabelText("CSV file"), file("Who,Mail\n1,ann@x.example\n"));
    expect(
      await dialog.findByText(/Choose the column that has the contact's record ID/),
    ).toBeVisible();
    expect(dialog.getByRole("button", { name: /^Import/ })).toBeDisabled();
    await user.selectOptions(dialog.getByRole("combobox", { name: /column Who/ }), "Contact ID");
    expect(dialog.getByText("1 line can be imported.")).toBeVisible();
    expect(dialog.getByRole("button", { name: "Import 1 line" })).toBeEnabled();
  });

  it("waits while Goodword reserves codes, and resumes after a failure", async () => {
    let asked = 0;
    const api = new Api({
      ...people,
      [IMPORT]: (body) => {
        asked += 1;
        if (asked === 2) return refused({ status: 503, title: "Try again in a moment" });
        if (asked === 4) return refused({ status: 500, title: "Goodword failed" });
        return outcomes({})(body);
      },
    });
    const user = await choose("Import CSV");
    const dialog = within(await screen.findByRole("dialog", { name: "Import users" }));
    const lines = Array.from({ length: 600 }, (_, at) => `${at + 1}`);
    await user.upload(dialog.getByLabelText("CSV file"), file(`record id\n${lines.join("\n")}\n`));
    await user.click(await dialog.findByRole("button", { name: "Import 600 lines" }));
    expect(await dialog.findByText("Something went wrong in Goodword")).toBeVisible();
    expect(dialog.getByText("400 of 600 lines")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Continue" }));
    expect(await dialog.findByRole("heading", { name: "The import is done" })).toBeVisible();
    const firsts = api.changes.map(
      ({ body }) => (body as { rows: { line: number }[] }).rows[0]?.line,
    );
    expect(firsts).toEqual([2, 202, 202, 402, 402]);
  });

  it("stops when its page is left", async () => {
    const api = new Api({ ...people, [IMPORT]: outcomes({}) });
    const user = await choose("Import CSV");
    const dialog = within(await screen.findByRole("dialog", { name: "Import users" }));
    const lines = Array.from({ length: 2000 }, (_, at) => `${at + 1}`);
    await user.upload(dialog.getByLabelText("CSV file"), file(`record id\n${lines.join("\n")}\n`));
    await user.click(await dialog.findByRole("button", { name: "Import 2,000 lines" }));
    cleanup();
    const sent = api.changes.length;
    // The part under way is imported as a whole.
    for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
    expect(sent).toBeLessThan(10);
    expect(api.changes.length).toBeLessThanOrEqual(sent + 1);
  });

  it("needs a live campaign for users", async () => {
    new Api({ ...people, "GET /api/campaigns": { items: [{ ...spring, status: "paused" }] } });
    await choose("Import CSV");
    expect(await screen.findByText("No campaign can take users")).toBeVisible();
  });

  it("says that a file is empty", async () => {
    new Api(people);
    const user = await choose("Import CSV");
    const dialog = within(await screen.findByRole("dialog", { name: "Import users" }));
    await user.upload(dialog.getByLabelText("CSV file"), file("record id\n"));
    expect(await dialog.findByText(/has no lines after the first one/)).toBeVisible();
  });
});
