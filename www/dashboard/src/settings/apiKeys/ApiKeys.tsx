import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useApiKeys } from "../../data/apiKeys";
import { text } from "../../text";
import { Loaded } from "../../ui/Loaded";
import { CallExamples } from "./CallExamples";
import { KeyTable } from "./KeyTable";
import { MakeKey } from "./MakeKey";

/** The account's API keys, and examples of their use. */
export default function ApiKeys() {
  const words = text.apiKeys;
  const query = useApiKeys();
  const [making, setMaking] = useState(false);
  return (
    <>
      <Text mb="sm">{words.body}</Text>
      <Loaded query={query} lines={2}>
        {(keys) =>
          keys.length === 0 ? <Text c="dimmed">{words.none}</Text> : <KeyTable keys={keys} />
        }
      </Loaded>
      <Button variant="default" mt="sm" onClick={() => setMaking(true)}>
        {words.make}
      </Button>
      <CallExamples />
      <MakeKey opened={making} onClose={() => setMaking(false)} />
    </>
  );
}
