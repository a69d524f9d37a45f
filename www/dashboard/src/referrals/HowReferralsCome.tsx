import { Button, Text, Title } from "@mantine/core";
import { Link } from "wouter";
import { to } from "../places/places";
import { text } from "../text";
import classes from "./referrals.module.css";

/** Explains in an empty list how referrals come in. */
export function HowReferralsCome() {
  const words = text.referrals.empty;
  return (
    <div className={classes.empty}>
      <Title order={2}>{words.title}</Title>
      <Text c="dimmed" mt={6}>
        {words.body}
      </Text>
      <dl className={classes.ways}>
        {words.ways.map(([name, how]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{how}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.buttons}>
        <Button component={Link} href={to.users} variant="default">
          {words.users}
        </Button>
        <Button component={Link} href={to.settings} variant="default">
          {words.keys}
        </Button>
      </div>
    </div>
  );
}
