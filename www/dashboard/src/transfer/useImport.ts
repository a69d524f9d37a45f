import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Kind, Row } from "../data/transfer/kinds";
import { partsOf, sendPart } from "../data/transfer/sending";
import type { ImportedLine } from "../data/types";

export interface Progress {
  all: number;
  outcomes: ImportedLine[];
  state: "under way" | "waiting" | "failed" | "stopped" | "done";
  error: unknown;
}

/**
 * Runs an import. It can resume after a failure, and stop between two parts. Nobody would see an import that went on
 * after its page was left: it stops then.
 */
export function useImport(kind: Kind) {
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const left = useRef<Row[][]>([]);
  const target = useRef(0);
  const stopper = useRef(new AbortController());
  useEffect(() => () => stopper.current.abort(), []);
  const busy = progress?.state === "under way" || progress?.state === "waiting";
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [busy]);

  const go = async () => {
    const { signal } = stopper.current;
    const set = (change: Partial<Progress>) =>
      setProgress((known) => known && { ...known, ...change });
    const onWaiting = (waiting: boolean) => set({ state: waiting ? "waiting" : "under way" });
    set({ state: "under way", error: null });
    try {
      for (let part = left.current[0]; part; part = left.current[0]) {
        signal.throwIfAborted();
        const sending = { kind, campaignId: target.current, signal, onWaiting };
        const outcomes = await sendPart(part, sending);
        left.current.shift();
        setProgress((known) => known && { ...known, outcomes: [...known.outcomes, ...outcomes] });
      }
      set({ state: "done" });
    } catch (error) {
      set(signal.aborted ? { state: "stopped" } : { state: "failed", error });
    }
    // An import changes lists, counts and charts, so everything is fetched again.
    await client.invalidateQueries();
  };

  return {
    progress,
    busy,
    begin: (campaignId: number, rows: readonly Row[]) => {
      stopper.current = new AbortController();
      left.current = partsOf(rows);
      target.current = campaignId;
      setProgress({ all: rows.length, outcomes: [], state: "under way", error: null });
      void go();
    },
    resume: () => void go(),
    stop: () => {
      stopper.current.abort();
      setProgress((known) => known && { ...known, state: "stopped" });
    },
  };
}
