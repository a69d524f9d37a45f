import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { SessionGate } from "../connection/SessionGate";
import { Crash } from "./Crash";
import { Frame } from "./Frame";
import { Screens } from "./Screens";
import { theme } from "./theme";

/** The whole dashboard. The Worker answers every path that is not its own with this page. */
export function Root({ client }: { client: QueryClient }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Crash>
        <QueryClientProvider client={client}>
          <SessionGate>
            {(session) => (
              <Frame session={session}>
                <Screens session={session} />
              </Frame>
            )}
          </SessionGate>
        </QueryClientProvider>
      </Crash>
    </MantineProvider>
  );
}
