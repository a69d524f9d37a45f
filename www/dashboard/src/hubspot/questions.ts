/**
 * Questions that HubSpot has to be asked for: put once, then asked after until they are answered.
 */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { GenericSchema } from "valibot";
import { call } from "../api/client";
import { pace } from "../api/queries";

interface Question {
  id: string;
  state: string;
}

const OVER = ["counted", "ready", "finished", "failed"];
export const isAnswered = ({ state }: Question): boolean => OVER.includes(state);

interface Asking<T extends Question> {
  schema: GenericSchema<unknown, T>;
  path: string;
  /** What is asked; another body is another question. */
  body: object;
  enabled: boolean;
}

export function useQuestion<T extends Question>({ schema, path, body, enabled }: Asking<T>) {
  const asked = useQuery({
    queryKey: [path, JSON.stringify(body)],
    queryFn: (): Promise<T> => call(schema, path, { method: "POST", body }),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  const id = asked.isPlaceholderData ? undefined : asked.data?.id;
  const answer = useQuestionState({ schema, path, id });
  return {
    answer: answer.data ?? asked.data,
    /** What is shown answers an earlier question. */
    stale: asked.isPlaceholderData,
    error: asked.error ?? answer.error,
    again: () => void asked.refetch(),
  };
}

interface Following<T extends Question> {
  schema: GenericSchema<unknown, T>;
  path: string;
  id: string | undefined;
}

/** One question that was put, until it is answered. */
export function useQuestionState<T extends Question>({ schema, path, id }: Following<T>) {
  return useQuery({
    queryKey: [path, "of", id],
    queryFn: ({ signal }): Promise<T> => call(schema, `${path}/${id}`, { signal }),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) =>
      state.error || (state.data && isAnswered(state.data)) ? false : pace.question,
  });
}
