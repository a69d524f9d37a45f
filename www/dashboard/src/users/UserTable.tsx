import { Text, Tooltip } from "@mantine/core";
import { Link } from "wouter";
import { useCampaignName } from "../data/campaigns";
import { nameOf } from "../data/names";
import type { ReferrerLine } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { number } from "../text/format";
import { CopyLink } from "../ui/CopyLink";
import { AlertIcon } from "../ui/icons";
import { ListTable } from "../ui/ListTable";
import { Moment } from "../ui/Moment";
import table from "../ui/Table.module.css";
import { LinkBadge } from "./LinkBadge";
import classes from "./users.module.css";

interface Props {
  lines: ReferrerLine[];
  /** The filters, to keep them in the address of each user's panel. */
  tail: string;
  stale: boolean;
}

export function UserTable({ lines, tail, stale }: Props) {
  const words = text.users.columns;
  const campaignName = useCampaignName();
  return (
    <ListTable
      label={text.users.title}
      items={lines}
      keyOf={({ campaignId, contactId }) => `${campaignId}/${contactId}`}
      stale={stale}
      highlight
      columns={[
        { head: words.name, cell: (line) => <Name line={line} tail={tail} /> },
        { head: words.campaign, wide: true, cell: (line) => campaignName(line.campaignId) },
        { head: words.link, wide: true, cell: (line) => <LinkCell line={line} /> },
        {
          head: words.status,
          wide: true,
          cell: ({ linkStatus }) => <LinkBadge status={linkStatus} />,
        },
        {
          head: words.peopleReferred,
          number: true,
          cell: ({ peopleReferred }) => number(peopleReferred),
        },
        {
          head: words.successfulReferrals,
          number: true,
          wide: true,
          cell: ({ successfulReferrals }) => number(successfulReferrals),
        },
        {
          head: words.joined,
          number: true,
          wide: true,
          cell: ({ joinedAt }) => <Moment iso={joinedAt} dayOnly />,
        },
      ]}
    />
  );
}

function Name({ line, tail }: { line: ReferrerLine; tail: string }) {
  const { campaignId, contactId, email, linkStatus, syncProblem } = line;
  const name = nameOf(line);
  return (
    <>
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
    </>
  );
}

function LinkCell({ line }: { line: ReferrerLine }) {
  return (
    <div className={classes.linkCell}>
      <span className={classes.code} title={line.link}>
        {line.code}
      </span>
      <CopyLink value={line.link} label={text.users.copyLink(nameOf(line))} />
    </div>
  );
}
