/**
 * Goodword's script for a customer's own site. It remembers the link by which a visitor came, until the
 * visitor says who they are. No dependency, under 2 KB gzipped.
 *
 *     <script async src="https://goodword.example/ref.js" data-consent="wait"></script>
 *
 * A referral link leads to the site with `?ref=CODE`. The script keeps the code in the site's own storage:
 * in local storage and in the cookie `goodword_ref`. If both are forbidden, it keeps the code in this page
 * only. The first link wins while its code is kept, until the code was used or its link has ended: then a link
 * with another code takes its place. Other tools use `ref` too: nothing but a code is kept.
 *
 * ## Attributes of the script's element, all optional
 *
 * - `data-days="90"`: how long a code is kept after the arrival, 1 to 365 days.
 * - `data-domain="example.com"`: the domain whose subdomains share the cookie. Then nothing is in local storage,
 *   so that `consent(false)` on one host is final on all of them. Without it, each host keeps its own.
 * - `data-consent="wait"`: nothing is kept before the page calls `goodword.consent(true)`. Until then the
 *   code is held in the page that the link led to, where forms and `identify` use it.
 * - `data-field="came_from, partner"`: further names of fields that get the code.
 *
 * ## Forms
 *
 * The script fills hidden and text inputs named `goodword_code`, `referral_code` or
 * `goodword_referred_by_code`, or as `data-field` says, with or without HubSpot's `0-1/` before the name. It
 * fills forms that are in the page and forms that are added later. It never changes a value that a person or
 * the page wrote.
 *
 * For a HubSpot form, add a hidden field for the contact property that the campaign maps to the code, and
 * name this property in `data-field`. Legacy forms and new forms are both filled. New forms are filled
 * through HubSpot's own calls, because nothing else reaches into their frames.
 *
 * The script does not reach forms in frames of other origins (a HubSpot page or another tool's form,
 * embedded by hand) and in shadow roots. Fill these yourself with `goodword.code`.
 *
 * ## Calls
 *
 * - `goodword.code`: the code, or null.
 * - `goodword.identify(email, { firstName, lastName })`: says who the visitor is. Call it where they sign up.
 *   Both names are optional. It returns a promise of `{ counted, status }` and never rejects:
 *   - `counted` is true with the status `received`: the link works and Goodword has stored the referral;
 *   - otherwise the status is `ended` (the link no longer works; its code is forgotten), `no_code` (nobody referred them),
 *     `repeated` (already sent, on this page or an earlier one) or `failed` (it did not arrive, or was
 *     refused; the next call tries again).
 *   The answer does not say whether the person is known, was referred before, or counts in the end. The
 *   e-mail is not kept. The script keeps that a code was used, so each kept code identifies one person. If
 *   several people share a browser, call `consent(false)` when one signs out.
 * - `goodword.consent(true)`: the visitor agrees. This is remembered as long as a code is kept.
 * - `goodword.consent(false)`: erases what is kept, and empties the filled fields. A refusal is not kept,
 *   because this would be storage too. A page that wants it to last uses `data-consent="wait"`.
 * - Before the script has loaded: `window.goodword = window.goodword || []`, and then
 *   `goodword.push(["identify", "ann@example.com"])` or `goodword.push(["consent", true])`.
 *
 * A browser that sends Global Privacy Control is treated as with `data-consent="wait"`: a referral is no sale
 * of data, but a person who sends the signal would rather be asked.
 *
 * A content policy needs the script's origin in `script-src` and `connect-src`, and nothing else.
 *
 * Safari deletes the storage of scripts after 7 days without a visit, whatever `data-days` says.
 */

import { watchFields } from "./fields.ts";
import { type Answer, type Names, notSent, sendReferral } from "./identify.ts";
import {
  type Arrival,
  arriving,
  CONSENTED,
  erase,
  firstOf,
  IDENTIFIED,
  keep,
  readKept,
} from "./keeping.ts";
import { quietly } from "./quietly.ts";
import { WAITS } from "./settings.ts";

/** The calls of the page, as `goodword`. */
export interface Goodword {
  readonly code: string | null;
  identify(email: string, names?: Names): Promise<Answer>;
  consent(isGiven: boolean): void;
  push(...calls: Call[]): void;
}

export type Call = ["identify", string, Names?] | ["consent", boolean];

function start(): void {
  const page = window as { goodword?: unknown };
  const before = page.goodword as Goodword | Call[] | undefined;
  // The script may be loaded twice, by a tag manager and by the page.
  if ((before as Goodword | undefined)?.identify) return;

  let present: Arrival | undefined;
  let consented = 0;

  const codeChanged = watchFields(() => present?.code || "");
  const save = (): void => {
    if (present && (!WAITS || consented)) keep(present);
  };

  const forget = (): void => {
    present = undefined;
    erase();
    codeChanged();
  };

  const settle = (): void => {
    const kept = readKept();
    // A consent on one page holds on the next page too.
    for (const { marks } of kept) consented |= marks & CONSENTED;
    const known = !WAITS || consented ? kept : [];
    present = firstOf([...(present ? [present] : []), ...known, arriving()]);
    if (present) present.marks |= consented;
    save();
    codeChanged();
  };

  const goodword: Goodword = {
    get code() {
      return present?.code || null;
    },
    async identify(email, names) {
      const referral = present;
      if (!referral || !email) return notSent("no_code");
      if (referral.marks & IDENTIFIED) return notSent("repeated");
      // Set before the request, for a page that calls twice.
      referral.marks |= IDENTIFIED;
      try {
        const answer = await sendReferral(referral, email, names);
        if (answer.status === "ended" && present === referral) forget();
        return answer;
      } catch {
        referral.marks ^= IDENTIFIED;
        return notSent("failed");
      } finally {
        save();
      }
    },
    consent(isGiven) {
      quietly(() => {
        if (isGiven) {
          consented = CONSENTED;
          settle();
        } else {
          consented = 0;
          forget();
        }
      });
    },
    push(...calls) {
      for (const call of calls) {
        quietly(() => (goodword[call[0]] as (...values: unknown[]) => unknown)(call[1], call[2]));
      }
    },
  };

  page.goodword = goodword;
  settle();
  goodword.push(...((before as Call[] | undefined) || []));
}

quietly(start);
