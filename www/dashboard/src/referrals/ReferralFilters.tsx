import { Pill } from "@mantine/core";
import { useCampaignOptions } from "../data/campaigns";
import { useReferrals } from "../data/referrals";
import { REFERRAL_STATUSES } from "../data/types";
import { text } from "../text";
import { FilterBar, FilterSelect } from "../ui/FilterBar";
import { type Filters, queryOf } from "./filters";
import { referrerOf } from "./names";
import classes from "./referrals.module.css";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function ReferralFilters({ filters, onChange }: Props) {
  const words = text.referrals.filters;
  const set = (change: Partial<Filters>) => onChange({ ...filters, ...change });
  return (
    <FilterBar q={filters.q} placeholder={words.searchPlaceholder} onSearch={(q) => set({ q })}>
      <FilterSelect
        label={words.campaign}
        placeholder={words.anyCampaign}
        value={filters.campaignId ? String(filters.campaignId) : null}
        options={useCampaignOptions()}
        onChange={(id) => set({ campaignId: Number(id ?? 0) })}
      />
      <FilterSelect
        label={words.status}
        placeholder={words.anyStatus}
        value={filters.status}
        options={REFERRAL_STATUSES.map((value) => ({
          value,
          label: text.referrals.statuses[value],
        }))}
        onChange={(wanted) =>
          set({ status: REFERRAL_STATUSES.find((status) => status === wanted) ?? null })
        }
      />
      {filters.referrerId && (
        <ReferrerPill filters={filters} onRemove={() => set({ referrerId: "" })} />
      )}
    </FilterBar>
  );
}

/** Names the referrer whose referrals are shown. The name comes from the list. */
function ReferrerPill({ filters, onRemove }: { filters: Filters; onRemove: () => void }) {
  const words = text.referrals.filters;
  const first = useReferrals(queryOf(filters)).data?.items[0];
  const theirs = first?.referrerId === filters.referrerId;
  const name = theirs ? referrerOf(first) : text.users.unnamed(filters.referrerId);
  return (
    <Pill
      size="lg"
      className={classes.pill}
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{
        "aria-label": words.anyReferrer(name),
        tabIndex: 0,
        "aria-hidden": false,
      }}
    >
      {words.referrer(name)}
    </Pill>
  );
}
