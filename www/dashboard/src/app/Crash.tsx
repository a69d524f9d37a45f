import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { text } from "../text";
import { Message } from "../ui/Message";

/** The last safety net: a fault while rendering shows a message instead of a blank page. */
export class Crash extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    return (
      <Message title={text.shell.crash.title} body={text.shell.crash.body} role="alert" page>
        <Button onClick={() => window.location.reload()}>{text.common.reload}</Button>
      </Message>
    );
  }
}
