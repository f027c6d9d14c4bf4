import type { ComponentChildren } from "preact";
import { idOf, type Component, type Destination, type LedgerAnswer, type Summary } from "../lib/components";
import { bytes, count, exact, plural, rate, span } from "../lib/format";
import { useLive, type Known } from "../lib/live";
import { href } from "../lib/place";
import { Ago, Answer, Empty, State, toneOf, type Tone } from "../parts/bits";
import { Page } from "../parts/page";

/** The three questions of whoever is called at night: does it get data, does it lose any, what is wrong. */
export function Overview() {
  const summary = useLive<Summary>("api/v0/web/summary").value;
  const ledger = useLive<LedgerAnswer>("api/v0/web/ledger").value;
  const components = useLive<Component[]>("api/v0/web/components").value;
  return (
    <Page title="Overview" about="Overview">
      <Stream summary={summary.data} destinations={ledger.data?.destinations} />
      <Attention summary={summary} ledger={ledger} components={components} />
      <div class="columns">
        <section class="card wide">
          <h2>
            <a href={href("/targets")}>Scrape pools</a>
          </h2>
          <Answer known={summary} what="scrape pools">
            {(data) => <Pools summary={data} />}
          </Answer>
        </section>
        {components.data && components.data.length > 0 && (
          <section class="card wide">
            <h2>
              <a href={href("/graph")}>Components</a>
            </h2>
            <Components all={components.data} />
          </section>
        )}
      </div>
    </Page>
  );
}

function Station({ to, title, figure, note, tone }: { to: string; title: string; figure: string; note: ComponentChildren; tone: Tone }) {
  return (
    <li class={`station ${tone}`}>
      <a href={href(to)}>
        <span class="station-title">{title}</span>
        <span class="station-figure">{figure}</span>
        <span class="station-note">{note}</span>
      </a>
    </li>
  );
}

/** The way of the data through the agent, in one line. */
function Stream({ summary, destinations = [] }: { summary?: Summary; destinations?: Destination[] }) {
  const targets = summary?.targets;
  const all = targets ? targets.up + targets.down + targets.unknown : 0;
  const sum = (of: (destination: Destination) => number) => destinations.reduce((total, next) => total + of(next), 0);
  const arriving = Math.max(0, ...destinations.map((destination) => destination.inRate ?? 0));
  const fine = destinations.filter((destination) => destination.state === "ok").length;
  const lost = sum((destination) => Object.values(destination.dropped).reduce((a, b) => a + b, 0));
  const isEmpty = destinations.length === 0;
  return (
    <ol class="stream" aria-label="The way of the data">
      <Station
        to="/targets"
        title="Targets up"
        figure={targets ? exact(targets.up) : "–"}
        note={targets ? (targets.down > 0 ? `of ${exact(all)}, ${exact(targets.down)} down` : `of ${exact(all)}`) : ""}
        tone={!targets || all === 0 ? "idle" : targets.down > 0 ? "bad" : "good"}
      />
      <Station to="/graph" title="Arriving" figure={isEmpty ? "–" : rate(arriving)} note="samples into the log" tone="idle" />
      <Station
        to="/ledger"
        title="Waiting"
        figure={isEmpty ? "–" : count(sum((destination) => destination.queued))}
        note={isEmpty ? "" : `samples, ${bytes(sum((destination) => destination.backlogBytes))}`}
        tone={destinations.some((destination) => destination.state !== "ok") ? "warn" : "idle"}
      />
      <Station
        to="/ledger"
        title="Destinations"
        figure={isEmpty ? "–" : `${fine} of ${destinations.length}`}
        note={isEmpty ? "" : lost > 0 ? `keep up; ${count(lost)} samples given up` : "keep up, nothing lost"}
        tone={isEmpty ? "idle" : fine < destinations.length ? "bad" : "good"}
      />
    </ol>
  );
}

interface Concern {
  key: string;
  tone: Tone;
  what: ComponentChildren;
  why: string;
  since?: string | number | null;
  to: string;
}

const MAX_CONCERNS = 12;

function Attention({ summary, ledger, components }: { summary: Known<Summary>; ledger: Known<LedgerAnswer>; components: Known<Component[]> }) {
  if (!summary.data && !ledger.data && !components.data) {
    return null;
  }
  const concerns = [
    ...(ledger.data?.destinations ?? []).filter((one) => one.state !== "ok").map(ofDestination),
    ...(components.data ?? []).filter((one) => one.health.state === "unhealthy").map(ofComponent),
    ...ofTargets(summary.data),
  ];
  const shown = concerns.slice(0, MAX_CONCERNS);
  return (
    <section class="card attention" aria-label="What needs attention">
      <h2>{concerns.length === 0 ? "Nothing needs attention" : "Needs attention"}</h2>
      {concerns.length === 0 && <p class="faint">Every destination keeps up, every component is healthy and every target answers.</p>}
      <ul>
        {shown.map((concern) => (
          <li key={concern.key}>
            <a href={concern.to}>
              <State tone={concern.tone}>{concern.what}</State>
              <span class="why">{concern.why}</span>
              {concern.since && <span class="faint"><Ago at={concern.since} /></span>}
            </a>
          </li>
        ))}
      </ul>
      {concerns.length > shown.length && <p class="faint">and {concerns.length - shown.length} more</p>}
    </section>
  );
}

function ofDestination(one: Destination): Concern {
  const wait = one.oldestUnsentSeconds > 0 ? `oldest sample waits for ${span(one.oldestUnsentSeconds)}` : "";
  return {
    key: `destination ${one.component} ${one.name}`,
    tone: toneOf(one.state),
    what: `${one.name || one.url} is ${one.state}`,
    why: [one.lastError, wait].filter(Boolean).join("; "),
    since: one.lastErrorTime,
    to: href("/ledger"),
  };
}

function ofComponent(one: Component): Concern {
  return {
    key: `component ${idOf(one)}`,
    tone: "bad",
    what: idOf(one),
    why: one.health.message,
    since: one.health.updatedTime,
    to: href(`/component/${idOf(one)}`),
  };
}

/** One concern for each pool and reason: a thousand targets of a rack that is down are one matter. */
function ofTargets(summary: Summary | undefined): Concern[] {
  if (!summary) {
    return [];
  }
  return summary.pools
    .filter((pool) => pool.down > 0)
    .map((pool) => {
      const first = summary.failing.find((target) => target.pool === pool.name);
      return {
        key: `pool ${pool.name}`,
        tone: "bad",
        what: `${pool.name}: ${plural(pool.down, "target")} down`,
        why: first?.lastError ?? "",
        since: first?.lastScrapeMs,
        to: href("/targets", { pool: pool.name, health: "down" }),
      };
    });
}

function Pools({ summary }: { summary: Summary }) {
  if (summary.pools.length === 0) {
    return <Empty title="No scrape pools">The configuration has no scrape jobs.</Empty>;
  }
  return (
    <>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Pool</th>
            <th scope="col">State</th>
            <th scope="col" class="number">Up</th>
            <th scope="col" class="number">Down</th>
            <th scope="col" class="number">Dropped</th>
          </tr>
        </thead>
        <tbody>
          {summary.pools.map((pool) => (
            <tr key={pool.name}>
              <th scope="row">
                <a href={href("/targets", { pool: pool.name })}>{pool.name}</a>
              </th>
              <td>
                <State tone={pool.down > 0 ? "bad" : pool.up > 0 ? "good" : "idle"}>
                  {pool.down > 0 ? "failing" : pool.up > 0 ? "up" : pool.unknown > 0 ? "starting" : "empty"}
                </State>
              </td>
              <td class="number">{exact(pool.up)}</td>
              <td class="number">{pool.down > 0 ? <b class="bad-text">{exact(pool.down)}</b> : "0"}</td>
              <td class="number">{exact(pool.dropped)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {summary.morePools > 0 && <p class="faint">and {plural(summary.morePools, "pool")} more, all of them up</p>}
    </>
  );
}

/** Unhealthy ones come first. */
const MAX_COMPONENTS = 100;

function Components({ all }: { all: Component[] }) {
  const sorted = [...all].sort((a, b) => rank(a) - rank(b) || (idOf(a) < idOf(b) ? -1 : 1));
  const shown = sorted.slice(0, MAX_COMPONENTS);
  return (
    <>
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Component</th>
          <th scope="col">Health</th>
          <th scope="col">Since</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((one) => (
          <tr key={idOf(one)}>
            <th scope="row">
              <a href={href(`/component/${idOf(one)}`)}>{idOf(one)}</a>
            </th>
            <td>
              <State tone={toneOf(one.health.state)}>{one.health.state}</State>
            </td>
            <td>
              <Ago at={one.health.updatedTime} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {sorted.length > shown.length && (
      <p class="faint">
        and {plural(sorted.length - shown.length, "component")} more, <a href={href("/graph")}>in the graph</a>
      </p>
    )}
    </>
  );
}

function rank(one: Component): number {
  return one.health.state === "unhealthy" ? 0 : one.health.state === "healthy" ? 2 : 1;
}
