import { Checkbox, Select } from "@mantine/core";
import { useCampaigns } from "../data/campaigns";
import { LINK_STATUSES, ORDERS } from "../data/types";
import { text } from "../text";
import fields from "../ui/Filters.module.css";
import { SearchField } from "../ui/SearchField";
import { type Filters, ordersFor } from "./filters";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function UserFilters({ filters, onChange }: Props) {
  const words = text.users.filters;
  const campaigns = useCampaigns().data ?? [];
  const possible = ordersFor(filters);
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
        aria-label={words.link}
        placeholder={words.anyLink}
        clearable
        value={filters.linkStatus}
        onChange={(link) =>
          set({ linkStatus: LINK_STATUSES.find((status) => status === link) ?? null })
        }
        data={LINK_STATUSES.map((value) => ({ value, label: text.users.status[value] }))}
      />
      <Checkbox
        label={words.problem}
        checked={filters.problem}
        onChange={({ currentTarget }) => set({ problem: currentTarget.checked })}
      />
      <Select
        className={fields.order}
        aria-label={words.order}
        allowDeselect={false}
        value={filters.order}
        onChange={(wanted) => set({ order: ORDERS.find((order) => order === wanted) ?? "newest" })}
        data={ORDERS.map((value) => ({
          value,
          label: words.orders[value],
          disabled: !possible.includes(value),
        }))}
      />
    </search>
  );
}
