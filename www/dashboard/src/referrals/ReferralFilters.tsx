import { Pill, Select } from "@mantine/core";
import { useCampaigns } from "../data/campaigns";
import { useReferrals } from "../data/referrals";
import { REFERRAL_STATUSES } from "../data/types";
import { text } from "../text";
import fields from "../ui/Filters.module.css";
import { SearchField } from "../ui/SearchField";
import { type Filters, queryOf } from "./filters";
import { referrerOf } from "./names";
import classes from "./referrals.module.css";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function ReferralFilters({ filters, onChange }: Props) {
  const words = text.referrals.filters;
  const campaigns = useCampaigns().data ?? [];
  const set = (change: Partial<Filters>) => onChange({ ...filters, ...change });
  return (
    <search className={fields.filters} aria-label={words.label}>
      <SearchField
        value={filters.q}
        placeholder={words.searchPlaceholder}
        onChange={(q) => set({ q })}
      />
      <Select
        className={fields.select}
        aria-label={words.campaign}
        placeholder={words.anyCampaign}
        clearable
        searchable={campaigns.length > 8}
        value={filters.campaignId ? String(filters.campaignId) : null}
        onChange={(id) => set({ campaignId: Number(id ?? 0) })}
        data={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <Select
        className={fields.select}
        aria-label={words.status}
        placeholder={words.anyStatus}
        clearable
        value={filters.status}
        onChange={(wanted) =>
          set({ status: REFERRAL_STATUSES.find((status) => status === wanted) ?? null })
        }
        data={REFERRAL_STATUSES.map((value) => ({ value, label: text.referrals.statuses[value] }))}
      />
      {filters.referrerId && (
        <ReferrerPill filters={filters} onRemove={() => set({ referrerId: "" })} />
      )}
    </search>
  );
}

/** Whose referrals these are; a link led here, and the list knows their name. */
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
