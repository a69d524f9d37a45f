import { Badge, Button, Table, Text } from "@mantine/core";
import { Link } from "wouter";
import { useCampaigns } from "../data/campaigns";
import { useCatalogue, useMakeProperties } from "../data/catalogue";
import { useSyncs } from "../data/syncs";
import type { Catalogue, OutboundMapping, Property, Sync } from "../data/types";
import { canTake, fieldLabel, ownProperty } from "../hubspot/fields";
import { to } from "../places/places";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { ProblemNotice } from "../ui/ProblemNotice";
import table from "../ui/Table.module.css";

/** The properties of contacts that syncs write, and whether HubSpot has them as they must be. */
export function WrittenProperties() {
  const syncs = useSyncs();
  const catalogue = useCatalogue();
  return (
    <Loaded query={syncs} lines={3}>
      {(all) => (
        <Loaded query={catalogue} lines={3}>
          {(known) => <Written syncs={all} catalogue={known} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Written({ syncs, catalogue }: { syncs: Sync[]; catalogue: Catalogue }) {
  const words = text.settings.properties;
  const campaigns = useCampaigns().data ?? [];
  const rows = syncs.flatMap(({ campaignId, outbound }) =>
    outbound
      .filter(({ mode }) => mode !== "never")
      .map((mapping) => ({ campaignId, ...mapping, ...whatIs(mapping, catalogue) })),
  );
  if (rows.length === 0) return <Text c="dimmed">{words.none}</Text>;
  return (
    <>
      <Table className={table.table} aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.property}</Table.Th>
            <Table.Th className={table.wide}>{words.data}</Table.Th>
            <Table.Th className={table.wide}>{words.campaign}</Table.Th>
            <Table.Th>{words.state}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ campaignId, field, property, label, state }) => (
            <Table.Tr key={property}>
              <Table.Td>
                {label}
                <Text size="xs" c="dimmed">
                  {property}
                </Text>
              </Table.Td>
              <Table.Td className={table.wide}>{fieldLabel(field)}</Table.Td>
              <Table.Td className={table.wide}>
                <Link href={to.campaign(campaignId)} className={table.link}>
                  {campaigns.find(({ id }) => id === campaignId)?.name ?? campaignId}
                </Link>
              </Table.Td>
              <Table.Td>
                <Badge color={COLOR[state]}>{words.states[state]}</Badge>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {syncs.map((sync) => (
        <MakeAgain key={sync.id} sync={sync} catalogue={catalogue} />
      ))}
    </>
  );
}

const COLOR = { there: "word", unknown: "gray", missing: "red", unfit: "red" } as const;

type State = keyof typeof COLOR;

function whatIs(
  { field, property }: OutboundMapping,
  { properties, fetchedAt }: Catalogue,
): { label: string; state: State } {
  const known: Property | undefined = properties.find(({ name }) => name === property);
  if (known) return { label: known.label, state: canTake(known, field) ? "there" : "unfit" };
  return { label: fieldLabel(field), state: fetchedAt ? "missing" : "unknown" };
}

/** Makes those of Goodword's own properties anew that a sync writes and somebody removed. */
function MakeAgain({
  sync: { campaignId, outbound },
  catalogue,
}: {
  sync: Sync;
  catalogue: Catalogue;
}) {
  const make = useMakeProperties(campaignId);
  const fields = outbound
    .filter((mapping) => whatIs(mapping, catalogue).state === "missing")
    .filter(({ field, property }) => property === ownProperty(campaignId, field))
    .map(({ field }) => field);
  if (fields.length === 0) return null;
  return (
    <>
      {make.isError && <ProblemNotice error={make.error} />}
      <Button
        mt="sm"
        variant="default"
        loading={make.isPending || (make.isSuccess && catalogue.refreshing)}
        onClick={() => make.mutate(fields)}
      >
        {text.settings.properties.make(fields.length)}
      </Button>
    </>
  );
}
