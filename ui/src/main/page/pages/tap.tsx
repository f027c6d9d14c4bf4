import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { follow } from "../lib/api";
import { count, plural } from "../lib/format";
import { href } from "../lib/place";
import { Copy, Empty, Problem, Search } from "../parts/bits";
import { Page } from "../parts/page";

/** Pieces that are kept, also before they are shown: a hidden page shows nothing for long. Older ones go. */
const MOST = 500;

/** How often what arrived is shown: a stream may bring thousands of pieces a second. */
const SHOW_MS = 250;

const SHARES = [1, 0.1, 0.01, 0.001];

interface Piece {
  id: number;
  text: string;
}

/** What flows through a component, as it flows. */
export function Tap({ rest: id }: { rest: string }) {
  const [isOn, turn] = useState(true);
  const [share, setShare] = useState(1);
  const [query, setQuery] = useState("");
  const tap = useTap(id, isOn, share);
  const wanted = query.toLowerCase();
  const shown = useMemo(() => tap.pieces.filter((piece) => piece.text.toLowerCase().includes(wanted)), [tap.pieces, wanted]);
  return (
    <Page
      title={<span class="mono-title">{id}</span>}
      about={`Data of ${id}`}
      fills
      isStill
      tools={
        <>
          <Search label="Show only what contains" value={query} onInput={setQuery} />
          <select aria-label="How much of it" value={String(share)} onChange={(event) => setShare(Number(event.currentTarget.value))}>
            {SHARES.map((one) => (
              <option key={one} value={String(one)}>
                {one === 1 ? "all of it" : `one in ${1 / one}`}
              </option>
            ))}
          </select>
          <button type="button" class={isOn ? "button" : "button main"} onClick={() => turn(!isOn)}>
            {isOn ? "Stop" : "Watch"}
          </button>
          <button type="button" class="button" onClick={tap.clear}>
            Clear
          </button>
          <Copy what="what is shown" text={shown.map((piece) => piece.text).join("\n")} />
          <a href={href(`/component/${id}`)}>Component</a>
        </>
      }
    >
      {tap.problem && <Problem title={`Cannot watch ${id}`}>{tap.problem}</Problem>}
      <p class="lead" role="status">
        {count(tap.seen)} seen, {plural(shown.length, "piece")} shown{tap.seen > MOST && `; the last ${MOST} are kept`}
      </p>
      {shown.length === 0 && !tap.problem ? (
        <Empty title={tap.seen === 0 ? "Nothing has passed yet" : "Nothing that passed contains that"}>
          {tap.seen === 0 && (isOn ? "What passes through this component appears here." : "Watching is stopped.")}
        </Empty>
      ) : (
        <ol class="tap" tabIndex={0} aria-label="What passed, newest first">
          {shown.map((piece) => (
            <li key={piece.id}>{piece.text}</li>
          ))}
        </ol>
      )}
    </Page>
  );
}

function useTap(id: string, isOn: boolean, share: number) {
  const [pieces, setPieces] = useState<Piece[]>([]);
  const [problem, setProblem] = useState("");
  const [seen, setSeen] = useState(0);
  const arrived = useRef<string[]>([]);
  const passed = useRef(0);
  const next = useRef(0);

  useEffect(() => {
    if (!isOn) {
      return;
    }
    const stop = new AbortController();
    const path = `api/v0/web/debug/${id.split("/").map(encodeURIComponent).join("/")}?sampleProb=${share}`;
    setProblem("");
    const take = (parts: string[]) => {
      const fresh = parts.filter((part) => part !== "");
      passed.current += fresh.length;
      arrived.current = [...arrived.current, ...fresh].slice(-MOST);
    };
    follow(path, stop.signal, take)
      .then(() => setProblem("The agent ended the stream."))
      .catch((cause: unknown) => {
        if (!stop.signal.aborted) {
          setProblem(cause instanceof Error ? cause.message : String(cause));
        }
      });
    const timer = setInterval(() => {
      const fresh = arrived.current.splice(0);
      if (fresh.length > 0) {
        setSeen(passed.current);
        const newest = fresh.map((text) => ({ id: next.current++, text }));
        setPieces((old) => [...newest.reverse(), ...old].slice(0, MOST));
      }
    }, SHOW_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [id, isOn, share]);

  const clear = () => {
    arrived.current.length = 0;
    passed.current = 0;
    setPieces([]);
    setSeen(0);
  };
  return { pieces, problem, seen, clear };
}
