import { Button, Menu } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { exportTable, type TableQuery } from "../data/transfer/exporting";
import type { Kind } from "../data/transfer/kinds";
import { text } from "../text";
import { FailedChange } from "../ui/FailedChange";
import { ChevronIcon } from "../ui/icons";

// Holds the CSV parser, so it is fetched when it is first opened.
const ImportDialog = lazy(() => import("./ImportDialog"));

interface Props {
  kind: Kind;
  /** The campaign that the list shows; `null` for several. */
  campaignId: number | null;
  /** The filters of the list. The export uses the same filters. */
  query?: TableQuery;
}

/** Exports and imports a list as CSV. */
export function TransferMenu({ kind, campaignId, query }: Props) {
  const words = text.transfer;
  const [importing, setImporting] = useState(false);
  const [parts, setParts] = useState(0);
  const narrowed = query ?? (campaignId === null ? {} : { campaignId });
  const csv = useMutation({ mutationFn: () => exportTable(kind, narrowed, setParts) });
  return (
    <>
      <Menu position="bottom-end" width={180}>
        <Menu.Target>
          <Button variant="default" rightSection={<ChevronIcon />} disabled={csv.isPending}>
            {csv.isPending ? <span role="status">{words.exporting(parts)}</span> : words.menu[kind]}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => csv.mutate()}>{words.export}</Menu.Item>
          <Menu.Item onClick={() => setImporting(true)}>{words.import}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <FailedChange error={csv.error} onClose={csv.reset} />
      {importing && (
        <Suspense fallback={null}>
          <ImportDialog kind={kind} campaignId={campaignId} onClose={() => setImporting(false)} />
        </Suspense>
      )}
    </>
  );
}
