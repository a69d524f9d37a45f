import { Button, Text } from "@mantine/core";
import { useId } from "react";
import type { ShareLinks } from "../data/types";
import { text } from "../text";
import classes from "./links.module.css";

const WAYS = ["email", "whatsapp", "linkedin", "x", "facebook", "sms"] as const;

/** Links that share a referral link with the campaign's message. */
export function ShareWays({ share }: { share: ShareLinks }) {
  const { title, ways } = text.links.share;
  const id = useId();
  return (
    <div>
      <Text size="xs" c="dimmed" id={id}>
        {title}
      </Text>
      <ul className={classes.ways} aria-labelledby={id}>
        {WAYS.map((way) => (
          <li key={way}>
            <Button
              component="a"
              href={share[way]}
              target="_blank"
              rel="noreferrer"
              variant="default"
              size="xs"
            >
              {ways[way]}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
