/**
 * Goodword's script for a customer's own site: it remembers by whose link a visitor came, until the visitor
 * says who they are. No dependency, under 2 KB gzipped.
 *
 *     <script async src="https://goodword.example/ref.js" data-consent="wait"></script>
 *
 * A referral link leads to the site with `?ref=CODE`. The code is kept in the site's own storage: in local
 * storage and in the cookie `goodword_ref`; where both are forbidden, in this page alone. The first link wins
 * while its code is kept. (Other tools write into `ref`, too. What is written exactly as a code of Goodword's
 * wins over what is not, such as a slug or a word.)
 *
 * ## Attributes of the script's element, all optional
 *
 * - `data-days="90"`: how long a code is kept from the arrival on, 1 to 365 days.
 * - `data-domain="example.com"`: the domain whose subdomains share the cookie. Without it, each host keeps
 *   its own.
 * - `data-consent="wait"`: nothing is kept before the page calls `goodword.consent(true)`. Until then the
 *   code is held in the page that the link led to, where forms and `identify` use it.
 * - `data-field="came_from, partner"`: further names of fields that take the code.
 *
 * ## Forms
 *
 * Hidden and text inputs take the code that are named `goodword_code`, `referral_code`,
 * `goodword_referred_by_code` or as `data-field` says, with or without HubSpot's `0-1/` before the name, in
 * forms that are there and that come later. What a person or the page wrote stays. So for a HubSpot form:
 * add a hidden field for the contact property that the campaign maps to the code, and name the property here.
 * Legacy forms and new ones are both filled, the new ones through HubSpot's own calls, since nothing else
 * reaches into their frames. Not reached are forms in frames of other origins (a HubSpot page or another
 * tool's form, embedded by hand) and in shadow roots: give those the code yourself, from `goodword.code`.
 *
 * ## Calls
 *
 * - `goodword.code`: the code, or null.
 * - `goodword.identify(email, { firstName, lastName })`: the visitor is this person; call it where they sign
 *   up. Both names may be missing. Promises `{ counted, status }`: `counted` with the status `received` where
 *   the link works and Goodword has written down what was told; or, with `counted` false, `ended` (the link
 *   does not work any more), `no_code` (nobody referred them), `repeated` (already told, on this page or an
 *   earlier one) or `failed` (it did not arrive, or was refused; the next call tries again). Whether somebody
 *   is known, was referred before or counts in the end is not told. It never rejects. The e-mail is kept nowhere; that a code was used is. So each code kept identifies one person: where several share a
 *   browser, call `consent(false)` when one signs out.
 * - `goodword.consent(true)`: the visitor agrees; remembered as long as a code is kept.
 *   `goodword.consent(false)`: erases what is kept, and empties the fields that were filled. A refusal is not
 *   kept, as that would be storage, too; a page that wants it to last uses `data-consent="wait"`.
 * - Before the script is there: `window.goodword = window.goodword || []`, and then
 *   `goodword.push(["identify", "ann@example.com"])` or `goodword.push(["consent", true])`.
 *
 * A browser that sends Global Privacy Control is treated as with `data-consent="wait"`: a referral is no sale
 * of data, but who sends the signal would rather be asked.
 *
 * A content policy needs the script's origin in `script-src` and `connect-src`, and nothing else.
 *
 * Safari keeps what scripts keep for 7 days without a visit, whatever `data-days` says.
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

/** What the page calls, as `goodword`. */
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
  // Loaded twice, by a tag manager and by the page.
  if ((before as Goodword | undefined)?.identify) return;

  let present: Arrival | undefined;
  let consented = 0;

  const codeChanged = watchFields(() => present?.code || "");
  const save = (): void => {
    if (present && (!WAITS || consented)) keep(present);
  };

  const settle = (): void => {
    const kept = readKept();
    // Whoever once agreed to it has agreed to it on the next page, too.
    for (const { marks } of kept) consented |= marks & CONSENTED;
    const known = !WAITS || consented ? kept : [];
    present = firstOf([...(present ? [present] : []), ...known, ...arriving()]);
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
      // At once, for a page that calls twice.
      referral.marks |= IDENTIFIED;
      try {
        return await sendReferral(referral, email, names);
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
          present = undefined;
          erase();
          codeChanged();
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
