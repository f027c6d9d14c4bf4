/** What was seen of a destination while the page was open. */
export interface Seen {
  atMs: number;
  accepted: number;
  delivered: number;
  queued: number;
}

/** As much as fits the little picture, and the agent is asked every five seconds: ten minutes. */
export const MOST_SEEN = 120;

/** The history with what is new; begins again where counters went back, as after a restart. */
export function remember(history: Seen[], now: Seen): Seen[] {
  const last = history.at(-1);
  if (last && (now.atMs <= last.atMs || now.accepted < last.accepted)) {
    return now.accepted < last.accepted ? [now] : history;
  }
  return [...history, now].slice(-MOST_SEEN);
}

/** Samples a second that arrived and that were delivered, over the last `windowMs`. */
export function pace(history: Seen[], windowMs = 30_000): { inRate: number; outRate: number } | undefined {
  const last = history.at(-1);
  const first = last && history.find((seen) => seen.atMs >= last.atMs - windowMs);
  if (!first || first === last) {
    return undefined;
  }
  const seconds = (last!.atMs - first.atMs) / 1000;
  return { inRate: (last!.accepted - first.accepted) / seconds, outRate: (last!.delivered - first.delivered) / seconds };
}

/** A line through values, scaled to a box; the highest value touches its top. */
export function line(values: number[], width: number, height: number, most = MOST_SEEN): string {
  const top = Math.max(1e-9, ...values);
  const step = width / (most - 1);
  const from = width - (values.length - 1) * step;
  return values
    .map((value, at) => `${at === 0 ? "M" : "L"}${(from + at * step).toFixed(1)} ${(height - (value / top) * height).toFixed(1)}`)
    .join("");
}
