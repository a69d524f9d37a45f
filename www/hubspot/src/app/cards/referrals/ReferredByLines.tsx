/** The referrers of this contact: a line for each, with a link to the referrer's own record. */
import { Flex, Text } from "@hubspot/ui-extensions";
import type { Answer } from "./answer";
import { ContactLink } from "./ContactLink";
import type { Host } from "./host";
import { localeOf } from "./moment";
import { ReferralLine } from "./ReferralLine";
import { texts } from "./texts";
import { useNow } from "./useNow";

interface Props {
  answer: Pick<Answer, "referredBy" | "recordUrl">;
  host: Host;
}

export function ReferredByLines({ answer: { referredBy, recordUrl }, host }: Props) {
  const now = useNow();
  const locale = localeOf(host.context.user.locale);
  return (
    <Flex direction="column" gap="sm">
      {referredBy.map((referral) => (
        <ReferralLine
          key={`${referral.campaign.id} ${referral.referrerId}`}
          standing={referral}
          now={now}
          locale={locale}
        >
          <Text>
            {texts.referredBy}{" "}
            <ContactLink
              name={referral.referrerName ?? texts.referrals.unnamed(referral.referrerId)}
              contactId={referral.referrerId}
              recordUrl={recordUrl}
            />{" "}
            {texts.referredIn(referral.campaign.name)}
          </Text>
        </ReferralLine>
      ))}
    </Flex>
  );
}
