import { Button } from "@mantine/core";
import { Link } from "wouter";
import { text } from "../text";
import { Message } from "./Message";
import { to } from "./places";

export function NotFound() {
  const words = text.shell.notFound;
  return (
    <Message title={words.title} body={words.body} page>
      <Button component={Link} href={to.campaigns} variant="default">
        {words.action}
      </Button>
    </Message>
  );
}
