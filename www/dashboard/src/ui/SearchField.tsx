import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { text } from "../text";
import classes from "./Filters.module.css";
import { SearchIcon } from "./icons";

interface Props {
  value: string;
  placeholder: string;
  onChange: (value: string) => void;
}

// Long enough to type the next letter, short enough not to feel slow.
const PAUSE_MS = 300;

/** The search field of a list. */
export function SearchField({ value, placeholder, onChange }: Props) {
  const words = text.common.search;
  const [typed, setTyped] = useState(value);
  const settle = useDebouncedCallback(onChange, PAUSE_MS);
  // Cleared filters and the browser's Back button also change the value.
  useEffect(() => setTyped(value), [value]);
  const set = (wanted: string) => {
    setTyped(wanted);
    settle(wanted);
  };
  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label={words.label}
      placeholder={placeholder}
      leftSection={<SearchIcon />}
      rightSection={
        typed && <CloseButton size="sm" aria-label={words.clear} onClick={() => set("")} />
      }
      value={typed}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  );
}
