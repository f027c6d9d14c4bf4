import { useMemo } from "preact/hooks";
import { colour } from "../lib/colour";
import { plural } from "../lib/format";
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

function Text({ text, query }: { text: string; query: string }) {
  const lines = useMemo(() => text.replace(/\n$/, "").split("\n"), [text]);
  const wanted = query.toLowerCase();
  const found = wanted ? lines.filter((line) => line.toLowerCase().includes(wanted)).length : 0;
  return (
    <>
      {wanted && (
        <p class="faint" role="status">
          {plural(found, "line")} of {lines.length} match
        </p>
      )}
      <pre class="code" tabIndex={0} aria-label="Configuration">
        {lines.map((line, at) => (
          <div key={at} class={wanted && line.toLowerCase().includes(wanted) ? "line hit" : "line"}>
            {colour(line).map(([kind, piece], i) => (kind ? <span key={i} class={kind}>{piece}</span> : piece))}
            {"\n"}
          </div>
        ))}
      </pre>
    </>
  );
}
