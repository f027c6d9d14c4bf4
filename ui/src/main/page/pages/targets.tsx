import { useMemo, useState } from "preact/hooks";
import { plural, span } from "../lib/format";
import { useDerived, useLive } from "../lib/live";
import { href, parameter, setParameters } from "../lib/place";
import { flatten, items, pools, select, toggled, type Health, type Item, type Order, type Pool, type Row, type TargetsAnswer } from "../lib/targets";
import { Ago, Answer, Choice, Copy, Empty, Facts, Labels, Search, State, toneOf } from "../parts/bits";
import { HEADING, List } from "../parts/list";
import { Page } from "../parts/page";
import { Pane } from "../parts/pane";

/** With a second line for the reason of the last failure. */
const TALL = 54;

const HINT = 'Words, name=value, name:part; a minus before what must not be. Example: job=node instance:10.0. -rack=b';

const COLUMNS: [Order | "", string][] = [
  ["url", "Endpoint"],
  ["health", "State"],
  ["", "Labels"],
  ["scraped", "Last scrape"],
  ["duration", "Took"],
];

const IN_LABELS_ALREADY = new Set(["job"]);

export function Targets() {
  const known = useLive<TargetsAnswer>("api/v1/targets?state=active");
  const all = useDerived(known, (data) => pools(items(data.activeTargets)));
  const health = (parameter("health") || "all") as Health;
  const names = all.value?.map((pool) => pool.name) ?? [];
  return (
    <Page
      title="Targets"
      about="Targets"
      fills
      tools={
        <>
          <Search label="Find targets" hint={HINT} value={parameter("q")} onInput={(q) => setParameters({ q })} />
          <Choice
            name="Health"
            value={health}
            options={[["all", "All"], ["up", "Up"], ["down", "Down"], ["unknown", "Unknown"]]}
            onChange={(value) => setParameters({ health: value === "all" ? "" : value })}
          />
          <select
            aria-label="Scrape pool"
            value={parameter("pool")}
            onChange={(event) => setParameters({ pool: event.currentTarget.value })}
          >
            <option value="">All pools</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </>
      }
    >
      <Answer known={known.value} what="targets">
        {() => <Found all={all.value ?? []} health={health} />}
      </Answer>
    </Page>
  );
}

function Found({ all, health }: { all: Pool[]; health: Health }) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState("");
  const query = parameter("q");
  const pool = parameter("pool");
  const order = (parameter("order") || "none") as Order;
  const found = useMemo(() => select(all, { query, pool, health, order }), [all, query, pool, health, order]);
  const rows = useMemo(() => flatten<Pool, Item>(found, closed), [found, closed]);
  const heights = useMemo(() => rows.map((row) => (row.item?.target.lastError ? TALL : HEADING)), [rows]);
  const chosenRow = chosen === "" ? -1 : rows.findIndex((row) => row.item?.id === chosen);

  if (all.length === 0) {
    return (
      <Empty title="No targets">
        No job has discovered a target that relabelling keeps. <a href={href("/service-discovery")}>Discovery</a> shows what was
        found and dropped; <a href={href("/config")}>Configuration</a> shows the jobs.
      </Empty>
    );
  }
  if (found.length === 0) {
    return (
      <Empty title="No target matches">
        {HINT}{" "}
        <button type="button" class="link" onClick={() => setParameters({ q: "", health: "", pool: "" })}>
          Show all targets
        </button>
      </Empty>
    );
  }
  const choose = (at: number) => {
    const row = rows[at];
    if (row?.item) {
      setChosen(row.item.id === chosen ? "" : row.item.id);
    } else if (row) {
      setClosed(toggled(closed, row.group.name));
    }
  };
  const item = rows[chosenRow]?.item;
  return (
    <div class="split">
      <List
        label="Targets by scrape pool"
        kind="targets"
        head={<Head order={order} />}
        heights={heights}
        keyOf={(at) => rows[at]!.item?.id ?? `pool ${rows[at]!.group.name}`}
        look={(at) => (rows[at]!.item ? "" : "heading")}
        headingOf={(at) => rows[at]?.heading ?? -1}
        chosen={chosenRow}
        onChoose={choose}
        onLeave={() => setChosen("")}
        render={(at) => <RowOf row={rows[at]!} isClosed={closed.has(rows[at]!.group.name)} />}
      />
      {item && <Details item={item} onClose={() => setChosen("")} />}
    </div>
  );
}

function Head({ order }: { order: Order }) {
  return (
    <>
      {COLUMNS.map(([by, name]) =>
        by === "" ? (
          <span key={name}>{name}</span>
        ) : (
          <button
            key={name}
            type="button"
            tabIndex={-1}
            class={order === by ? "sort on" : "sort"}
            title={`Sort by ${name.toLowerCase()}`}
            onClick={() => setParameters({ order: order === by ? "" : by })}
          >
            {name}
          </button>
        ),
      )}
    </>
  );
}

function RowOf({ row, isClosed }: { row: Row<Pool, Item>; isClosed: boolean }) {
  if (!row.item) {
    return <PoolRow pool={row.group} isClosed={isClosed} />;
  }
  const { target, scrapedMs } = row.item;
  return (
    <>
      <span class="cell mono" title={target.scrapeUrl}>
        {target.scrapeUrl}
      </span>
      <span class="cell">
        <State tone={toneOf(target.health)}>{target.health}</State>
      </span>
      <span class="cell">
        <Labels labels={target.labels} without={IN_LABELS_ALREADY} />
      </span>
      <span class="cell number">
        <Ago at={scrapedMs} />
      </span>
      <span class="cell number">{Number.isNaN(scrapedMs) ? "" : span(target.lastScrapeDuration)}</span>
      {target.lastError && (
        <span class="reason" title={target.lastError}>
          {target.lastError}
        </span>
      )}
    </>
  );
}

function PoolRow({ pool, isClosed }: { pool: Pool; isClosed: boolean }) {
  const all = pool.up + pool.down;
  return (
    <>
      <span class="twist" aria-hidden="true">
        {isClosed ? "▸" : "▾"}
      </span>
      <span class="pool-name">{pool.name}</span>
      <span class={pool.down > 0 ? "bad-text" : "faint"}>
        {pool.up} of {all} up
        {pool.down > 0 && `, ${pool.down} down`}
      </span>
      {isClosed && <span class="visually-hidden">, closed</span>}
    </>
  );
}

function Details({ item, onClose }: { item: Item; onClose: () => void }) {
  const { target } = item;
  return (
    <Pane title={target.labels.instance ?? target.scrapeUrl} label="Target" onClose={onClose}>
      <p class="pane-state">
        <State tone={toneOf(target.health)}>{target.health}</State> in pool <b>{target.scrapePool}</b>
      </p>
      {target.lastError && <pre class="error-text">{target.lastError}</pre>}
      <Facts
        facts={[
          ["Endpoint", <a class="mono break" href={webAddress(target.globalUrl)} rel="noreferrer noopener" target="_blank">{target.scrapeUrl}</a>],
          ["Last scrape", <Ago at={item.scrapedMs} />],
          ["Took", Number.isNaN(item.scrapedMs) ? "–" : span(target.lastScrapeDuration)],
          ["Every", `${target.scrapeInterval}, gives up after ${target.scrapeTimeout}`],
        ]}
      />
      <h3>
        {plural(Object.keys(target.labels).length, "label")} <Copy what="labels" text={JSON.stringify(target.labels, null, 2)} />
      </h3>
      <Labels labels={target.labels} />
      <h3>
        Before relabelling <Copy what="labels before relabelling" text={JSON.stringify(target.discoveredLabels, null, 2)} />
      </h3>
      <Labels labels={target.discoveredLabels} />
      <p class="pane-links">
        <a href={href("/explain", { pool: target.scrapePool, labels: JSON.stringify(target.discoveredLabels) })}>
          Explain how these labels came about
        </a>
      </p>
    </Pane>
  );
}

/** Only what a browser can open safely; a target decides what its address looks like. */
function webAddress(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}
