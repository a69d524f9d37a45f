import { Anchor, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useCampaignName } from "../data/campaigns";
import type { Referral } from "../data/types";
import { RecordLink } from "../hubspot/RecordLink";
import { to } from "../places/places";
import { text } from "../text";
import { Facts } from "../ui/Facts";
import { Moment } from "../ui/Moment";
import panel from "../ui/Panel.module.css";
import { Decisions } from "./Decisions";
import { personOf, referrerOf } from "./names";
import { ReferralBadge } from "./ReferralBadge";
import { ReferralHistory } from "./ReferralHistory";
import classes from "./referrals.module.css";

export function ReferralDetails({ referral }: { referral: Referral }) {
  const { status, email, contactId, history } = referral;
  return (
    <div className={panel.details}>
      <div className={panel.who}>
        <ReferralBadge status={status} />
        {email && email !== personOf(referral) && <Text c="dimmed">{email}</Text>}
        {contactId ? (
          <RecordLink contactId={contactId} />
        ) : (
          <Text c="dimmed">{text.referrals.panel.noContact}</Text>
        )}
      </div>
      <Why referral={referral} />
      <Decisions referral={referral} />
      <Facts facts={useFacts(referral)} />
      <ReferralHistory events={history} />
    </div>
  );
}

/** Explains the status in the API's sentences. */
function Why({ referral: { status, byHand, why } }: { referral: Referral }) {
  const words = text.referrals.panel;
  return (
    <div className={classes.why} data-status={status} aria-live="polite">
      <Title order={2}>{words.why[status]}</Title>
      {why.length > 1 ? (
        <ul>
          {why.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : (
        <p>{why[0] ?? words.noWhy}</p>
      )}
      {byHand && <p className={classes.note}>{words.byHand}</p>}
    </div>
  );
}

function useFacts(referral: Referral): Parameters<typeof Facts>[0]["facts"] {
  const words = text.referrals.panel;
  const { campaignId, referrerId, attribution, status, at, clickedAt, decidedAt } = referral;
  const campaign = useCampaignName()(campaignId);
  return [
    [
      words.referrer,
      <Anchor key="referrer" component={Link} href={to.user(campaignId, referrerId)} inherit>
        {referrerOf(referral)}
      </Anchor>,
    ],
    [
      words.campaign,
      <Anchor key="campaign" component={Link} href={to.campaign(campaignId)} inherit>
        {campaign}
      </Anchor>,
    ],
    [words.came, text.referrals.came[attribution]],
    ...moment(words.clicked, clickedAt),
    ...moment(words.at, at),
    ...moment(words.decided[status], decidedAt),
  ];
}

function moment(name: string, iso: string | null | undefined): [string, ReactNode][] {
  return iso ? [[name, <Moment key={name} iso={iso} />]] : [];
}
