import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { json, NoAnswer } from "./api";

/** The last answer, why there is no newer one, and when the answer came (epoch milliseconds). */
export interface Known<T> {
  data?: T;
  problem?: NoAnswer;
  at: number;
}

/** Whether the reader has stopped the page from asking again. */
export const isPaused = signal(false);

/** When any answer last came, over all that is followed. */
export const lastAnswer = signal(0);

/** Whether the last request failed because nothing answered. */
export const isOffline = signal(false);

/** How often a small answer is asked for again. */
const EVERY_MS = 5_000;

/** An answer that takes long is asked for less often: the agent has better things to do. */
const SHARE = 20;

/** A hidden page asks nothing, and looks again as often as this. */
const HIDDEN_MS = 1_000;

/**
 * Asks for `path` again and again while the caller is on the page. What was known stays while the
 * agent is away; a null path asks nothing.
 */
export function useLive<T>(path: string | null, everyMs = EVERY_MS): ReadonlySignal<Known<T>> {
  const known = useMemo<Signal<Known<T>>>(() => signal({ at: 0 }), [path]);
  useEffect(() => (path === null ? undefined : keepAsking(path, everyMs, known)), [path, everyMs]);
  return known;
}

function keepAsking<T>(path: string, everyMs: number, known: Signal<Known<T>>): () => void {
  const stop = new AbortController();
  let timer = 0;
  const turn = async () => {
    if (known.value.at > 0 && (document.hidden || isPaused.value)) {
      timer = setTimeout(turn, HIDDEN_MS) as unknown as number;
      return;
    }
    const from = performance.now();
    await once(path, stop.signal, known);
    const took = performance.now() - from;
    if (!stop.signal.aborted) {
      timer = setTimeout(turn, Math.max(everyMs, took * SHARE)) as unknown as number;
    }
  };
  void turn();
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

async function once<T>(path: string, signal: AbortSignal, known: Signal<Known<T>>): Promise<void> {
  try {
    const data = await json<T>(path, { signal });
    isOffline.value = false;
    lastAnswer.value = Date.now();
    known.value = { data, at: lastAnswer.value };
  } catch (cause) {
    if (signal.aborted) {
      return;
    }
    const problem = cause instanceof NoAnswer ? cause : new NoAnswer("The agent's answer cannot be read.", 500);
    isOffline.value = problem.status === 0;
    known.value = { ...known.value, problem, at: known.value.at };
  }
}

/** What is derived from an answer, once for each answer. */
export function useDerived<T, R>(source: ReadonlySignal<Known<T>>, derive: (data: T) => R): ReadonlySignal<R | undefined> {
  return useMemo(
    () => computed(() => (source.value.data === undefined ? undefined : derive(source.value.data))),
    [source],
  );
}
