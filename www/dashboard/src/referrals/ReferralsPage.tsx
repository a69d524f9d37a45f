import { useLocation } from "wouter";
import { useReferrals } from "../data/referrals";
import { to } from "../places/places";
import { text } from "../text";
import { TransferMenu } from "../transfer/TransferMenu";
import { Page } from "../ui/Page";
import { PagedList, useTrail } from "../ui/PagedList";
import { useFilters } from "../ui/useFilters";
import { type Filters, filtersOf, isNarrowed, queryOf, searchOf } from "./filters";
import { HowReferralsCome } from "./HowReferralsCome";
import { ReferralFilters } from "./ReferralFilters";
import { ReferralPanel } from "./ReferralPanel";
import { ReferralTable } from "./ReferralTable";

/** The list, and beside it the referral whose panel is open. */
export default function ReferralsPage({ id }: { id: number }) {
  const [, go] = useLocation();
  const { filters, tail, setFilters, clear } = useFilters(filtersOf, searchOf);
  const query = queryOf(filters);
  return (
    <Page
      title={text.referrals.title}
      actions={
        <TransferMenu kind="referrals" campaignId={filters.campaignId || null} query={query} />
      }
    >
      <ReferralFilters filters={filters} onChange={setFilters} />
      {/* Each choice of filters begins at its own first page. */}
      <ReferralList key={JSON.stringify(query)} filters={filters} tail={tail} onClear={clear} />
      <ReferralPanel id={id} onClose={() => go(to.referrals + tail)} />
    </Page>
  );
}

interface ListProps {
  filters: Filters;
  tail: string;
  onClear: () => void;
}

function ReferralList({ filters, tail, onClear }: ListProps) {
  const trail = useTrail();
  const { after } = trail;
  const query = useReferrals({ ...queryOf(filters), ...(after && { after }) });
  return (
    <PagedList
      query={query}
      trail={trail}
      filters={{ narrow: isNarrowed(filters), none: text.referrals.none, onClear }}
      empty={<HowReferralsCome />}
    >
      {(referrals, stale) => <ReferralTable referrals={referrals} tail={tail} stale={stale} />}
    </PagedList>
  );
}
