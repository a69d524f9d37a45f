import { Checkbox, Select } from "@mantine/core";
import { useCampaignOptions } from "../data/campaigns";
import { LINK_STATUSES, ORDERS } from "../data/types";
import { text } from "../text";
import { FilterBar, FilterSelect } from "../ui/FilterBar";
import fields from "../ui/Filters.module.css";
import { type Filters, ordersFor } from "./filters";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function UserFilters({ filters, onChange }: Props) {
  const words = text.users.filters;
  const possible = ordersFor(filters);
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
        label={words.link}
        placeholder={words.anyLink}
        value={filters.linkStatus}
        options={LINK_STATUSES.map((value) => ({ value, label: text.users.status[value] }))}
        onChange={(link) =>
          set({ linkStatus: LINK_STATUSES.find((status) => status === link) ?? null })
        }
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
    </FilterBar>
  );
}
