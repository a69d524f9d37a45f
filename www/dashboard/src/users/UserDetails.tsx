import { Alert, Anchor, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { ActivitySection, type Period } from "../charts/ActivitySection";
import { nameOf } from "../data/names";
import { useReferrerActivity } from "../data/referrers";
import type { Referrer } from "../data/types";
import { RecordLink } from "../hubspot/RecordLink";
import { QrFiles } from "../links/QrFiles";
import { ShareWays } from "../links/ShareWays";
import { to } from "../places/places";
import { text } from "../text";
import { number } from "../text/format";
import { CopyLink } from "../ui/CopyLink";
import { Facts } from "../ui/Facts";
import { Moment } from "../ui/Moment";
import panel from "../ui/Panel.module.css";
import { LinkBadge } from "./LinkBadge";
import { LinkChanges } from "./LinkChanges";
import { LinkName } from "./LinkName";
import classes from "./UserDetails.module.css";
import { UserHistory } from "./UserHistory";
import { UserReferrals } from "./UserReferrals";

export function UserDetails({ referrer }: { referrer: Referrer }) {
  const words = text.users.panel;
  const { email, link, linkStatus, qrCodeUrl, qrCodePngUrl } = referrer;
  return (
    <div className={panel.details}>
      <div className={panel.who}>
        <LinkBadge status={linkStatus} />
        {email && <Text c="dimmed">{email}</Text>}
        <RecordLink contactId={referrer.contactId} />
      </div>
      <SyncNote referrer={referrer} />
      <div className={classes.link}>
        <div className={classes.address}>
          <Text size="xs" c="dimmed">
            {words.link}
          </Text>
          <Text className={classes.url}>{link}</Text>
          <div className={classes.buttons}>
            <CopyLink value={link} label={text.users.copyLink(nameOf(referrer))} labelled />
            <LinkName referrer={referrer} />
          </div>
        </div>
        <div>
          <a href={qrCodeUrl} target="_blank" rel="noreferrer" aria-label={words.qrOpen}>
            <img
              className={classes.qr}
              src={qrCodeUrl}
              width={112}
              height={112}
              alt={words.qrOf(nameOf(referrer))}
            />
          </a>
          <QrFiles
            svg={qrCodeUrl}
            png={qrCodePngUrl}
            of={nameOf(referrer)}
            name={referrer.slug ?? referrer.code}
          />
        </div>
      </div>
      <ShareWays share={referrer.share} />
      <LinkChanges referrer={referrer} />
      <Facts facts={factsOf(referrer)} />
      <UserReferrals referrer={referrer} />
      <UserActivity referrer={referrer} />
      <UserHistory events={referrer.history} />
    </div>
  );
}

function factsOf(referrer: Referrer): Parameters<typeof Facts>[0]["facts"] {
  const words = text.users.panel;
  const { campaign, lastSyncedAt } = referrer;
  return [
    [text.charts.measures.clicks, number(referrer.clicks)],
    [
      words.peopleReferred,
      <Anchor
        key="referred"
        component={Link}
        href={to.referralsBy(campaign.id, referrer.contactId)}
        inherit
      >
        {number(referrer.peopleReferred)}
      </Anchor>,
    ],
    [words.successfulReferrals, number(referrer.successfulReferrals)],
    [words.code, referrer.code],
    [
      words.campaign,
      <Anchor key="campaign" component={Link} href={to.campaign(campaign.id)} inherit>
        {campaign.name}
      </Anchor>,
    ],
    [words.joined, <Moment key="joined" iso={referrer.joinedAt} />],
    [words.synced, lastSyncedAt ? <Moment key="synced" iso={lastSyncedAt} /> : words.never],
  ];
}

function SyncNote({ referrer: { syncState, syncProblem } }: { referrer: Referrer }) {
  const words = text.users.panel;
  if (syncState === "waiting") return <Text c="dimmed">{words.waiting}</Text>;
  if (syncState !== "failed" && !syncProblem) return null;
  return (
    <Alert color="red" title={words.failed}>
      {syncProblem}
    </Alert>
  );
}

function UserActivity({ referrer: { campaign, contactId } }: { referrer: Referrer }) {
  const [days, setDays] = useState<Period>(30);
  const query = useReferrerActivity(campaign.id, contactId, days);
  return (
    <ActivitySection title={text.users.panel.activity} query={query} days={days} onDays={setDays} />
  );
}
