import { Badge, Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ContactList } from "../data/types";
import { text } from "../text";
import { SearchIcon } from "../ui/icons";
import classes from "./wizard.module.css";

interface Props {
  label: string;
  lists: ContactList[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

// The most lists shown. The search finds the others.
const MOST_SHOWN = 100;

export function ListPicker({ label, lists, chosen, onChange }: Props) {
  const words = text.wizard.audience;
  const [sought, setSought] = useState("");
  const found = lists.filter(({ name }) =>
    name.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase()),
  );
  const gone = chosen.filter((id) => lists.every((list) => list.id !== id));
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <fieldset className={classes.picker} aria-label={label}>
      <div className={classes.pickerSearch}>
        <TextInput
          type="search"
          size="xs"
          aria-label={`${words.search}: ${label}`}
          placeholder={words.search}
          leftSection={<SearchIcon />}
          value={sought}
          onChange={({ currentTarget }) => setSought(currentTarget.value)}
        />
      </div>
      <ul className={classes.lists}>
        {gone.map((id) => (
          <li key={id}>
            <Checkbox checked onChange={() => toggle(id)} label={words.goneList(id)} />
          </li>
        ))}
        {found.slice(0, MOST_SHOWN).map(({ id, name, kind, size }) => (
          <li key={id}>
            <Checkbox
              className={classes.listName ?? ""}
              checked={chosen.includes(id)}
              onChange={() => toggle(id)}
              label={name}
            />
            <Badge color="gray" size="sm">
              {words.kinds[kind]}
            </Badge>
            <span className={classes.size}>{words.size(size)}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p className={classes.note}>{lists.length === 0 ? words.noLists : words.noMatch}</p>
      )}
      {found.length > MOST_SHOWN && (
        <p className={classes.note}>{words.moreLists(found.length - MOST_SHOWN)}</p>
      )}
    </fieldset>
  );
}
