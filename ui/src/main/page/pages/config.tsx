import { useMemo } from "preact/hooks";
import { colour } from "../lib/colour";
import { exact, plural } from "../lib/format";
import { useLive } from "../lib/live";
import { parameter, setParameters } from "../lib/place";
import { Ago, Answer, Copy, Search } from "../parts/bits";
import { Page } from "../parts/page";

interface Runtime {
  reloadConfigSuccess: boolean;
  lastConfigTime: string;
}

export function Config() {
  const known = useLive<{ yaml: string }>("api/v1/status/config", 30_000);
  const runtime = useLive<Runtime>("api/v1/status/runtimeinfo", 30_000).value.data;
  const text = known.value.data?.yaml ?? "";
  return (
    <Page
      title="Configuration"
      about="Configuration"
      tools={
        <>
          <Search label="Find lines" value={parameter("q")} onInput={(q) => setParameters({ q })} />
          {text && <Copy what="configuration" text={text} />}
        </>
      }
    >
      {runtime && (
        <p class="lead">
          In force since <Ago at={runtime.lastConfigTime} />
          {!runtime.reloadConfigSuccess && <b class="bad-text">. The last reload failed, so this is not what the file says now.</b>}
          <span class="faint"> Secrets are masked, defaults are filled in.</span>
        </p>
      )}
      <Answer known={known.value} what="configuration as text">
        {(data) => <Text text={data.yaml} query={parameter("q")} />}
      </Answer>
    </Page>
  );
}

/** Lines that are shown: more elements than this and the browser becomes slow. */
const MOST_LINES = 20_000;

function Text({ text, query }: { text: string; query: string }) {
  const lines = useMemo(() => text.replace(/\n$/, "").split("\n"), [text]);
  const wanted = query.toLowerCase();
  const isHit = (line: string) => wanted !== "" && line.toLowerCase().includes(wanted);
  const hits = lines.filter(isHit);
  // Of what is too long to be shown, what was looked for.
  const shown = (lines.length > MOST_LINES && wanted ? hits : lines).slice(0, MOST_LINES);
  return (
    <>
      {wanted && (
        <p class="faint" role="status">
          {plural(hits.length, "line")} of {lines.length} match
        </p>
      )}
      <pre class="code" tabIndex={0} aria-label="Configuration">
        {shown.map((line, at) => (
          <div key={at} class={isHit(line) ? "line hit" : "line"}>
            {colour(line).map(([kind, piece], i) => (kind ? <span key={i} class={kind}>{piece}</span> : piece))}
            {"\n"}
          </div>
        ))}
      </pre>
      {lines.length > MOST_LINES && (
        <p class="faint">
          Shown are {exact(shown.length)} of {exact(lines.length)} lines. Copy takes all of them; a search looks at all of them.
        </p>
      )}
    </>
  );
}
