import { expect, it } from "vitest";
import { Api } from "../testing/api";
import { spring } from "../testing/examples";
import { create } from "./client";

it("a wish whose answer cannot be read is repeated as the same wish", async () => {
  const keys: (string | null)[] = [];
  new Api({
    "POST /api/campaigns": (_, headers) => {
      keys.push(headers.get("idempotency-key"));
      return keys.length === 1 ? new Response("<!doctype html>", { status: 201 }) : spring;
    },
  });
  const wish = () =>
    create("POST /api/campaigns", {
      body: { name: "Spring", destination: "https://shop.example/" },
    });
  await expect(wish()).rejects.toMatchObject({ kind: "unreadable" });
  await wish();
  await wish();
  expect(keys[0]).toBe(keys[1]);
  expect(keys[2]).not.toBe(keys[1]);
});
