/** A card without data: a title and what to do. The sidebar has no room for the illustration. */
import { EmptyState, type EmptyStateProps, Flex, Heading } from "@hubspot/ui-extensions";
import type { ReactNode } from "react";
import type { Layout } from "./host";

interface Props {
  layout: Layout;
  title: string;
  imageName: NonNullable<EmptyStateProps["imageName"]>;
  children: ReactNode;
}

export function EmptyNote({ layout, title, imageName, children }: Props) {
  const content = (
    <Flex direction="column" gap="sm" align="start">
      {children}
    </Flex>
  );
  return layout === "tab" ? (
    <EmptyState title={title} layout="horizontal" imageName={imageName}>
      {content}
    </EmptyState>
  ) : (
    <Flex direction="column" gap="sm">
      <Heading>{title}</Heading>
      {content}
    </Flex>
  );
}
