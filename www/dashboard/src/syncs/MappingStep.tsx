import { Badge, Button, Code, Table, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useId } from "react";
import type { Campaign, Sync } from "../api/types";
import table from "../shell/Table.module.css";
import { text } from "../text";
import { fieldLabel, ownOutbound, usualInbound } from "./mapping";
import { StepFoot } from "./StepFoot";

interface Props {
  campaign: Campaign;
  sync: Sync | null;
  onNext: () => void;
  onBack: () => void;
}

export function MappingStep({ campaign, sync, onNext, onBack }: Props) {
  const words = text.syncs.flow.mapping;
  const title = useId();
  const outbound = sync?.outbound ?? ownOutbound(campaign.id);
  const inbound = sync?.inbound ?? usualInbound;
  return (
    <section aria-labelledby={title}>
      <Title order={2} id={title}>
        {words.title}
      </Title>
      <Text c="dimmed" mt={4} mb="xl">
        {words.body}
      </Text>
      <Mapping
        caption={words.inbound}
        columns={[words.inboundFrom, words.inboundTo]}
        rows={inbound.map((row) => ({
          key: row.field,
          from: <Code>{"property" in row ? row.property : row.fixed}</Code>,
          to: fieldLabel(row.field),
        }))}
      />
      <Mapping
        caption={words.outbound}
        columns={[words.outboundFrom, words.outboundTo]}
        rows={outbound.map(({ field, property }) => ({
          key: field,
          from: (
            <>
              {fieldLabel(field)}
              {field === "referralLink" && (
                <Badge ml="xs" size="sm" color="gray">
                  {words.required}
                </Badge>
              )}
            </>
          ),
          to: <Code>{property}</Code>,
        }))}
      />
      <StepFoot onBack={onBack}>
        <Button onClick={onNext}>{text.common.next}</Button>
      </StepFoot>
    </section>
  );
}

interface MappingProps {
  caption: string;
  columns: [string, string];
  rows: { key: string; from: ReactNode; to: ReactNode }[];
}

function Mapping({ caption, columns, rows }: MappingProps) {
  return (
    <>
      <Title order={3} mt="lg" mb="xs">
        {caption}
      </Title>
      <Table className={table.table} layout="fixed" aria-label={caption}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, from, to }) => (
            <Table.Tr key={key}>
              <Table.Td>{from}</Table.Td>
              <Table.Td>{to}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
