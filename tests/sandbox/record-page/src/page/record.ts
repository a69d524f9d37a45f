/**
 * The record that the server put into the page. It is parsed strictly: without it no card is drawn.
 */
import type { CardContext, Location } from "../protocol";

export interface RecordData {
  portalId: number;
  contactId: number;
  objectTypeId: string;
  appId: number | string;
  user: { id: number; email: string; firstName: string; lastName: string; locale: string };
  variables: Record<string, string | number | boolean>;
  fetchEndpoint: string;
}

export function parseRecord(text: string): RecordData {
  const raw = asObject(JSON.parse(text), "record");
  const user = asObject(raw.user, "user");
  return {
    portalId: asNumber(raw.portalId, "portalId"),
    contactId: asNumber(raw.contactId, "contactId"),
    objectTypeId: asText(raw.objectTypeId, "objectTypeId"),
    appId: typeof raw.appId === "number" ? raw.appId : asText(raw.appId, "appId"),
    user: {
      id: asNumber(user.id, "user.id"),
      email: asText(user.email, "user.email"),
      firstName: asText(user.firstName ?? "", "user.firstName"),
      lastName: asText(user.lastName ?? "", "user.lastName"),
      locale: asText(user.locale ?? navigator.language, "user.locale"),
    },
    variables: asVariables(raw.variables ?? {}),
    fetchEndpoint: asText(raw.fetchEndpoint, "fetchEndpoint"),
  };
}

export function contextOf(record: RecordData, location: Location): CardContext {
  const { user } = record;
  return {
    location,
    portal: {
      id: record.portalId,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    user: {
      ...user,
      emails: [user.email],
      language: new Intl.Locale(user.locale.replaceAll("_", "-")).language,
      roles: [],
      teams: [],
      permissions: [],
    },
    crm: { objectId: record.contactId, objectTypeId: record.objectTypeId },
    variables: record.variables,
    extension: { appId: record.appId, appName: "Goodword", cardTitle: "Referrals" },
  };
}

function asObject(value: unknown, name: string): { [key: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`${name} is not an object`);
  }
  return { ...value };
}

function asText(value: unknown, name: string): string {
  if (typeof value !== "string") {
    throw new TypeError(`${name} is not a text`);
  }
  return value;
}

/** HubSpot writes an id as a number in some places and as a text in others. */
function asNumber(value: unknown, name: string): number {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isSafeInteger(number)) {
    throw new TypeError(`${name} is not a whole number`);
  }
  return number;
}

function asVariables(value: unknown): Record<string, string | number | boolean> {
  const variables: Record<string, string | number | boolean> = {};
  for (const [name, variable] of Object.entries(asObject(value, "variables"))) {
    if (!["string", "number", "boolean"].includes(typeof variable)) {
      throw new TypeError(`variables.${name} is neither text, number nor boolean`);
    }
    variables[name] = variable as string | number | boolean;
  }
  return variables;
}
