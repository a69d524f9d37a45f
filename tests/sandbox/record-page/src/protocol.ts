/**
 * The messages between the page and the sandboxed worker. Everything here crosses a message
 * channel: plain data, and functions that the channel turns into calls back.
 */
import type { RemoteChannel } from "@remote-ui/core";

export type Location = "crm.record.tab" | "crm.record.sidebar";

/** HubSpot's context object for a card on a CRM record. */
export interface CardContext {
  location: Location;
  portal: { id: number; timezone: string };
  user: {
    id: number;
    email: string;
    emails: string[];
    firstName: string;
    lastName: string;
    locale: string;
    language: string;
    roles: string[];
    teams: never[];
    permissions: never[];
  };
  crm: { objectId: number; objectTypeId: string };
  variables: Record<string, string | number | boolean>;
  extension: { appId: number | string; appName: string; cardTitle: string };
}

export interface FetchRequest {
  url: string;
  method: string;
  body?: unknown;
  headers?: Record<string, string>;
  timeout?: number;
}

export interface FetchAnswer {
  status: number;
  body: string;
}

export type Alert = { type?: string; title?: string; message: string };

/** The actions that a card can request from its page. */
export interface PageActions {
  addAlert(alert: Alert): void;
  copyTextToClipboard(text: string): Promise<void>;
  reloadPage(): void;
  refreshObjectProperties(): void;
  fetchCrmObjectProperties(names: string[] | "*"): Promise<Record<string, string>>;
  /** Any other action of HubSpot's. The page shows that it does not support it. */
  notOffered(name: string): void;
}

export interface Page extends PageActions {
  hubspotFetch(request: FetchRequest): Promise<FetchAnswer>;
  log(level: string, data: string): void;
  crashed(message: string): void;
}

/** The calls of the page to the worker. */
export interface CardWorker {
  start(card: { script: string; context: CardContext }, receive: RemoteChannel, page: Page): void;
}

/** The one message outside of the call protocol: it passes the worker its end of the channel. */
export interface Handshake {
  port: MessagePort;
}
