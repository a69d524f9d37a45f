import { Badge, Button, Text } from "@mantine/core";
import { Link } from "wouter";
import { useCampaignName } from "../data/campaigns";
import { useCatalogue, useMakeProperties } from "../data/catalogue";
import { useSyncs } from "../data/syncs";
import type { Catalogue, OutboundMapping, Property, Sync } from "../data/types";
import { canTake, fieldLabel, ownProperty } from "../hubspot/fields";
import { to } from "../places/places";
import { text } from "../text";
import { ListTable } from "../ui/ListTable";
import { Loaded } from "../ui/Loaded";
import { ProblemNotice } from "../ui/ProblemNotice";
import table from "../ui/Table.module.css";

/** Lists the contact properties that syncs write, and whether HubSpot has them in a fitting form. */
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
  const campaignName = useCampaignName();
  const rows = syncs.flatMap(({ campaignId, outbound }) =>
    outbound
      .filter(({ mode }) => mode !== "never")
      .map((mapping) => ({ campaignId, ...mapping, ...whatIs(mapping, catalogue) })),
  );
  if (rows.length === 0) return <Text c="dimmed">{words.none}</Text>;
  return (
    <>
      <ListTable
        label={words.title}
        items={rows}
        keyOf={({ property }) => property}
        columns={[
          {
            head: words.property,
            cell: ({ label, property }) => (
              <>
                {label}
                <Text size="xs" c="dimmed">
                  {property}
                </Text>
              </>
            ),
          },
          { head: words.data, wide: true, cell: ({ field }) => fieldLabel(field) },
          {
            head: words.campaign,
            wide: true,
            cell: ({ campaignId }) => (
              <Link href={to.campaign(campaignId)} className={table.link}>
                {campaignName(campaignId)}
              </Link>
            ),
          },
          {
            head: words.state,
            cell: ({ state }) => <Badge color={COLOR[state]}>{words.states[state]}</Badge>,
          },
        ]}
      />
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

/** Offers to create Goodword's own properties again if somebody removed them. */
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
