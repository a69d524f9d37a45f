import { Text } from "@mantine/core";
import type { MachineVisits as Visits } from "../data/types";
import { text } from "../text";
import { number } from "../text/format";

/** The visits of the links that are not human. They are kept apart from clicks everywhere. */
export function MachineVisits({ visits }: { visits: Visits[] }) {
  if (visits.length === 0) return null;
  const words = text.campaigns.machines;
  const total = visits.reduce((sum, one) => sum + one.visits, 0);
  const kinds = visits.map((one) => words.kind(words.reasons[one.reason], number(one.visits)));
  return (
    <Text c="dimmed" size="sm" mt="sm">
      {words.told(number(total), kinds.join(", "))}
    </Text>
  );
}
