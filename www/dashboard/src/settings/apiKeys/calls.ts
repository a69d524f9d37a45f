/** Writes the API calls that use a key, ready to paste into a shell. */
import { text } from "../../text";

const call = (path: string, body: object): string =>
  [
    `curl ${window.location.origin}${path} \\`,
    `  -H 'Authorization: Bearer ${text.apiKeys.example.key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join("\n");

/** Reports a referred person. */
export const claimCall = (): string =>
  call("/api/referrals", { code: "K7Q2M0X49B", email: "bo@example.com", firstName: "Bo" });

/** Reports the result of a referral. */
export const successCall = (): string => call("/api/referrals/1/events", { event: "qualify" });
