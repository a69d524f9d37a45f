import { describe, expect, it } from "vitest";
import type { Kind } from "../data/transfer/kinds";
import { partsOf } from "../data/transfer/sending";
import { fieldsOf, lacking } from "./columns";
import { judged } from "./rows";
import { sheetOf } from "./sheet";

const file = (content: BlobPart, name = "people.csv") => new File([content], name);

async function rowsOf(kind: Kind, content: BlobPart) {
  const sheet = await sheetOf(file(content));
  return judged(kind, sheet, fieldsOf(kind, sheet.head));
}

describe("a file", () => {
  it("is read in every encoding and with every delimiter that spreadsheets use", async () => {
    const latin = Uint8Array.from("Record ID;Name\r\n7;Zo\u00eb\r\n", (letter) =>
      letter.charCodeAt(0),
    );
    expect((await sheetOf(file(latin))).lines).toEqual([{ line: 2, cells: ["7", "Zoë"] }]);
    const wide = "\uFEFFRecord ID\tName\r\n7\tZoë";
    const utf16 = Uint16Array.from(wide, (letter) => letter.charCodeAt(0));
    const bytes = new Uint8Array(utf16.buffer);
    expect((await sheetOf(file(bytes))).head).toEqual(["Record ID", "Name"]);
    const quoted = '\uFEFFRecord ID,Name\n\n7,"Zoë ""Zo"",\nthe first"\n,\n8,Bo\n';
    expect((await sheetOf(file(quoted))).lines).toEqual([
      { line: 3, cells: ["7", 'Zoë "Zo",\nthe first'] },
      { line: 5, cells: ["8", "Bo"] },
    ]);
  });

  it("is read in UTF-16 of either byte order", async () => {
    const letters = Array.from("\uFEFFRecord ID,Name\n7,Zoë\n", (letter) => letter.charCodeAt(0));
    const bytes = Uint8Array.from(letters.flatMap((letter) => [letter >> 8, letter & 0xff]));
    expect((await sheetOf(file(bytes))).lines).toEqual([{ line: 2, cells: ["7", "Zoë"] }]);
  });

  it("is refused with the line where a quotation mark is open or astray, so that no line is lost", async () => {
    const open = `Record ID,Notes\n7,fine\n8,"19 inch\n9,fine\n10,fine\n`;
    await expect(sheetOf(file(open))).rejects.toMatchObject({ why: "openQuote", line: 3 });
    const stray = `Record ID,Notes\n7,fine\n8,"19" monitor\n9,fine\n`;
    await expect(sheetOf(file(stray))).rejects.toMatchObject({ line: 3 });
    const whole = `Record ID,Notes\n7,19" monitor\n`;
    expect((await sheetOf(file(whole))).lines).toHaveLength(1);
  });

  it("is refused without lines", async () => {
    for (const nothing of ["", "Record ID,Name\n", "Record ID\n\n,,\n"]) {
      await expect(sheetOf(file(nothing))).rejects.toMatchObject({ why: "empty" });
    }
  });
});

describe("columns", () => {
  it("are recognised by their names in any spelling, each field once", () => {
    const head = ["E-Mail", "Record ID - Contact", "FIRST_NAME", "surname", "Id", "Score"];
    expect(fieldsOf("referrers", head)).toEqual([
      "email",
      "contactId",
      "firstName",
      "lastName",
      null,
      null,
    ]);
    expect(lacking("referrers", ["email"])).toBe("contactId");
    expect(lacking("referrals", ["email"])).toBe("referrer");
    expect(lacking("referrals", ["code", "firstName"])).toBe("person");
    expect(lacking("referrals", ["code", "contactId"])).toBeNull();
  });

  it("are recognised in Goodword's own exports", async () => {
    const referrals =
      "id,campaign,referrer contact id,referrer name,code,first name,last name,email,contact id,status," +
      "not counted because,attribution,clicked at,referred at,decided at\r\n" +
      `"3","Spring","501","Ana Silva","K7Q2M0X49B","'=Bo","","bo@x.example","","qualified","","form","",` +
      `"2026-05-03T03:09:37.123Z","2026-06-03T03:09:37Z"\r\n`;
    expect(await rowsOf("referrals", referrals)).toMatchObject([
      {
        problem: null,
        row: {
          line: 2,
          referrerContactId: "501",
          code: "K7Q2M0X49B",
          firstName: "=Bo",
          email: "bo@x.example",
          status: "qualified",
          referredAt: "2026-05-03T03:09:37.123Z",
          decidedAt: "2026-06-03T03:09:37Z",
        },
      },
    ]);
  });
});

describe("lines", () => {
  it("are converted into the API's rows", async () => {
    const content =
      "link,friend email,status,date,qualified at\n" +
      "https://go.x.example/r/k7q2m0x49b?x=1,bo@x.example,Won,2024-02-03,2024-03-04 05:06\n" +
      "K7Q2M0X49B,cy@x.example,OPEN,2024-02-03T05:06:07+02:00,\n";
    const [bo, cy] = await rowsOf("referrals", content);
    expect(bo).toMatchObject({
      problem: null,
      row: {
        code: "k7q2m0x49b",
        status: "qualified",
        referredAt: "2024-02-03",
        decidedAt: "2024-03-04T05:06:00Z",
      },
    });
    expect(cy).toMatchObject({
      problem: null,
      row: { status: "pending", referredAt: "2024-02-03T05:06:07+02:00" },
    });
  });

  it("may name the referrer by a link in any form", async () => {
    const links = [
      "https://go.customer.example/K7Q2M0X49B",
      "https://go.x.example/r/77/ann-lee",
      "https://go.x.example/r/77/spring/K7Q2M0X49B",
    ];
    const lines = links.map((link) => `${link},bo@x.example\n`).join("");
    const rows = await rowsOf("referrals", `link,friend email\n${lines}`);
    expect(rows.map(({ problem, row }) => [problem, row.code])).toEqual(
      links.map((link) => [null, link]),
    );
  });

  it("are refused with the reason", async () => {
    const users = "contact id,email,first name\n,a@x.example,\n1.23E+11,,\nabc,,\n7,nobody,\n8,,";
    const long = "x".repeat(101);
    expect((await rowsOf("referrers", users + long)).map(({ problem }) => problem)).toEqual([
      "The contact's record ID is missing.",
      expect.stringContaining("shortened by a spreadsheet"),
      expect.stringContaining("not a record ID"),
      "“nobody” is not an e-mail address.",
      "A name is one line of at most 100 characters.",
    ]);
    const referrals =
      "code,email,status,referred at\n,bo@x.example,,\nK7Q2M0X49B,,,\nK7,bo@x.example,,\n" +
      "K7Q2M0X49B,bo@x.example,maybe,\nK7Q2M0X49B,bo@x.example,,31.05.2024\n" +
      "K7Q2M0X49B,bo@x.example,,2024-13-01\nK7Q2M0X49B,bo@x.example,,2024-02-31\n" +
      "K7Q2M0X49B,bo@x.example,,2023-02-29T10:00\nK7Q2M0X49B,bo@x.example,,2024-05-31T24:00\n" +
      "K7Q2M0X49B,bo@x.example,constructor,\n";
    expect((await rowsOf("referrals", referrals)).map(({ problem }) => problem)).toEqual([
      "The referrer is missing.",
      "The referred person is missing.",
      "“K7” is not a referral code.",
      expect.stringContaining("“maybe” is not a status"),
      expect.stringContaining("“31.05.2024” is not a time"),
      expect.stringContaining("“2024-13-01” is not a time"),
      expect.stringContaining("“2024-02-31” is not a time"),
      expect.stringContaining("“2023-02-29T10:00” is not a time"),
      expect.stringContaining("“2024-05-31T24:00” is not a time"),
      expect.stringContaining("“constructor” is not a status"),
    ]);
  });

  it("are sent in parts that fit into a request", () => {
    const rows = Array.from({ length: 401 }, (_, line) => ({ line, contactId: "7" }));
    expect(partsOf(rows).map(({ length }) => length)).toEqual([200, 200, 1]);
    const long = rows.map((row) => ({
      ...row,
      firstName: "ü".repeat(100),
      lastName: "ü".repeat(100),
    }));
    const parts = partsOf(long);
    expect(parts.flat()).toEqual(long);
    for (const part of parts) {
      expect(new TextEncoder().encode(JSON.stringify({ rows: part })).length).toBeLessThan(65_536);
    }
  });
});
