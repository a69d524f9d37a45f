/**
 * Questions that HubSpot has to be asked for: put once, then asked after until they are answered.
 */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { pace } from "./cache";
import { call } from "./client";
import type {
  AudienceCount,
  DryRun,
  NewAudienceCount,
  NewPreview,
  NewRuleTrial,
  NewSync,
  Preview,
  QuestionState,
  RuleTrial,
} from "./types";

interface Question {
  id: number;
  state: QuestionState;
}

/** How one kind of question is put, and asked after. */
interface Kind<Body, Q extends Question> {
  name: string;
  ask: (body: Body) => Promise<Q>;
  look: (question: number, signal: AbortSignal) => Promise<Q>;
}

export const audienceCounts: Kind<NewAudienceCount, AudienceCount> = {
  name: "audience-counts",
  ask: (body) => call("POST /api/audience-counts", { body }),
  look: (question, signal) =>
    call("GET /api/audience-counts/{question}", { ids: { question }, signal }),
};

export const previews: Kind<NewPreview, Preview> = {
  name: "previews",
  ask: (body) => call("POST /api/previews", { body }),
  look: (question, signal) => call("GET /api/previews/{question}", { ids: { question }, signal }),
};

export const dryRuns: Kind<NewSync, DryRun> = {
  name: "dry-runs",
  ask: (body) => call("POST /api/dry-runs", { body }),
  look: (question, signal) => call("GET /api/dry-runs/{question}", { ids: { question }, signal }),
};

export const ruleTrials: Kind<NewRuleTrial, RuleTrial> = {
  name: "rule-trials",
  ask: (body) => call("POST /api/rule-trials", { body }),
  look: (question, signal) =>
    call("GET /api/rule-trials/{question}", { ids: { question }, signal }),
};

const OVER: QuestionState[] = ["counted", "ready", "finished", "failed"];
export const isAnswered = ({ state }: Question): boolean => OVER.includes(state);

interface Asking<Body, Q extends Question> {
  kind: Kind<Body, Q>;
  /** What is asked; another body is another question. */
  body: Body;
  enabled: boolean;
}

export function useQuestion<Body, Q extends Question>({ kind, body, enabled }: Asking<Body, Q>) {
  const asked = useQuery({
    queryKey: [kind.name, JSON.stringify(body)],
    queryFn: () => kind.ask(body),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  const id = asked.isPlaceholderData ? undefined : asked.data?.id;
  const answer = useQuestionState(kind, id);
  return {
    answer: answer.data ?? asked.data,
    /** What is shown answers an earlier question. */
    stale: asked.isPlaceholderData,
    error: asked.error ?? answer.error,
    again: () => void asked.refetch(),
  };
}

/** One question that was put, until it is answered. */
export function useQuestionState<Body, Q extends Question>(
  kind: Kind<Body, Q>,
  id: number | undefined,
) {
  return useQuery({
    queryKey: [kind.name, "of", id],
    queryFn: ({ signal }): Promise<Q> => kind.look(id ?? 0, signal),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) =>
      state.error || (state.data && isAnswered(state.data)) ? false : pace.question,
  });
}
