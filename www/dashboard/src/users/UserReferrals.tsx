import { Anchor, Button, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { nameOf } from "../data/names";
import { useReferrals } from "../data/referrals";
import type { Referral, Referrer } from "../data/types";
import { to } from "../places/places";
import { AddReferral } from "../referrals/AddReferral";
import { personOf } from "../referrals/names";
import { ReferralBadge } from "../referrals/ReferralBadge";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { Moment } from "../ui/Moment";
import { Section } from "../ui/Section";
import classes from "./UserDetails.module.css";

const LATEST = 5;

/** The latest referrals of a referrer, with the reasons why some do not count, and a button to add one. */
export function UserReferrals({ referrer }: { referrer: Referrer }) {
  const words = text.referrals.ofUser;
  const { campaign, contactId } = referrer;
  const query = useReferrals({ campaignId: campaign.id, contactId });
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title={words.title}
      aside={
        <Button variant="default" size="xs" onClick={() => setAdding(true)}>
          {text.referrals.add.action}
        </Button>
      }
    >
      <Loaded query={query} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{words.none}</Text>
          ) : (
            <>
              <ul className={classes.referrals}>
                {items.slice(0, LATEST).map((referral) => (
                  <Line key={referral.id} referral={referral} />
                ))}
              </ul>
              {items.length > LATEST && (
                <Anchor
                  component={Link}
                  href={to.referralsBy(campaign.id, contactId)}
                  inherit
                  className={classes.all}
                >
                  {words.all}
                </Anchor>
              )}
            </>
          )
        }
      </Loaded>
      <AddReferral
        campaignId={campaign.id}
        contactId={contactId}
        referrer={nameOf(referrer)}
        opened={adding}
        onClose={() => setAdding(false)}
      />
    </Section>
  );
}

function Line({ referral }: { referral: Referral }) {
  const { id, status, notCounted, why, at } = referral;
  return (
    <li>
      <Anchor component={Link} href={to.referral(id)} inherit>
        {personOf(referral)}
      </Anchor>
      <ReferralBadge status={status} />
      <Moment iso={at} dayOnly />
      {notCounted && <p>{why.join(" ")}</p>}
    </li>
  );
}
