/**
 * The three requests of the card. They never throw: each returns an answer or a trouble.
 *
 * Enrolling and adding a referral are idempotent on the server, because HubSpot repeats a POST
 * after a 5xx.
 */
import { hubspot } from "@hubspot/ui-extensions";
import { type Answer, parseAnswer } from "./answer";
import { jsonOf, troubleOfRejection, unwrap } from "./envelope";
import type { Trouble } from "./trouble";

/**
 * The backend answers from storage in well under a second. Eight seconds leave time for a cold
 * start and for HubSpot's own retry. HubSpot's default of fifteen seconds is longer than anyone
 * waits.
 */
export const TIMEOUT_MS = 8_000;

/**
 * HubSpot should end a call at the time limit. If it does not, the card stops waiting after this.
 */
const GRACE_MS = 2_000;

export type Outcome = { answer: Answer } | { trouble: Trouble };

/** A person whom the contact referred, as typed. */
export interface Person {
  email: string;
  firstName: string;
  lastName: string;
}

export interface Client {
  read(): Promise<Outcome>;
  enrol(campaignId: number): Promise<Outcome>;
  refer(campaignId: number, person: Person): Promise<Outcome>;
}

export function createClient(apiOrigin: string | null, contactId: string): Client {
  const ask = async (path: string, options: RequestOptions): Promise<Outcome> => {
    if (apiOrigin === null) {
      return { trouble: { kind: "unconfigured" } };
    }
    const received = await receive(`${apiOrigin}${path}`, options);
    if ("trouble" in received) {
      return received;
    }
    const parsed = parseAnswer(received.body, contactId);
    return "answer" in parsed
      ? parsed
      : { trouble: { kind: "unreadable", at: parsed.unreadableAt } };
  };
  return {
    read: () => ask(`/card/contact?contactId=${encodeURIComponent(contactId)}`, { method: "GET" }),
    enrol: (campaignId) =>
      ask("/card/enrolment", { method: "POST", body: { contactId, campaignId } }),
    refer: (campaignId, person) =>
      ask("/card/referrals", { method: "POST", body: { contactId, campaignId, ...person } }),
  };
}

type RequestOptions = { method: "GET" } | { method: "POST"; body: Record<string, unknown> };

async function receive(
  url: string,
  options: RequestOptions,
): Promise<{ body: unknown } | { trouble: Trouble }> {
  let status: number;
  let text: string;
  try {
    [status, text] = await within(
      TIMEOUT_MS + GRACE_MS,
      hubspot.fetch(url, { ...options, timeout: TIMEOUT_MS }).then(async (response) => {
        return [response.status, await response.text()] as const;
      }),
    );
  } catch (reason) {
    return { trouble: troubleOfRejection(reason) };
  }
  return unwrap(status, jsonOf(text));
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("timeout")), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
