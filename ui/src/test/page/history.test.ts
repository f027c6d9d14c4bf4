import { expect, test } from "vitest";
import { line, MOST_SEEN, pace, remember, type Seen } from "../../main/page/lib/history";
import { readingsOf } from "../../main/page/lib/metrics";

const seen = (atMs: number, accepted: number): Seen => ({ atMs, accepted, delivered: accepted / 2, queued: accepted / 2 });

test("a history grows, forgets its beginning, and begins again where counters went back", () => {
  let history: Seen[] = [];
  for (let i = 0; i < MOST_SEEN + 5; i++) {
    history = remember(history, seen(i * 1000, i * 10));
  }
  expect(history).toHaveLength(MOST_SEEN);
  expect(remember(history, history.at(-1)!)).toBe(history);
  expect(remember(history, seen(1e9, 3))).toEqual([seen(1e9, 3)]);
});

test("a pace is taken over the last half minute", () => {
  expect(pace([seen(0, 0)])).toBeUndefined();
  expect(pace([seen(0, 0), seen(60_000, 1000), seen(90_000, 4000)])).toEqual({ inRate: 100, outRate: 50 });
});

test("a line ends at the right and touches the top", () => {
  expect(line([1, 2], 100, 10, 11)).toBe("M90.0 5.0L100.0 0.0");
  expect(line([0, 0], 100, 10, 11)).toBe("M90.0 10.0L100.0 10.0");
  expect(line([], 100, 10)).toBe("");
});

test("readings are those of one component, in the root as in a module", () => {
  const metric = (path: string, value: number) => ({
    label: [{ name: "component_id", value: "a.b" }, { name: "component_path", value: path }, { name: "code", value: "200" }],
    counter: { value },
  });
  const families = [
    { name: "requests_total", help: "h", type: "COUNTER", metric: [metric("/", 1), metric("/m.x", 2)] },
    { name: "seconds", help: "", type: "SUMMARY", metric: [{ label: metric("/", 0).label, summary: { sample_count: "4", sample_sum: 2 } }] },
    { name: "up", help: "", type: "GAUGE", metric: [{ gauge: { value: 1 } }] },
  ];
  expect(readingsOf(families, "a.b")).toEqual([
    { name: "requests_total", help: "h", labels: { code: "200" }, value: 1, count: undefined },
    { name: "seconds", help: "", labels: { code: "200" }, value: 0.5, count: 4 },
  ]);
  expect(readingsOf(families, "m.x/a.b").map((reading) => reading.value)).toEqual([2]);
});
