// Serves the built Worker on this machine: workerd under Miniflare, as `wrangler dev` runs it, but without wrangler's
// bundler and the second workerd of its proxy. Both cost seconds of CPU for each start.
//
// Takes the name of a JSON file: see `Served` in `worker.ts`.

import { readFileSync } from "node:fs";
import { wranglersMiniflare } from "./miniflare.mjs";

const { host, port, state, options } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { convertV4MiniflareOptions, Log, LogLevel, Miniflare } = wranglersMiniflare();

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host,
    port,
    resourcePersistencePath: state,
    cf: false,
    log: new Log(LogLevel.WARN),
    // Each line would be a request of its own, from workerd to this process.
    logRequests: false,
    telemetry: { enabled: false },
    unsafeTriggerHandlers: true,
    workers: [options],
  }),
);

process.once("SIGTERM", async () => {
  await miniflare.dispose();
  process.exit(0);
});

await miniflare.ready;
