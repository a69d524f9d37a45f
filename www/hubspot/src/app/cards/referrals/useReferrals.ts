/** The card's state: one answer, at most one request in flight, the last failure. */
import { useCallback, useEffect, useReducer, useRef } from "react";
import type { Answer } from "./answer";
import type { Client, Outcome, Person } from "./client";
import type { Trouble } from "./trouble";

export type Work =
  | { kind: "read" }
  | { kind: "enrol"; campaignId: number }
  | { kind: "refer"; campaignId: number; person: Person };

export interface State {
  /** The newest answer. It stays on screen while a later request runs or fails. */
  answer: Answer | null;
  doing: Work | null;
  failed: { work: Work; trouble: Trouble } | null;
}

type Event = { began: Work } | { ended: Work; outcome: Outcome };

const READ: Work = { kind: "read" };
const INITIAL: State = { answer: null, doing: READ, failed: null };

function reduce(state: State, event: Event): State {
  if ("began" in event) {
    return { ...state, doing: event.began, failed: null };
  }
  return "answer" in event.outcome
    ? { answer: event.outcome.answer, doing: null, failed: null }
    : { ...state, doing: null, failed: { work: event.ended, trouble: event.outcome.trouble } };
}

function perform(client: Client, work: Work): Promise<Outcome> {
  switch (work.kind) {
    case "read":
      return client.read();
    case "enrol":
      return client.enrol(work.campaignId);
    case "refer":
      return client.refer(work.campaignId, work.person);
  }
}

export function useReferrals(client: Client, onAnswer: (work: Work, answer: Answer) => void) {
  const [state, dispatch] = useReducer(reduce, INITIAL);
  const isMounted = useRef(true);
  // Two clicks can arrive before the first one has disabled the button.
  const isBusy = useRef(false);
  const latestOnAnswer = useRef(onAnswer);
  latestOnAnswer.current = onAnswer;

  const run = useCallback(
    async (work: Work) => {
      if (isBusy.current) {
        return;
      }
      isBusy.current = true;
      dispatch({ began: work });
      const outcome = await perform(client, work);
      isBusy.current = false;
      if (!isMounted.current) {
        return;
      }
      dispatch({ ended: work, outcome });
      if ("answer" in outcome) {
        latestOnAnswer.current(work, outcome.answer);
      }
    },
    [client],
  );

  useEffect(() => {
    isMounted.current = true;
    void run(READ);
    return () => {
      isMounted.current = false;
    };
  }, [run]);

  return { state, run };
}
