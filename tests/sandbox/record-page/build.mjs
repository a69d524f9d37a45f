/**
 * Builds the record page, and the card bundles that it hosts, in the same way as HubSpot's own
 * build.
 *
 * A card's bundle is the entrypoint of its hsmeta file, as one script that takes React and
 * remote-ui from globals. The host consists of a page script, its style sheet, and the worker in
 * which the cards run.
 */
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = new URL("./", import.meta.url);
const repository = new URL("../../../", here);
const projectSource = new URL("www/hubspot/src/", repository);
const path = (url) => fileURLToPath(url);

const common = {
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
};

/**
 * The modules that HubSpot's build leaves out of a card's bundle, and the globals that replace
 * them.
 */
const HOST_GLOBALS = { react: "React", "@remote-ui/react": "RemoteUI" };

const takenFromHost = {
  name: "taken-from-host",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(react|@remote-ui\/react)$/ }, ({ path }) => ({
      path,
      namespace: "host",
    }));
    onLoad({ filter: /.*/, namespace: "host" }, ({ path }) => ({
      contents: `module.exports = self.${HOST_GLOBALS[path]};`,
    }));
  },
};

/** Builds everything into `target/record-page` at the repository's root, or into `outdir`. */
export async function buildRecordPage(outdir = path(new URL("target/record-page/", repository))) {
  await rm(outdir, { recursive: true, force: true });
  await build({
    ...common,
    entryPoints: [path(new URL("src/page/record-page.ts", here))],
    outdir,
  });
  await build({
    ...common,
    entryPoints: [path(new URL("src/worker/card-worker.ts", here))],
    outdir,
  });
  for (const { location, entrypoint } of await cards()) {
    await build({
      ...common,
      entryPoints: [{ in: entrypoint, out: `card-${location.split(".").at(-1)}` }],
      jsx: "automatic",
      plugins: [takenFromHost],
      outdir,
    });
  }
  return outdir;
}

async function cards() {
  const folder = new URL("app/cards/", projectSource);
  const metaFiles = (await readdir(folder)).filter((name) => name.endsWith("-hsmeta.json"));
  return Promise.all(
    metaFiles.map(async (name) => {
      const { config } = JSON.parse(await readFile(new URL(name, folder), "utf8"));
      return {
        location: config.location,
        // An entrypoint is relative to the project's source folder, with a leading slash.
        entrypoint: path(new URL(`.${config.entrypoint}`, projectSource)),
      };
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outdir = await buildRecordPage();
  for (const name of (await readdir(outdir)).sort()) {
    const file = `${outdir}/${name}`;
    const { size } = await stat(file);
    const gzipped = gzipSync(await readFile(file)).length;
    console.log(`${name}: ${size} bytes, ${gzipped} gzipped`);
  }
}
