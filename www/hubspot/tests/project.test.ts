/**
 * The project as `hs project upload` reads it: translated by HubSpot's own parser, then compared
 * with the documentation of the component schemas, because HubSpot shows the schemas themselves
 * only to signed-in accounts.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { getAllHsProfiles, validateProfileVariables } from "@hubspot/project-parsing-lib/profiles";
import { isKnownPlatformVersion } from "@hubspot/project-parsing-lib/projects";
import { translate } from "@hubspot/project-parsing-lib/translate";
import { validateUid } from "@hubspot/project-parsing-lib/uid";
import { describe, expect, it } from "vitest";

const folder = new URL("../", import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, folder), "utf8"));

const project = json("hsproject.json");
const source = new URL(`${project.srcDir}/`, folder);
const context = {
  projectSourceDir: fileURLToPath(source),
  platformVersion: project.platformVersion,
};
const profiles = await getAllHsProfiles(context.projectSourceDir);

/** Returns the components by uid, translated with one profile. */
async function componentsWith(profile: string) {
  const translated = await translate(context, { skipValidation: true, profile });
  expect(translated.skippedHsMetaFiles).toEqual([]);
  return translated.intermediateRepresentation.intermediateNodesIndexedByUid;
}

describe("the project", () => {
  it("has a platform version that HubSpot's parser knows", () => {
    expect(project.platformVersion).toBe("2026.09");
    expect(isKnownPlatformVersion(project.platformVersion)).toBe(true);
  });

  it("has profiles, all with the same variables", () => {
    expect(profiles.sort()).toEqual(["development", "production"]);
    const variables = profiles.map((name) => json(`src/hsprofile.${name}.json`).variables);
    for (const each of variables) {
      expect(Object.keys(each)).toEqual(Object.keys(variables[0]));
      expect(validateProfileVariables(each, "hsprofile").errors).toEqual([]);
    }
  });
});

describe.each(profiles)("with the profile %s", (profile) => {
  const { apiOrigin } = json(`src/hsprofile.${profile}.json`).variables;

  it("consists of the app and its two cards, with fixed names", async () => {
    const components = await componentsWith(profile);
    expect(Object.keys(components).sort()).toEqual([
      "goodword_app",
      "goodword_card_sidebar",
      "goodword_card_tab",
    ]);
    for (const uid of Object.keys(components)) {
      expect(validateUid(uid)).toBeUndefined();
    }
    expect(JSON.stringify(components)).not.toContain("${");
  });

  it("describes a marketplace app that asks for the scopes it uses and no more", async () => {
    const { componentType, config } = (await componentsWith(profile)).goodword_app ?? {};
    expect(componentType).toBe("APPLICATION");
    expect(config).toMatchObject({
      name: expect.stringMatching(/^\S.{0,198}\S$/),
      distribution: "marketplace",
      auth: {
        type: "oauth",
        redirectUrls: [`${apiOrigin}/hubspot/oauth/callback`],
        requiredScopes: [
          "oauth",
          "crm.objects.contacts.read",
          "crm.objects.contacts.write",
          "crm.schemas.contacts.write",
        ],
        optionalScopes: ["crm.lists.read", "crm.objects.deals.read"],
        conditionallyRequiredScopes: [],
      },
      permittedUrls: { fetch: [apiOrigin], iframe: [], img: [] },
    });
  });

  it("names only addresses that HubSpot accepts", async () => {
    const { config } = (await componentsWith(profile)).goodword_app ?? {};
    const addresses = JSON.stringify(config).match(/https?:[^"]+/g) ?? [];
    expect(addresses.length).toBeGreaterThanOrEqual(4);
    for (const address of addresses) {
      const { protocol, hostname } = new URL(address);
      expect(protocol).toBe("https:");
      expect(hostname).not.toMatch(/^localhost$|^[\d.]+$/);
    }
    // The card appends its paths to the origin.
    expect(new URL(apiOrigin).origin).toBe(apiOrigin);
  });

  it("has a logo that the marketplace accepts", async () => {
    const { config } = (await componentsWith(profile)).goodword_app ?? {};
    const logo = readFileSync(new URL((config as { logo: string }).logo, source));
    // A PNG begins with its signature, and its first chunk contains width and height.
    expect(logo.subarray(1, 4).toString()).toBe("PNG");
    expect([logo.readUInt32BE(16), logo.readUInt32BE(20)]).toEqual([800, 800]);
  });

  it.each([
    ["goodword_card_tab", "crm.record.tab", "ReferralTab"],
    ["goodword_card_sidebar", "crm.record.sidebar", "ReferralSidebar"],
  ])("places %s at %s on contacts", async (uid, location, entry) => {
    const card = (await componentsWith(profile))[uid];
    expect(card).toMatchObject({
      componentType: "CARD",
      componentDeps: { app: "goodword_app" },
      config: {
        name: "Referrals",
        location,
        entrypoint: `/app/cards/${entry}.tsx`,
        objectTypes: ["contacts"],
      },
    });
    const { previewImage } = Object(card?.config);
    const previewFile = new URL(previewImage.file, new URL("app/cards/", source));
    expect(statSync(previewFile).size).toBeLessThan(5_000_000);
    const entrypoint = new URL(`app/cards/${entry}.tsx`, source);
    expect(existsSync(entrypoint)).toBe(true);
    // HubSpot's build looks for this import, and warns that the card will not render without it.
    const code = readFileSync(entrypoint, "utf8");
    expect(code).toMatch(/import \{ hubspot \} from "@hubspot\/ui-extensions"/);
    expect(code).toContain(`hubspot.extend<"${location}">`);
  });
});

describe("the cards' package", () => {
  const { dependencies } = json("src/app/cards/package.json");

  it("lists all imports of the cards, because HubSpot builds them from it alone", () => {
    const cards = new URL("src/app/cards/", folder);
    const sources = readdirSync(cards, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.tsx?$/.test(path) && !path.includes("node_modules"))
      .map((path) => readFileSync(new URL(path, cards), "utf8"));
    const imported = sources.flatMap((code) => [...code.matchAll(/from "([^".][^"]*)"/g)]);
    const packages = new Set(imported.map(([, name]) => name));
    expect(packages).toEqual(new Set(["@hubspot/ui-extensions", "react", "valibot"]));
    for (const name of packages) {
      expect(dependencies).toHaveProperty([String(name)]);
    }
  });

  it("names the exact versions that HubSpot runs", () => {
    expect(dependencies).toMatchObject({ react: "18.3.1", "@hubspot/ui-extensions": "0.17.0" });
    for (const version of Object.values(dependencies)) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });
});
