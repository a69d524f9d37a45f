// A user of HubSpot who works with lists and properties in the app. The sandbox has no pages for them, so an
// integration that may do everything does the work through the API.

import type { Sandbox } from "./sandbox.ts";

export interface ListInHubspot {
  listId: string;
  name: string;
}

export class AppUser {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** Creates a list with these members. A person adds and removes them. */
  async staticList(name: string, members: string[]): Promise<ListInHubspot> {
    const list = await this.#list({ name, processingType: "MANUAL" });
    await this.join(list, members);
    return list;
  }

  /** Creates a list that holds every contact with this value. */
  activeList(name: string, property: string, value: string): Promise<ListInHubspot> {
    const operation = {
      operationType: "MULTISTRING",
      operator: "IS_EQUAL_TO",
      values: [value],
    };
    const all = {
      filterBranchType: "AND",
      filterBranches: [],
      filters: [{ filterType: "PROPERTY", property, operation }],
    };
    return this.#list({
      name,
      processingType: "DYNAMIC",
      filterBranch: { filterBranchType: "OR", filterBranches: [all], filters: [] },
    });
  }

  async join({ listId }: ListInHubspot, members: string[]): Promise<void> {
    await this.#call("PUT", `/crm/lists/2026-03/${listId}/memberships/add`, members);
  }

  async leave({ listId }: ListInHubspot, members: string[]): Promise<void> {
    await this.#call("PUT", `/crm/lists/2026-03/${listId}/memberships/remove`, members);
  }

  async removeProperty(name: string): Promise<void> {
    await this.#call("DELETE", `/crm/properties/2026-03/contacts/${name}`);
  }

  async property(name: string, label: string): Promise<void> {
    await this.#call("POST", "/crm/properties/2026-03/contacts", {
      name,
      label,
      groupName: "contactinformation",
      type: "string",
      fieldType: "text",
    });
  }

  async #list(list: object): Promise<ListInHubspot> {
    const made = await this.#call<{ list: ListInHubspot }>("POST", "/crm/lists/2026-03", {
      objectTypeId: "0-1",
      ...list,
    });
    return made.list;
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const { url, access_token } = this.#sandbox.account;
    const answer = await fetch(url + path, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: { "content-type": "application/json", authorization: `Bearer ${access_token}` },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
