/**
 * Keeps the order of the rooms. A room is a folder of `src`; a file outside of any folder is a room by itself.
 */
import { describe, expect, it } from "vitest";

/** The rooms from the ground up. A room uses its own files and the rooms below it, never its neighbours. */
const FLOORS = [
  // The words on screen; the addresses of the screens.
  ["text", "places"],
  // Components and helpers that know no resource of the API.
  ["ui"],
  // The API client, its types, and the queries by resource.
  ["data"],
  // Areas, from those that others show to those that show others.
  ["charts", "hubspot", "links", "transfer"],
  ["referrals", "runs"],
  ["users", "syncs"],
  ["campaigns", "settings", "wizard"],
  // The frame around the screens, and the way to each of them.
  ["app"],
  ["main"],
];

/** Only tests use it, and it shows the whole dashboard. */
const TESTING = "testing";

/** Only `data` calls the API. */
const API = ["data/client", "data/refusals", "data/idempotency"];

const files: Record<string, string> = import.meta.glob(["./**/*.{ts,tsx}", "!./**/*.d.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

interface Import {
  from: string;
  to: string;
}

const plain = (path: string): string => path.replace(/^\.\//, "").replace(/\.tsx?$/, "");

const roomOf = (path: string): string => path.split("/")[0] ?? path;

const floorOf = (room: string): number => FLOORS.findIndex((rooms) => rooms.includes(room));

const isTest = (path: string): boolean => path.endsWith(".test") || roomOf(path) === TESTING;

const known = new Set(Object.keys(files).map(plain));

/** Finds the file that an import names, as seen from the file that has the import. */
function fileOf(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  const path = parts.join("/");
  return known.has(`${path}/index`) ? `${path}/index` : path;
}

function importsOf(path: string, content: string): Import[] {
  const from = plain(path);
  const found = content.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]*)"/g);
  return [...found].map(([, specifier = ""]) => ({ from, to: fileOf(from, specifier) }));
}

const imports = Object.entries(files).flatMap(([path, content]) => importsOf(path, content));

/** Says why an import breaks the order of the rooms; `null` where it does not. */
function fault({ from, to }: Import): string | null {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (isTest(from)) return null;
  if (there === TESTING) return "is only for tests";
  if (API.includes(to) && here !== "data") return "is only for data";
  if (here === there) return null;
  if (floorOf(here) > floorOf(there)) return null;
  return `is not below ${here}`;
}

/** Finds a circle of files that import each other, as the names on the way around. */
function circle(edges: readonly Import[]): string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const to of next.get(file) ?? []) {
      const found = walk(to, [...way, file]);
      if (found) return found;
    }
    done.add(file);
    return null;
  };
  for (const file of next.keys()) {
    const found = walk(file, []);
    if (found) return found;
  }
  return null;
}

describe("the rooms of the dashboard", () => {
  it("are all named in the list of floors", () => {
    const rooms = [...known].filter((path) => !isTest(path)).map(roomOf);
    expect([...new Set(rooms)].filter((room) => floorOf(room) === -1)).toEqual([]);
  });

  it("use only the rooms below them", () => {
    const faults = imports.flatMap((each) => {
      const why = fault(each);
      return why ? [`${each.from} imports ${each.to}, which ${why}`] : [];
    });
    expect(faults).toEqual([]);
  });

  it("have no files that import each other in a circle", () => {
    expect(circle(imports)).toBeNull();
  });

  it("are checked for every form of import", () => {
    const content = `
      import type { A } from "../app/Frame";
      import "./a.module.css";
      const Lazy = lazy(() => import("../testing/api"));
    `;
    const found = importsOf("./users/Page.tsx", content);
    expect(found.map(({ to }) => to)).toEqual(["app/Frame", "users/a.module.css", "testing/api"]);
    expect(found.map(fault)).toEqual(["is not below users", null, "is only for tests"]);
    expect(fault({ from: "ui/Page", to: "data/types" })).toBe("is not below ui");
    expect(fault({ from: "users/filters", to: "data/client" })).toBe("is only for data");
    expect(fault({ from: "users/filters", to: "syncs/audience" })).toBe("is not below users");
    const around = [
      { from: "a", to: "b" },
      { from: "b", to: "c" },
      { from: "c", to: "b" },
    ];
    expect(circle(around)).toEqual(["b", "c", "b"]);
  });
});
