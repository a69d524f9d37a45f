/**
 * The globals that `@hubspot/ui-extensions` and HubSpot's build expect in an extension worker.
 *
 * HubSpot's build leaves React and remote-ui out of a card's bundle and takes them from these
 * names, so that card and host share one React.
 */
import { createRemoteRoot, type RemoteChannel } from "@remote-ui/core";
import * as RemoteUI from "@remote-ui/react";
import * as React from "react";
import type { CardContext, Page } from "../protocol";
import { hubspotFetch } from "./hubspotFetch";

interface CardApi {
  context: CardContext;
  actions: Record<string, unknown>;
  runServerlessFunction: () => Promise<never>;
}

export function provideGlobals(
  scope: object,
  context: CardContext,
  receive: RemoteChannel,
  page: Page,
): void {
  const api: CardApi = {
    context,
    actions: actionsOf(page),
    runServerlessFunction: notHere("runServerlessFunction"),
  };
  const log = (level: string) => (data: unknown) => page.log(level, String(data));

  Object.assign(scope, {
    __HUBSPOT_EXTENSION_WORKER__: true,
    React,
    RemoteUI,
    extend_V2: (renderCard: (api: CardApi) => React.ReactElement) => {
      const root = createRemoteRoot(receive);
      RemoteUI.createRoot(root).render(renderCard(api));
      root.mount();
    },
    hsFetch: hubspotFetch(page),
    serverless: notHere("serverless"),
    logger: { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") },
    hsWorkerAPI: {
      useExtensionContext: () => api.context,
      useExtensionActions: () => api.actions,
      useExtensionApi: () => api,
      useAppPageLocation: () => ({ path: "/", params: {} }),
      fetchCrmProperties: notHere("fetchCrmProperties"),
      fetchCrmSearch: notHere("fetchCrmSearch"),
      fetchAssociations: notHere("fetchAssociations"),
      fetchHubSpotApi: notHere("fetchHubSpotApi"),
      formatCrmProperties: notHere("formatCrmProperties"),
    },
  });
}

function actionsOf(page: Page): Record<string, unknown> {
  return {
    addAlert: page.addAlert,
    copyTextToClipboard: page.copyTextToClipboard,
    reloadPage: page.reloadPage,
    refreshObjectProperties: page.refreshObjectProperties,
    fetchCrmObjectProperties: page.fetchCrmObjectProperties,
    onCrmPropertiesUpdate: () => page.notOffered("onCrmPropertiesUpdate"),
    openIframeModal: () => page.notOffered("openIframeModal"),
    navigateToPage: () => page.notOffered("navigateToPage"),
    closeOverlay: () => page.notOffered("closeOverlay"),
  };
}

function notHere(name: string): () => Promise<never> {
  return () => Promise.reject(new Error(`${name} is not offered by this record page`));
}
