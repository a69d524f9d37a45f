// Links as people receive them, the parameters that visitors bring, and files that are not there.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Admin } from "../src/admin.ts";
import { eventually } from "../src/eventually.ts";
import { visitHost } from "../src/own-host.ts";
import { World } from "../src/world.ts";

const HOST = "go.northwind.example";

interface Referrer {
  code: string;
}

let world: World;
let admin: Admin;
let campaign: number;
let code: string;

beforeAll(async () => {
  world = await World.start({ contacts: 2 });
  admin = await world.visitor().connect();
  const { id } = await admin.change<{ id: number }>("POST", "/api/campaigns", {
    name: "Spring",
    destination: "https://shop.example.com/welcome?utm_source=own&page=1#top",
  });
  campaign = id;
  await admin.finished(await admin.startSync(id));
  const { items } = await admin.get<{ items: Referrer[] }>("/api/referrers");
  code = items[0]?.code ?? "";
});

afterAll(() => world?.stop());

async function led(target: string): Promise<string> {
  const { status, headers } = await fetch(`${world.worker.origin}${target}`, {
    redirect: "manual",
  });
  return `${status} ${headers.get("location") ?? ""}`.trim();
}

test("a code works in every form in which people receive it", async () => {
  const there = `302 https://shop.example.com/welcome?utm_source=own&page=1&ref=${code}#top`;
  const grouped = `${code.slice(0, 5)}-${code.slice(5)}`;
  await eventually(
    () => led(`/r/${code}`),
    (answer) => answer === there,
  );
  for (const form of [
    `${code}.`,
    `${code},`,
    `${code})`,
    `${code}%20`,
    `${code}%E2%80%8B`,
    grouped,
    code.toLowerCase(),
    `${code}/`,
  ]) {
    for (const prefix of ["/r/", "/R/"]) {
      expect(await led(`${prefix}${form}`), `${prefix}${form}`).toBe(there);
    }
  }
});

test("a visitor's parameters reach the destination, also through the hosted page", async () => {
  const brought = "utm_source=mail&lang=fr&thanks=1&tag=a&tag=b%20c&ref=me&empty=&odd=%zz&plus=1+1";
  const expected = `https://shop.example.com/welcome?page=1&ref=${code}&utm_source=mail&lang=fr&thanks=1&tag=a&tag=b%20c&empty=&odd=%zz&plus=1+1#top`;
  expect(await led(`/r/${code}?${brought}`)).toBe(`302 ${expected}`);
  expect(await led(`/r/${code}&utm_source=mail`)).toBe(
    `302 https://shop.example.com/welcome?page=1&ref=${code}&utm_source=mail#top`,
  );

  const terms = { leadsTo: "hostedPage" };
  await admin.change("PATCH", `/api/campaigns/${campaign}`, { terms });
  const page = await eventually(
    () => led(`/r/${code}?${brought}`),
    (answer) => answer.includes("/join/"),
  );
  expect(page).toBe(
    `302 /join/${code}?utm_source=mail&lang=fr&thanks=1&tag=a&tag=b%20c&empty=&odd=%zz&plus=1+1`,
  );
  const target = page.slice("302 ".length);
  const form = await (await fetch(`${world.worker.origin}${target}`)).text();
  const escaped = target.split("?")[1]?.replaceAll("&", "&#38;");
  expect(form).toContain(`action="/join/${code}?gw-lang=en&#38;${escaped}"`);
  const thanks = await fetch(`${world.worker.origin}${target}&gw-thanks`);
  expect((await thanks.text()).replaceAll("&#38;", "&")).toContain(`href="${expected}"`);
  for (const form of [`${code}.`, code.toLowerCase(), `${code}%20`]) {
    expect(await led(`/Join/${form}`), form).toBe("200");
  }
});

test("a file that is missing is not found under every host, and no page is immutable", async () => {
  for (const path of ["/assets/missing.js", "/assets/index-00000000.css", "/assets/"]) {
    const shared = await fetch(`${world.worker.origin}${path}`, {
      headers: { accept: "text/html" },
    });
    expect(shared.status, path).toBe(404);
    expect(shared.headers.get("cache-control") ?? "", path).not.toContain("immutable");
    const own = await visitHost(world.worker.origin, HOST, path, {});
    expect(own.status, path).toBe(404);
  }
  for (const path of ["/", "/campaigns/1", "/settings"]) {
    const page = await fetch(`${world.worker.origin}${path}`, { headers: { accept: "text/html" } });
    expect(page.status, path).toBe(200);
    expect(await page.text(), path).toContain("<div id=");
    expect(page.headers.get("cache-control") ?? "", path).not.toContain("immutable");
    expect(page.headers.get("strict-transport-security"), path).toBe("max-age=31536000");
  }
});

test("a host beyond ASCII is taken as its punycode form", async () => {
  const { destination } = await admin.change<{ destination: string }>("POST", "/api/campaigns", {
    name: "Bücher",
    destination: "https://BÜCHER.example/ü",
  });
  expect(destination).toBe("https://xn--bcher-kva.example/%C3%BC");
});
