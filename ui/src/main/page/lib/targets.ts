import { labelText, parseSearch, type Searchable } from "./search";
import { moment } from "./format";

/** A target as Prometheus' API tells it. */
export interface Target {
  discoveredLabels: Record<string, string>;
  labels: Record<string, string>;
  scrapePool: string;
  scrapeUrl: string;
  globalUrl: string;
  lastError: string;
  lastScrape: string;
  lastScrapeDuration: number;
  health: "up" | "down" | "unknown";
  scrapeInterval: string;
  scrapeTimeout: string;
}

export interface DroppedTarget {
  discoveredLabels: Record<string, string>;
  scrapePool: string;
}

export interface TargetsAnswer {
  activeTargets: Target[];
  droppedTargets: DroppedTarget[];
  droppedTargetCounts: Record<string, number> | null;
}

/** A target with what the page needs of it more than once. */
export interface Item extends Searchable {
  id: string;
  target: Target;
  scrapedMs: number;
}

export interface Pool {
  name: string;
  items: Item[];
  up: number;
  down: number;
}

export type Health = "all" | "up" | "down" | "unknown";
export type Order = "none" | "url" | "scraped" | "duration" | "health";

/** Makes ids of names: of those that come again, with a number. They stay when others come and go. */
export function distinct(): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return times === 0 ? name : `${name} ${times}`;
  };
}

export function items(targets: Target[]): Item[] {
  const id = distinct();
  return targets.map((target) => {
    const labels = labelText(target.labels);
    return {
      id: id(target.scrapePool + target.scrapeUrl + labels),
      target,
      labels: target.labels,
      text: `${target.scrapePool} ${target.scrapeUrl} ${labels} ${target.lastError}`.toLowerCase(),
      scrapedMs: moment(target.lastScrape),
    };
  });
}

export function pools(all: Item[]): Pool[] {
  const byName = new Map<string, Pool>();
  for (const item of all) {
    const name = item.target.scrapePool;
    let pool = byName.get(name);
    if (!pool) {
      pool = { name, items: [], up: 0, down: 0 };
      byName.set(name, pool);
    }
    pool.items.push(item);
    if (item.target.health === "up") {
      pool.up++;
    } else if (item.target.health === "down") {
      pool.down++;
    }
  }
  return [...byName.values()].sort((a, b) => compareText(a.name, b.name));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const HEALTHS = ["down", "unknown", "up"];

const ORDERS: Record<Order, (a: Item, b: Item) => number> = {
  none: () => 0,
  url: (a, b) => compareText(a.target.scrapeUrl, b.target.scrapeUrl),
  scraped: (a, b) => (a.scrapedMs || 0) - (b.scrapedMs || 0),
  duration: (a, b) => b.target.lastScrapeDuration - a.target.lastScrapeDuration,
  health: (a, b) => HEALTHS.indexOf(a.target.health) - HEALTHS.indexOf(b.target.health),
};

export interface Wanted {
  query: string;
  pool: string;
  health: Health;
  order: Order;
}

/** The pools with the targets that are wanted; counts stay those of the whole pool. */
export function select(all: Pool[], wanted: Wanted): Pool[] {
  const matches = parseSearch(wanted.query);
  const selected: Pool[] = [];
  for (const pool of all) {
    if (wanted.pool !== "" && pool.name !== wanted.pool) {
      continue;
    }
    const found = pool.items.filter(
      (item) => (wanted.health === "all" || item.target.health === wanted.health) && matches(item),
    );
    if (found.length > 0) {
      selected.push({ ...pool, items: wanted.order === "none" ? found : found.sort(ORDERS[wanted.order]) });
    }
  }
  return selected;
}

/** A list of headings and what is below them, with closed groups left out. */
export interface Row<G, I> {
  group: G;
  /** Undefined for the heading. */
  item?: I;
  /** Where the heading is. */
  heading: number;
}

/** The set with the name in it, or without where it was in it. */
export function toggled(set: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(name)) {
    next.add(name);
  }
  return next;
}

export function flatten<G extends { name: string; items: I[] }, I>(groups: G[], closed: ReadonlySet<string>): Row<G, I>[] {
  const rows: Row<G, I>[] = [];
  for (const group of groups) {
    const heading = rows.length;
    rows.push({ group, heading });
    if (!closed.has(group.name)) {
      for (const item of group.items) {
        rows.push({ group, item, heading });
      }
    }
  }
  return rows;
}
