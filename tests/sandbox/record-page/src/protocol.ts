/**
 * What the page and the sandboxed worker say to each other. Everything here crosses a message channel:
 * plain data, and functions that the channel turns into calls back.
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

/** What a card can ask of the page it stands on. */
export interface PageActions {
  addAlert(alert: Alert): void;
  copyTextToClipboard(text: string): Promise<void>;
  reloadPage(): void;
  refreshObjectProperties(): void;
  fetchCrmObjectProperties(names: string[] | "*"): Promise<Record<string, string>>;
  /** Anything else of HubSpot's that this page does not do: it says so, visibly. */
  notOffered(name: string): void;
}

export interface Page extends PageActions {
  hubspotFetch(request: FetchRequest): Promise<FetchAnswer>;
  log(level: string, data: string): void;
  crashed(message: string): void;
}

/** What the worker does for the page. */
export interface CardWorker {
  start(card: { script: string; context: CardContext }, receive: RemoteChannel, page: Page): void;
}

/** The one message that is not part of the call protocol: it hands the worker its end of the channel. */
export interface Handshake {
  port: MessagePort;
}
