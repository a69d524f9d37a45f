/**
 * The part of HubSpot's extension point that the card uses. It is the same on a tab and in the
 * sidebar.
 */
import type { ExtensionPointApi } from "@hubspot/ui-extensions";

type Api = ExtensionPointApi<"crm.record.tab">;

export type Layout = "tab" | "sidebar";

export interface Host {
  layout: Layout;
  context: Pick<Api["context"], "crm" | "user" | "variables">;
  actions: Pick<Api["actions"], "addAlert" | "copyTextToClipboard" | "refreshObjectProperties">;
}

/** Returns the origin of Goodword's backend from the upload's profile, or null if it has none. */
export function apiOriginOf(context: Host["context"]): string | null {
  const value = context.variables?.apiOrigin;
  if (typeof value !== "string" || !/^https?:\/\//.test(value)) {
    return null;
  }
  try {
    return new URL(value).origin;
  } catch {
    return null;
  }
}
