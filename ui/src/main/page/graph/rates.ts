import { signal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { follow } from "../lib/api";
import { isPaused } from "../lib/live";
import { flowsOf, gathering, ratesOf, type Rates } from "./structure";

/** Seconds that rates are taken over. */
export const WINDOW = 3;

/** How long to wait before a stream that ended is followed again. */
const AGAIN_MS = 5_000;

export interface LiveRates {
  rates: Rates;
  /** Empty while rates come. */
  problem: string;
}

/** What flows in a module, while the page is seen and not paused. */
export function useRates(moduleID: string): Signal<LiveRates> {
  const live = useMemo(() => signal<LiveRates>({ rates: new Map(), problem: "" }), [moduleID]);
  useEffect(() => followRates(moduleID, live), [moduleID]);
  return live;
}

function followRates(moduleID: string, live: Signal<LiveRates>): () => void {
  let stop = new AbortController();
  let timer = 0;
  let isGone = false;
  const path = `api/v0/web/graph${moduleID ? "/" + moduleID.split("/").map(encodeURIComponent).join("/") : ""}?window=${WINDOW}`;
  const begin = async () => {
    stop = new AbortController();
    const own = stop.signal;
    const gather = gathering(WINDOW * 1000);
    try {
      await follow(path, own, (parts) => {
        live.value = { rates: ratesOf(gather(flowsOf(parts), performance.now()), moduleID), problem: "" };
      });
    } catch (cause) {
      if (!own.aborted) {
        live.value = { rates: new Map(), problem: cause instanceof Error ? cause.message : String(cause) };
      }
    }
    if (!isGone && !own.aborted) {
      timer = setTimeout(begin, AGAIN_MS) as unknown as number;
    }
  };
  const look = () => {
    stop.abort();
    clearTimeout(timer);
    if (!document.hidden && !isPaused.value) {
      void begin();
    }
  };
  const unsubscribe = isPaused.subscribe(look);
  document.addEventListener("visibilitychange", look);
  return () => {
    isGone = true;
    unsubscribe();
    document.removeEventListener("visibilitychange", look);
    clearTimeout(timer);
    stop.abort();
  };
}
