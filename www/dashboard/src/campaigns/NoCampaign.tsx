import { Button } from "@mantine/core";
import { Link } from "wouter";
import { to } from "../places/places";
import { text } from "../text";
import { Message } from "../ui/Message";

/** Stands in the place of a campaign that does not exist. */
export function NoCampaign() {
  const words = text.campaigns.notFound;
  return (
    <Message title={words.title} body={words.body} page>
      <Button component={Link} href={to.campaigns} variant="default">
        {words.action}
      </Button>
    </Message>
  );
}
