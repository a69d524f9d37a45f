/** The numbers of a link: side by side on the tab, one below the other in the sidebar. */
import {
  DescriptionList,
  DescriptionListItem,
  Statistics,
  StatisticsItem,
  Text,
} from "@hubspot/ui-extensions";
import type { Referrer } from "./answer";
import type { Layout } from "./host";
import { texts } from "./texts";

interface Props {
  referrer: Referrer;
  layout: Layout;
  locale: string | undefined;
}

export function Numbers({ referrer, layout, locale }: Props) {
  const format = new Intl.NumberFormat(locale);
  const numbers = [
    [texts.clicks, format.format(referrer.clicks)],
    [texts.peopleReferred, format.format(referrer.peopleReferred)],
    [texts.successfulReferrals, format.format(referrer.successfulReferrals)],
  ] as const;
  return layout === "tab" ? (
    <Statistics>
      {numbers.map(([label, number]) => (
        <StatisticsItem key={label} label={label} number={number} />
      ))}
    </Statistics>
  ) : (
    <DescriptionList direction="row">
      {numbers.map(([label, number]) => (
        <DescriptionListItem key={label} label={label}>
          <Text>{number}</Text>
        </DescriptionListItem>
      ))}
    </DescriptionList>
  );
}
