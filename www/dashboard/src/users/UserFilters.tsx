import { Checkbox, CloseButton, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { LINK_STATUSES, ORDERS } from "../api/types";
import { useCampaigns } from "../campaigns/queries";
import { SearchIcon } from "../shell/icons";
import { text } from "../text";
import { type Filters, ordersFor } from "./filters";
import classes from "./users.module.css";

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
    <search className={classes.filters} aria-label={words.label}>
      <SearchField value={filters.q} onChange={(q) => set({ q })} />
      <Select
        className={classes.select}
        aria-label={words.campaign}
        placeholder={words.anyCampaign}
        clearable
        searchable={campaigns.length > 8}
        value={filters.campaignId ? String(filters.campaignId) : null}
        onChange={(id) => set({ campaignId: Number(id ?? 0) })}
        data={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <Select
        className={classes.select}
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
        className={classes.order}
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

// Long enough for the next letter of a word, short enough not to be waited for.
const PAUSE_MS = 300;

function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const words = text.users.filters;
  const [typed, setTyped] = useState(value);
  const settle = useDebouncedCallback(onChange, PAUSE_MS);
  // The address may change by itself: cleared filters, the browser's Back.
  useEffect(() => setTyped(value), [value]);
  const set = (wanted: string) => {
    setTyped(wanted);
    settle(wanted);
  };
  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label={words.search}
      placeholder={words.searchPlaceholder}
      leftSection={<SearchIcon />}
      rightSection={
        typed && <CloseButton size="sm" aria-label={words.clearSearch} onClick={() => set("")} />
      }
      value={typed}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  );
}
