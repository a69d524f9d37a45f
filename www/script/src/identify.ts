// Tells Goodword who the visitor is.
//
// A text with no headers of its own, to another origin, without cookies: the browser asks no leave of the
// server first (no CORS preflight), and sends it to the end even when the visitor goes to the next page.

import type { Arrival } from "./keeping.ts";
import { SOURCE } from "./settings.ts";

/** Of Goodword's server (received, ended), or of the script: no_code, repeated, failed. */
export interface Answer {
  readonly counted: boolean;
  readonly status: string;
}

export interface Names {
  readonly firstName?: string;
  readonly lastName?: string;
}

export const notSent = (status: string): Answer => ({ counted: false, status });

/** Rejects where it did not arrive. */
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
