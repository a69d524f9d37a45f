// Copies the API's description beside the pages, so that it is served at /api/openapi.json.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const dashboard = join(import.meta.dirname, "..");
const place = join(dashboard, "dist", "api");
mkdirSync(place, { recursive: true });
copyFileSync(join(dashboard, "openapi.json"), join(place, "openapi.json"));
