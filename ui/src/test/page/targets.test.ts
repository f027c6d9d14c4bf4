import { describe, expect, test } from "vitest";
import { distinct, flatten, items, pools, select, type Item, type Pool, type Target, type Wanted } from "../../main/page/lib/targets";

function target(pool: string, instance: string, more: Partial<Target> = {}): Target {
  return {
    discoveredLabels: { __address__: instance },
    labels: { instance, job: pool },
    scrapePool: pool,
    scrapeUrl: `http://${instance}/metrics`,
    globalUrl: `http://${instance}/metrics`,
    lastError: "",
    lastScrape: "2026-01-01T00:00:00Z",
    lastScrapeDuration: 0.01,
    health: "up",
    scrapeInterval: "15s",
    scrapeTimeout: "10s",
    ...more,
  };
}

const everything: Wanted = { query: "", pool: "", health: "all", order: "none" };

const all = pools(
  items([
    target("web", "b:80", { lastScrapeDuration: 3 }),
    target("web", "a:80", { health: "down", lastError: "connection refused" }),
    target("db", "c:80", { health: "unknown", lastScrape: "0001-01-01T00:00:00Z" }),
  ]),
);

const urls = (wanted: Partial<Wanted>) =>
  select(all, { ...everything, ...wanted }).flatMap((pool) => pool.items.map((item) => item.labels.instance));

describe("targets", () => {
  test("are grouped by pool, in the order of names, and counted", () => {
    expect(all.map((pool) => [pool.name, pool.up, pool.down, pool.items.length])).toEqual([
      ["db", 0, 0, 1],
      ["web", 1, 1, 2],
    ]);
  });

  test("are found by pool, health and the reason of their failure", () => {
    expect(urls({})).toEqual(["c:80", "b:80", "a:80"]);
    expect(urls({ pool: "web" })).toEqual(["b:80", "a:80"]);
    expect(urls({ health: "down" })).toEqual(["a:80"]);
    expect(urls({ query: "refused" })).toEqual(["a:80"]);
    expect(urls({ query: "refused", health: "up" })).toEqual([]);
  });

  test("are put in order within their pool", () => {
    expect(urls({ order: "url" })).toEqual(["c:80", "a:80", "b:80"]);
    expect(urls({ order: "duration" })).toEqual(["c:80", "b:80", "a:80"]);
    expect(urls({ order: "health" })).toEqual(["c:80", "a:80", "b:80"]);
  });

  test("keep apart what looks the same", () => {
    const twins = items([target("web", "a:80"), target("web", "a:80")]);
    expect(new Set(twins.map((item) => item.id)).size).toBe(2);
  });

  test("of a closed pool leave only its heading", () => {
    const rows = flatten<Pool, Item>(all, new Set(["db"]));
    expect(rows.map((row) => row.item?.labels.instance ?? row.group.name)).toEqual(["db", "web", "b:80", "a:80"]);
    expect(rows.map((row) => row.heading)).toEqual([0, 1, 1, 1]);
  });
});

test("ids are those of names, and stay when others come", () => {
  const before = ["a", "b", "a"].map(distinct());
  expect(before).toEqual(["a", "b", "a 1"]);
  expect(["c", "a", "b", "a"].map(distinct())).toEqual(["c", ...before]);
});
