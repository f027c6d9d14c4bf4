import { useEffect, useRef, useState } from "preact/hooks";
import { json, NoAnswer } from "../lib/api";
import { body, isOfPool, lines, type Explained, type Question } from "../lib/explain";
import { useLive } from "../lib/live";
import { parameter, setParameters } from "../lib/place";
import { Empty, Loading, Problem } from "../parts/bits";
import { Outcome, PoolOutcome } from "../parts/outcome";
import { Page } from "../parts/page";

/** What was asked, and what came of it. */
type State = { kind: "nothing" } | { kind: "asking" } | { kind: "answer"; explained: Explained } | { kind: "problem"; problem: NoAnswer };

/** Asks the agent what becomes of a target or a sample, rule by rule. Scrapes and sends nothing. */
export function Explain() {
  const pools = useLive<{ scrapePools: string[] }>("api/v1/scrape_pools", 60_000).value.data?.scrapePools ?? [];
  const [question, setQuestion] = useState<Question>({
    pool: parameter("pool"),
    labels: lines(parameter("labels")),
    sample: parameter("sample"),
  });
  const [state, setState] = useState<State>({ kind: "nothing" });
  const last = useRef(0);

  const ask = async (asked: Question) => {
    const turn = ++last.current;
    setState({ kind: "asking" });
    const next = await answer(asked);
    if (turn === last.current) {
      setState(next);
    }
  };
  useEffect(() => {
    if (question.pool || question.labels || question.sample) {
      void ask(question);
    }
  }, []);

  const set = (change: Partial<Question>) => setQuestion({ ...question, ...change });
  const submit = (event: Event) => {
    event.preventDefault();
    setParameters({ pool: question.pool, labels: question.labels, sample: question.sample });
    void ask(question);
  };
  return (
    <Page title="Explain" about="Explain" isStill>
      <div class="explain">
        <form class="card ask" onSubmit={submit}>
          <label>
            <span>Scrape pool</span>
            <select value={question.pool} onChange={(event) => set({ pool: event.currentTarget.value })}>
              <option value="">whichever it is</option>
              {pools.map((pool) => (
                <option key={pool} value={pool}>
                  {pool}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>Labels of a target before relabelling, one a line</span>
            <textarea
              rows={9}
              spellcheck={false}
              placeholder={'__address__="10.0.0.7:9100"\n__meta_rack="b2"'}
              value={question.labels}
              onInput={(event) => set({ labels: event.currentTarget.value })}
            />
          </label>
          <label>
            <span>A sample that it exposes, if it is about one</span>
            <textarea
              rows={2}
              spellcheck={false}
              placeholder={'node_cpu_seconds_total{cpu="0",mode="idle"} 1'}
              value={question.sample}
              onInput={(event) => set({ sample: event.currentTarget.value })}
            />
          </label>
          <p>
            <button type="submit" class="button main">
              Explain
            </button>
          </p>
          <p class="faint">Nothing is scraped or sent. With a pool alone, all of its targets are looked at.</p>
        </form>
        <div class="explained" aria-live="polite">
          <Shown state={state} />
        </div>
      </div>
    </Page>
  );
}

async function answer(question: Question): Promise<State> {
  try {
    const explained = await json<Explained>("api/v0/web/explain", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: body(question),
    });
    return { kind: "answer", explained };
  } catch (cause) {
    const problem = cause instanceof NoAnswer ? cause : new NoAnswer("The agent's answer cannot be read.", 500);
    return { kind: "problem", problem };
  }
}

function Shown({ state }: { state: State }) {
  switch (state.kind) {
    case "nothing":
      return (
        <Empty title="Why is it dropped? Where does this label come from?">
          Give the labels of a target, or a sample of one. Every rule is shown with its place in the configuration, what it matched and what
          it changed; also those that almost matched.
        </Empty>
      );
    case "asking":
      return <Loading what="an explanation" />;
    case "problem":
      return state.problem.isMissing ? (
        <Empty title="This agent cannot explain">It is of a version that does not know how.</Empty>
      ) : (
        <Problem title="Cannot explain this">{state.problem.message}</Problem>
      );
    case "answer":
      return isOfPool(state.explained) ? <PoolOutcome pool={state.explained} /> : <Outcome explanation={state.explained} />;
  }
}
