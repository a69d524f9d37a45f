// Serves the built Worker: workerd under Miniflare, as in `wrangler dev`, but without wrangler's bundler and the second
// workerd of its proxy. Those two cost seconds of CPU for each start.
//
// The only argument is the path of a JSON file: see `Served` in `worker.ts`.

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
    // Each line would cost a request from workerd to this process.
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
