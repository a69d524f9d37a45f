import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Crash } from "./Crash";
import { InAccount } from "./InAccount";
import { theme } from "./theme";

/** The whole dashboard. The Worker answers every path that is not its own with this page. */
export function Root({ client }: { client: QueryClient }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Crash>
        <QueryClientProvider client={client}>
          <InAccount />
        </QueryClientProvider>
      </Crash>
    </MantineProvider>
  );
}
