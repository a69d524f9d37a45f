// Fails if the API's description is not valid OpenAPI. openapi-typescript ignores many faults.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  BaseResolver,
  createConfig,
  lintDocument,
  makeDocumentFromString,
} from "@redocly/openapi-core";

const file = join(import.meta.dirname, "..", "openapi.json");
const { styleguide } = await createConfig({ extends: ["spec"] });
const problems = await lintDocument({
  document: makeDocumentFromString(readFileSync(file, "utf8"), file),
  config: styleguide,
  externalRefResolver: new BaseResolver(),
});
for (const { message, location } of problems) {
  console.error(`${location.map(({ pointer }) => pointer).join(", ")}: ${message}`);
}
process.exitCode = problems.length === 0 ? 0 : 1;
