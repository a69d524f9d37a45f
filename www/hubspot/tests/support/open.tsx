/** Opens a contact record with the card on it, in HubSpot's own test renderer. */
import { Button, LoadingButton } from "@hubspot/ui-extensions";
import {
  createRenderer,
  isRenderedElementNode,
  isRenderedTextNode,
  type RenderedNode,
} from "@hubspot/ui-extensions/testing";
import { expect, vi } from "vitest";
import type { Layout } from "../../src/app/cards/referrals/host";
import { ReferralCard } from "../../src/app/cards/referrals/ReferralCard";
import { ORIGIN } from "./answers";

/** React draws in later tasks, and a busy machine may delay them. */
export function eventually<T>(check: () => T): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 });
}

/** Moves the clock step by step until the check passes. */
export function inTime(stepMs: number, check: () => void): Promise<void> {
  return eventually(() => {
    vi.advanceTimersByTime(stepMs);
    check();
  });
}

export interface Viewer {
  locale?: string;
  layout?: Layout;
  apiOrigin?: string | null;
}

export function openRecord({ locale = "en-us", layout = "tab", apiOrigin = ORIGIN }: Viewer = {}) {
  const renderer = createRenderer(layout === "tab" ? "crm.record.tab" : "crm.record.sidebar");
  const { context, actions } = renderer.mocks;
  context.user.locale = locale;
  context.variables = apiOrigin === null ? {} : { apiOrigin };
  renderer.render(<ReferralCard layout={layout} context={context} actions={actions} />);

  /** Returns all texts on the card, including those in props of components. */
  const read = (): string => textsOf(renderer.getRootNode()).join("\n");
  const buttons = () => [...renderer.findAll(Button), ...renderer.findAll(LoadingButton)];
  const labelled = (label: string) =>
    buttons().find((node) => textsOf(node).join(" ").includes(label));
  const button = (label: string) => {
    const found = labelled(label);
    if (found === undefined) {
      throw new Error(`no button "${label}" on:\n${read()}`);
    }
    return found;
  };
  return {
    renderer,
    actions,
    read,
    button,
    offers: (label: string) => labelled(label) !== undefined,
    click: (label: string) => button(label).trigger("onClick"),
    sees: (text: string) => eventually(() => expect(read()).toContain(text)),
  };
}

const READABLE_PROPS = ["title", "label", "number", "placeholder", "validationMessage"] as const;

/** Returns all texts within a part of the card, in order. */
export function textsOf(node: RenderedNode): string[] {
  if (isRenderedTextNode(node)) {
    return [node.text];
  }
  const ownTexts = isRenderedElementNode(node)
    ? READABLE_PROPS.map((name) => node.props[name]).filter((text) => text !== undefined)
    : [];
  return [...ownTexts.map(String), ...node.childNodes.flatMap(textsOf)];
}
