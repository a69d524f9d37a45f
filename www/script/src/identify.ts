// Sends the visitor's identity to Goodword.
//
// The request is a text without headers of its own, to another origin, without cookies. So the
// browser sends no CORS preflight, and completes the request even when the visitor leaves the page.

import type { Arrival } from "./keeping.ts";
import { SOURCE } from "./settings.ts";

/** The server's answer (received, ended), or the script's own (no_code, repeated, failed). */
export interface Answer {
  readonly counted: boolean;
  readonly status: string;
}

export interface Names {
  readonly firstName?: string;
  readonly lastName?: string;
}

export const notSent = (status: string): Answer => ({ counted: false, status });

/** Sends the referral. Rejects if it did not arrive. */
export async function sendReferral(
  { code, at }: Arrival,
  email: string,
  names?: Names,
): Promise<Answer> {
  const answer = await fetch(new URL("/referrals", SOURCE), {
    method: "POST",
    credentials: "omit",
    keepalive: true,
    body: JSON.stringify({
      code,
      email,
      firstName: names?.firstName,
      lastName: names?.lastName,
      clickedAt: at,
    }),
  });
  if (!answer.ok) throw answer;
  return answer.json();
}
