import { Table, Text, Tooltip } from "@mantine/core";
import { Link } from "wouter";
import { useCampaigns } from "../data/campaigns";
import { nameOf } from "../data/names";
import type { ReferrerLine } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { number } from "../text/format";
import { CopyLink } from "../ui/CopyLink";
import { AlertIcon } from "../ui/icons";
import { Moment } from "../ui/Moment";
import table from "../ui/Table.module.css";
import { LinkBadge } from "./LinkBadge";
import classes from "./users.module.css";

interface Props {
  lines: ReferrerLine[];
  /** The filters, kept in the address of each user's panel. */
  tail: string;
  /** Another page is on its way. */
  stale: boolean;
}

export function UserTable({ lines, tail, stale }: Props) {
  const words = text.users.columns;
  const campaigns = useCampaigns().data ?? [];
  const campaignName = (id: number): string =>
    campaigns.find((campaign) => campaign.id === id)?.name ?? text.users.campaignGone(id);
  return (
    <Table
      className={`${table.table} ${stale ? table.stale : ""}`}
      aria-label={text.users.title}
      aria-busy={stale}
      highlightOnHover
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.name}</Table.Th>
          <Table.Th className={table.wide}>{words.campaign}</Table.Th>
          <Table.Th className={table.wide}>{words.link}</Table.Th>
          <Table.Th className={table.wide}>{words.status}</Table.Th>
          <Table.Th className={table.number}>{words.peopleReferred}</Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>
            {words.successfulReferrals}
          </Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>{words.joined}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map((line) => (
          <UserRow
            key={`${line.campaignId}/${line.contactId}`}
            line={line}
            campaign={campaignName(line.campaignId)}
            tail={tail}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps {
  line: ReferrerLine;
  campaign: string;
  tail: string;
}

function UserRow({ line, campaign, tail }: RowProps) {
  const { campaignId, contactId, email, code, link, linkStatus, syncProblem } = line;
  const name = nameOf(line);
  return (
    <Table.Tr>
      <Table.Td>
        <Link href={to.user(campaignId, contactId) + tail} className={table.link}>
          {name}
        </Link>
        {syncProblem && (
          <Tooltip label={syncProblem}>
            <span
              className={classes.problem}
              role="img"
              aria-label={text.users.problemMark(syncProblem)}
            >
              <AlertIcon />
            </span>
          </Tooltip>
        )}
        {email && email !== name && (
          <Text size="xs" c="dimmed">
            {email}
          </Text>
        )}
        {linkStatus !== "live" && (
          <div className={table.narrow}>
            <LinkBadge status={linkStatus} />
          </div>
        )}
      </Table.Td>
      <Table.Td className={table.wide}>{campaign}</Table.Td>
      <Table.Td className={table.wide}>
        <div className={classes.linkCell}>
          <span className={classes.code} title={link}>
            {code}
          </span>
          <CopyLink value={link} label={text.users.copyLink(name)} />
        </div>
      </Table.Td>
      <Table.Td className={table.wide}>
        <LinkBadge status={linkStatus} />
      </Table.Td>
      <Table.Td className={table.number}>{number(line.peopleReferred)}</Table.Td>
      <Table.Td className={`${table.number} ${table.wide}`}>
        {number(line.successfulReferrals)}
      </Table.Td>
      <Table.Td className={`${table.number} ${table.wide}`}>
        <Moment iso={line.joinedAt} dayOnly />
      </Table.Td>
    </Table.Tr>
  );
}
