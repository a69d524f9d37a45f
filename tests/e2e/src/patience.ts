/**
 * The longest wait for anything, in milliseconds. Only a wait that fails takes so long, so it is long enough for a
 * machine that is busy with other work.
 */
export const PATIENCE_MS = 120_000;

/** The longest time of a story or its set-up, in milliseconds: some waits follow each other. */
export const STORY_MS = 5 * PATIENCE_MS;
