// The cost of following a link: the test counts the reads of the link index. The Worker here has no other binding.

import { afterAll, beforeAll, expect, test } from "vitest";
import { BareLinks } from "../src/bare-links.ts";
import { visitHost } from "../src/own-host.ts";

const HOST = "go.example.com";
const CODE = "0000000000";
const OTHERS = "0001000000";
let links: BareLinks;

beforeAll(async () => {
  links = await BareLinks.start();
  const block = (campaign: number, hosts: string[]) =>
    JSON.stringify({
      ...{ portal: "77", campaign, hosts, status: "live" },
      ...{ before: "https://shop.example.com/?ref=", behind: "", slots: "0000l" },
    });
  await links.put("block/0", block(3, [HOST]));
  await links.put("block/8", block(4, []));
  await links.put(`host/${HOST}`, "77");
  await links.put("host/gone.example.com", "");
  await links.put("slug/77/ana", `code ${CODE}`);
  await links.put("slug/77/spring", "campaign 3 live https://shop.example.com/spring");
  await links.put("slug/78/spring", "campaign 3 live https://shop.example.com/spring");
});

afterAll(() => links?.stop());

const LED = `302 https://shop.example.com/?ref=${CODE}`;
const OWN = "localhost";
/** Whether the destination is a link domain, too. Links from there could lead back here. */
const SHOP = "host/shop.example.com";
const slug = (name: string) => `slug/77/${name}`;

test.each<[host: string, path: string, answer: string, read: string[]]>([
  [OWN, `/r/${CODE}`, LED, ["block/0"]],
  [OWN, `/r/${CODE.toLowerCase()}/?utm=x`, `${LED}&utm=x`, ["block/0"]],
  [HOST, `/${CODE}`, LED, ["block/0", SHOP]],
  [HOST, `/r/${CODE}`, LED, ["block/0", SHOP]],
  ["other.example.com", `/${CODE}`, "404", ["block/0"]],
  [HOST, `/${OTHERS}`, "404", ["block/8"]],
  [OWN, "/r/77/ana", LED, [slug("ana"), "block/0"]],
  [OWN, "/r/78/ana", "404", ["slug/78/ana"]],
  [HOST, "/ana", LED, [`host/${HOST}`, slug("ana"), "block/0", SHOP]],
  [HOST, "/ANA/", LED, [`host/${HOST}`, slug("ana"), "block/0", SHOP]],
  ["gone.example.com", "/ana", "404", ["host/gone.example.com"]],
  [HOST, "/nobody", "404", [`host/${HOST}`, slug("nobody")]],
  [HOST, "/spring", "302 https://shop.example.com/spring", [`host/${HOST}`, slug("spring"), SHOP]],
  [HOST, "/spring/ana", LED, [`host/${HOST}`, slug("spring"), slug("ana"), "block/0", SHOP]],
  [OWN, `/r/77/spring/${CODE}`, LED, [slug("spring"), "block/0"]],
  [OWN, `/r/77/spring/${OTHERS}`, "404", [slug("spring"), "block/8"]],
  [OWN, `/r/78/spring/${CODE}`, "404", ["slug/78/spring", "block/0"]],
  [HOST, "/ana/spring", "404", [`host/${HOST}`, slug("ana")]],
  [HOST, "/", "200", []],
  [HOST, "/wp-login.php", "404", []],
  [HOST, "/api/session", "404", [`host/${HOST}`, slug("api")]],
  [OWN, "/r/ana", "404", []],
])("%s%s answers %s", async (host, path, wanted, read) => {
  await links.read();
  const named = host === OWN ? new URL(links.origin).host : host;
  const { status, headers } = await visitHost(links.origin, named, path);
  const answer = headers.location ? `${status} ${headers.location}` : String(status);
  expect(answer).toBe(wanted);
  expect(await links.read()).toEqual(read);
});
