import { useMemo, useState } from "preact/hooks";
import { labelText, parseSearch, type Searchable } from "../lib/search";
import { plural } from "../lib/format";
import { useDerived, useLive } from "../lib/live";
import { href, parameter, setParameters } from "../lib/place";
import { distinct, flatten, toggled, type Row, type TargetsAnswer } from "../lib/targets";
import { Answer, Choice, Empty, Labels, Search, State } from "../parts/bits";
import { HEADING, List } from "../parts/list";
import { Page } from "../parts/page";
import { Pane } from "../parts/pane";
import { Steps, useSteps } from "../parts/steps";

/** A discovered target: what it was before, and what relabelling made of it, if it was kept. */
interface Found extends Searchable {
  id: string;
  before: Record<string, string>;
  after?: Record<string, string>;
}

interface Group {
  name: string;
  items: Found[];
  kept: number;
  /** All that were dropped; the agent may not list every one of them. */
  dropped: number;
}

/** Labels that every target has before relabelling, mostly with the same values: left out of rows. */
const USUAL = new Set([
  "__scheme__",
  "__metrics_path__",
  "__scrape_interval__",
  "__scrape_timeout__",
  "__scrape_native_histograms__",
  "__always_scrape_classic_histograms__",
  "__convert_classic_histograms_to_nhcb__",
]);

type Fate = "all" | "kept" | "dropped";

const HINT = "Words, name=value, name:part; a minus before what must not be. Looks at labels before relabelling.";

export function Discovery() {
  const known = useLive<TargetsAnswer>("api/v1/targets", 10_000);
  const all = useDerived(known, groups);
  return (
    <Page
      title="Discovery"
      about="Discovery"
      fills
      tools={
        <>
          <Search label="Find discovered targets" hint={HINT} value={parameter("q")} onInput={(q) => setParameters({ q })} />
          <Choice
            name="Fate"
            value={(parameter("fate") || "all") as Fate}
            options={[["all", "All"], ["kept", "Kept"], ["dropped", "Dropped"]]}
            onChange={(fate) => setParameters({ fate: fate === "all" ? "" : fate })}
          />
        </>
      }
    >
      <Answer known={known.value} what="discovered targets">
        {() => <Groups all={all.value ?? []} />}
      </Answer>
    </Page>
  );
}

function groups(data: TargetsAnswer): Group[] {
  const byName = new Map<string, Group>();
  const id = distinct();
  const group = (name: string) => {
    let own = byName.get(name);
    if (!own) {
      own = { name, items: [], kept: 0, dropped: data.droppedTargetCounts?.[name] ?? 0 };
      byName.set(name, own);
    }
    return own;
  };
  const add = (name: string, before: Record<string, string>, after?: Record<string, string>) => {
    const own = group(name);
    const text = `${name}${labelText(before)}`;
    own.items.push({ id: id(text), before, after, labels: before, text: text.toLowerCase() });
    own.kept += after ? 1 : 0;
  };
  for (const target of data.activeTargets) {
    add(target.scrapePool, target.discoveredLabels, target.labels);
  }
  for (const target of data.droppedTargets ?? []) {
    add(target.scrapePool, target.discoveredLabels);
  }
  for (const name of Object.keys(data.droppedTargetCounts ?? {})) {
    group(name);
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function Groups({ all }: { all: Group[] }) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState("");
  const query = parameter("q");
  const fate = (parameter("fate") || "all") as Fate;
  const shown = useMemo(() => {
    const matches = parseSearch(query);
    const isAll = query === "" && fate === "all";
    return all
      .map((group) => ({
        ...group,
        items: group.items.filter((item) => (fate === "all" || (fate === "kept") === !!item.after) && matches(item)),
      }))
      .filter((group) => isAll || group.items.length > 0);
  }, [all, query, fate]);
  const rows = useMemo(() => flatten<Group, Found>(shown, closed), [shown, closed]);
  const heights = useMemo(() => rows.map(() => HEADING), [rows]);
  const at = chosen === "" ? -1 : rows.findIndex((row) => row.item?.id === chosen);
  const item = rows[at]?.item;
  if (all.length === 0) {
    return <Empty title="Nothing is discovered">No job has a discovery mechanism that found something yet.</Empty>;
  }
  if (shown.length === 0) {
    return <Empty title="Nothing matches">{HINT}</Empty>;
  }
  return (
    <div class="split">
      <List
        label="Discovered targets by scrape pool"
        kind="discovered"
        head={<><span>Fate</span><span>Before relabelling</span><span>After</span></>}
        heights={heights}
        keyOf={(row) => rows[row]!.item?.id ?? `pool ${rows[row]!.group.name}`}
        look={(row) => (rows[row]!.item ? "" : "heading")}
        headingOf={(row) => rows[row]?.heading ?? -1}
        chosen={at}
        onChoose={(row) => {
          const own = rows[row]!;
          if (own.item) {
            setChosen(own.item.id === chosen ? "" : own.item.id);
          } else {
            setClosed(toggled(closed, own.group.name));
          }
        }}
        onLeave={() => setChosen("")}
        render={(row) => <RowOf row={rows[row]!} isClosed={closed.has(rows[row]!.group.name)} />}
      />
      {item && <Details pool={rows[at]!.group.name} item={item} onClose={() => setChosen("")} />}
    </div>
  );
}

function RowOf({ row, isClosed }: { row: Row<Group, Found>; isClosed: boolean }) {
  const { group, item } = row;
  if (!item) {
    const listed = group.items.filter((found) => !found.after).length;
    return (
      <>
        <span class="twist" aria-hidden="true">
          {isClosed ? "▸" : "▾"}
        </span>
        <span class="pool-name">{group.name}</span>
        <span class="faint">
          {group.kept} kept, {group.dropped} dropped
          {group.dropped > listed && listed > 0 && ` (${listed} listed)`}
        </span>
      </>
    );
  }
  return (
    <>
      <span class="cell">
        <State tone={item.after ? "good" : "idle"}>{item.after ? "kept" : "dropped"}</State>
      </span>
      <span class="cell">
        <Labels labels={item.before} without={USUAL} />
      </span>
      <span class="cell">{item.after ? <Labels labels={item.after} /> : <span class="faint">–</span>}</span>
    </>
  );
}

function Details({ pool, item, onClose }: { pool: string; item: Found; onClose: () => void }) {
  const steps = useSteps(pool, item.before);
  return (
    <Pane title={item.before.__address__ ?? pool} label="Discovered target" onClose={onClose}>
      <p class="pane-state">
        <State tone={item.after ? "good" : "idle"}>{item.after ? "kept" : "dropped by relabelling"}</State> in pool <b>{pool}</b>
      </p>
      <h3>Before</h3>
      <Labels labels={item.before} />
      {item.after && (
        <>
          <h3>After</h3>
          <Labels labels={item.after} />
        </>
      )}
      <h3>{steps.value.data ? plural(steps.value.data.steps.length, "rule") : "Rules"}</h3>
      <Answer known={steps.value} what="relabelling rules">
        {(data) => <Steps before={item.before} steps={data.steps} />}
      </Answer>
      <p class="pane-links">
        <a href={href("/explain", { pool, labels: JSON.stringify(item.before) })}>Try other labels</a>
      </p>
    </Pane>
  );
}
