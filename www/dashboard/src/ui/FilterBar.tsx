import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { text } from "../text";
import classes from "./Filters.module.css";
import { SearchField } from "./SearchField";

interface BarProps {
  q: string;
  placeholder: string;
  onSearch: (q: string) => void;
  children: ReactNode;
}

/** The search field of a list, and the other filters beside it. */
export function FilterBar({ q, placeholder, onSearch, children }: BarProps) {
  return (
    <search className={classes.filters} aria-label={text.common.filters}>
      <SearchField value={q} placeholder={placeholder} onChange={onSearch} />
      {children}
    </search>
  );
}

interface SelectProps {
  label: string;
  placeholder: string;
  value: string | null;
  options: { value: string; label: string }[];
  onChange: (value: string | null) => void;
}

// More options than this need a search.
const MOST_READ = 8;

/** A filter that takes one of several values, or none. */
export function FilterSelect({ label, placeholder, value, options, onChange }: SelectProps) {
  return (
    <Select
      className={classes.select}
      aria-label={label}
      placeholder={placeholder}
      clearable
      searchable={options.length > MOST_READ}
      value={value}
      onChange={onChange}
      data={options}
    />
  );
}
