import { Button } from "@mantine/core";
import { useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { useReferrals } from "../data/referrals";
import type { Referrals } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { TransferMenu } from "../transfer/TransferMenu";
import { Loaded } from "../ui/Loaded";
import { Message } from "../ui/Message";
import { Page } from "../ui/Page";
import { Pages } from "../ui/Pages";
import { type Filters, filtersOf, isNarrowed, queryOf, searchOf } from "./filters";
import { HowReferralsCome } from "./HowReferralsCome";
import { ReferralFilters } from "./ReferralFilters";
import { ReferralPanel } from "./ReferralPanel";
import { ReferralTable } from "./ReferralTable";

/** The list, and beside it the referral whose panel is open. */
export default function ReferralsPage({ id }: { id: number }) {
  const [search, setSearch] = useSearchParams();
  const [, go] = useLocation();
  const filters = filtersOf(search);
  const setFilters = (wanted: Filters) => setSearch(searchOf(wanted), { replace: true });
  return (
    <Page
      title={text.referrals.title}
      actions={
        <TransferMenu
          kind="referrals"
          campaignId={filters.campaignId || null}
          query={queryOf(filters)}
        />
      }
    >
      <ReferralFilters filters={filters} onChange={setFilters} />
      <ReferralList
        // Other filters begin at their own first page.
        key={JSON.stringify(queryOf(filters))}
        filters={filters}
        onClear={() => setSearch({}, { replace: true })}
      />
      <ReferralPanel id={id} onClose={() => go(`${to.referrals}${tailOf(filters)}`)} />
    </Page>
  );
}

function tailOf(filters: Filters): string {
  const search = searchOf(filters).toString();
  return search && `?${search}`;
}

function ReferralList({ filters, onClear }: { filters: Filters; onClear: () => void }) {
  // The pages before this one, by what led to each.
  const [trail, setTrail] = useState<string[]>([]);
  const after = trail.at(-1);
  const page = useReferrals({ ...queryOf(filters), ...(after && { after }) });
  return (
    <Loaded query={page} lines={8}>
      {({ items, next }: Referrals) =>
        items.length === 0 && trail.length === 0 ? (
          <Nobody narrowed={isNarrowed(filters)} onClear={onClear} />
        ) : (
          <>
            <ReferralTable
              referrals={items}
              tail={tailOf(filters)}
              stale={page.isPlaceholderData}
            />
            <Pages
              page={trail.length}
              count={items.length}
              next={next ?? null}
              busy={page.isPlaceholderData}
              onNext={(cursor) => setTrail([...trail, cursor])}
              onPrevious={() => setTrail(trail.slice(0, -1))}
            />
          </>
        )
      }
    </Loaded>
  );
}

function Nobody({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const { none, filters } = text.referrals;
  if (!narrowed) return <HowReferralsCome />;
  return (
    <Message title={none.title} body={none.body} role="status">
      <Button variant="default" onClick={onClear}>
        {filters.clear}
      </Button>
    </Message>
  );
}
