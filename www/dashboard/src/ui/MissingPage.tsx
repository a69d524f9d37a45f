import { Button } from "@mantine/core";
import { Link } from "wouter";
import { Message } from "./Message";

interface Props {
  words: { title: string; body: string; action: string };
  href: string;
}

/** A page that does not exist, and the way to one that does. */
export function MissingPage({ words, href }: Props) {
  return (
    <Message title={words.title} body={words.body} page>
      <Button component={Link} href={href} variant="default">
        {words.action}
      </Button>
    </Message>
  );
}
