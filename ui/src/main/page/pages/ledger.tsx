import { useEffect } from "preact/hooks";
import { signal } from "@preact/signals";
import { drain, type Destination, type LedgerAnswer } from "../lib/components";
import { bytes, count, exact, rate, span } from "../lib/format";
import { line, pace, remember, type Seen } from "../lib/history";
import { useLive } from "../lib/live";
import { href } from "../lib/place";
import { Ago, Answer, Empty, Facts, State, toneOf } from "../parts/bits";
import { Page } from "../parts/page";

/** What was seen of each destination; outlives a change of page. */
const histories = signal<ReadonlyMap<string, Seen[]>>(new Map());

const keyOf = (one: Destination) => `${one.component} ${one.name} ${one.url}`;

export function Ledger() {
  const known = useLive<LedgerAnswer>("api/v0/web/ledger").value;
  useEffect(() => {
    const next = new Map<string, Seen[]>();
    for (const one of known.data?.destinations ?? []) {
      const { accepted, delivered, queued } = one;
      next.set(keyOf(one), remember(histories.peek().get(keyOf(one)) ?? [], { atMs: known.at, accepted, delivered, queued }));
    }
    histories.value = next;
  }, [known.at]);
  return (
    <Page title="Ledger" about="Ledger">
      <p class="lead">
        For each destination: <b>accepted = delivered + waiting + given up</b>. Nothing leaves this sum unless a budget that you set says
        so.
      </p>
      <Answer known={known} what="ledger">
        {(data) =>
          data.destinations.length === 0 ? (
            <Empty title="No destinations">The configuration forwards nothing: samples are scraped and not kept.</Empty>
          ) : (
            data.destinations.map((one) => <Account key={keyOf(one)} one={one} />)
          )
        }
      </Answer>
    </Page>
  );
}

function Account({ one }: { one: Destination }) {
  const history = histories.value.get(keyOf(one)) ?? [];
  const seen = pace(history);
  const inRate = one.inRate ?? seen?.inRate;
  const outRate = one.outRate ?? seen?.outRate;
  return (
    <section class="card account">
      <header>
        <h2>{one.name || one.url}</h2>
        <State tone={toneOf(one.state)}>{one.state}</State>
        <span class="faint mono break">{one.url}</span>
        {one.component && (
          <a class="account-component" href={href(`/component/${one.component}`)}>
            {one.component}
          </a>
        )}
      </header>
      {one.lastError && (
        <p class={one.state === "ok" ? "lead" : "error-text"}>
          {one.lastError} {one.lastErrorTime && <Ago at={one.lastErrorTime} />}
        </p>
      )}
      <Sum one={one} />
      <div class="account-columns">
        <Facts
          facts={[
            ["Empty in", <Drain one={one} />],
            ["Arriving", rate(inRate)],
            ["Delivered", rate(outRate)],
            ["Oldest waits for", one.oldestUnsentSeconds > 0 ? span(one.oldestUnsentSeconds) : "nothing waits"],
            ["On disk", <Budget one={one} />],
          ]}
        />
        <Trend history={history} />
      </div>
    </section>
  );
}

function Drain({ one }: { one: Destination }) {
  const { text, isLate, seconds } = drain(one);
  return <span class={isLate ? "warn-text" : ""}>{seconds === null ? text : span(seconds)}</span>;
}

function Budget({ one }: { one: Destination }) {
  if (one.budgetBytes === null || one.budgetBytes === undefined) {
    return <>{bytes(one.backlogBytes)}</>;
  }
  const share = Math.min(1, one.backlogBytes / Math.max(1, one.budgetBytes));
  return (
    <span class={share > 0.8 ? "bad-text" : ""}>
      {bytes(one.backlogBytes)} of {bytes(one.budgetBytes)}{" "}
      <meter aria-label="Share of the budget" min={0} max={1} low={0.5} high={0.8} optimum={0} value={share} />
    </span>
  );
}

/** The equation, with a bar in the proportions of its right side. */
function Sum({ one }: { one: Destination }) {
  const reasons = Object.entries(one.dropped).filter(([, n]) => n > 0);
  const lost = reasons.reduce((sum, [, n]) => sum + n, 0);
  const parts: [string, string, number][] = [
    ["delivered", "Delivered", one.delivered],
    ["waiting", "Waiting", one.queued],
    ["lost", "Given up", lost],
  ];
  const all = Math.max(1, one.delivered + one.queued + lost);
  let from = 0;
  return (
    <>
      <dl class="sum">
        <div>
          <dt>Accepted</dt>
          <dd title={exact(one.accepted)}>{count(one.accepted)}</dd>
        </div>
        {parts.map(([kind, name, n], at) => (
          <div key={kind} class={n > 0 ? kind : ""}>
            <dt>{name}</dt>
            <dd title={exact(n)}>
              <span class="faint" aria-hidden="true">
                {at === 0 ? "= " : "+ "}
              </span>
              {count(n)}
            </dd>
          </div>
        ))}
      </dl>
      <svg class="sum-bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
        {parts.map(([kind, , n]) => {
          const x = from;
          const width = n === 0 ? 0 : Math.max(3, (n / all) * 1000);
          from += width;
          return <rect key={kind} class={kind} x={x} y={0} width={width} height={8} />;
        })}
      </svg>
      {reasons.length > 0 && (
        <p class="reasons">
          Given up:{" "}
          {reasons.map(([reason, n]) => (
            <span class="label" key={reason}>
              <span class="name">{reason}</span>
              <span class="value">{exact(n)}</span>
            </span>
          ))}
        </p>
      )}
    </>
  );
}

const WIDTH = 420;
const HEIGHT = 64;

function Trend({ history }: { history: Seen[] }) {
  const waiting = history.map((seen) => seen.queued);
  const text = waiting.length < 2 ? "The picture begins when the page has been open for a while" : `Waiting samples since ${span((history.at(-1)!.atMs - history[0]!.atMs) / 1000)} ago, at most ${count(Math.max(...waiting))}`;
  const path = line(waiting, WIDTH, HEIGHT);
  return (
    <figure class="trend">
      <svg viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`} preserveAspectRatio="none" role="img" aria-label={text}>
        <path class="trend-base" d={`M0 ${HEIGHT}H${WIDTH}`} />
        {waiting.length > 1 && <path class="trend-line" d={path} />}
      </svg>
      <figcaption class="faint">{text}</figcaption>
    </figure>
  );
}
