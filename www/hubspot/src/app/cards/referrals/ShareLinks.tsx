/**
 * Links that share the referral link with the campaign's message. A card cannot open a window, so
 * each is a link.
 */
import { Inline, Link, Text } from "@hubspot/ui-extensions";
import type { Referrer } from "./answer";
import { texts } from "./texts";

const WAYS = ["email", "whatsapp", "linkedin", "x", "facebook", "sms"] as const;

/**
 * A program on the viewer's machine opens other addresses, and a new tab for them would stay empty.
 */
const WEB = /^https:/i;
const PROGRAM = /^(mailto|sms):/i;

export function ShareLinks({ share }: Pick<Referrer, "share">) {
  const ways = WAYS.flatMap((way) => {
    const url = share[way];
    return url !== undefined && (WEB.test(url) || PROGRAM.test(url)) ? [{ way, url }] : [];
  });
  if (ways.length === 0) {
    return null;
  }
  return (
    <Inline align="baseline" gap="sm">
      <Text variant="microcopy">{texts.share}</Text>
      {ways.map(({ way, url }) => (
        <Link key={way} href={WEB.test(url) ? { url, external: true } : url}>
          {texts.shareBy[way]}
        </Link>
      ))}
    </Inline>
  );
}
