import { useMemo, useState } from "preact/hooks";
import { layOut } from "../graph/layout";
import { useRates } from "../graph/rates";
import { edgeKey, structure, texts, type Rates, type Structure } from "../graph/structure";
import { GraphView } from "../graph/view";
import { idOf, type Component } from "../lib/components";
import { plural } from "../lib/format";
import { useLive } from "../lib/live";
import { go, href, parameter, setParameters } from "../lib/place";
import { parseSearch } from "../lib/search";
import { Ago, Answer, Empty, Search, State, toneOf } from "../parts/bits";
import { Page } from "../parts/page";
import { Pane } from "../parts/pane";

/** The components of a module, live; `rest` is the module's id, empty for the root. */
export function Graph({ rest: moduleID }: { rest: string }) {
  const path = moduleID ? `api/v0/web/modules/${moduleID.split("/").map(encodeURIComponent).join("/")}/components` : "api/v0/web/components";
  const known = useLive<Component[]>(path).value;
  const [chosen, setChosen] = useState("");
  const query = parameter("q");
  const matches = useMemo(() => matcher(query), [query]);
  const findNext = () => {
    const found = structure((known.data ?? []).filter(matches)).nodes;
    const at = found.findIndex((one) => one.localID === chosen);
    setChosen(found[(at + 1) % Math.max(1, found.length)]?.localID ?? "");
  };
  return (
    <Page
      title={moduleID ? <ModulePath id={moduleID} /> : "Graph"}
      about={moduleID || "Graph"}
      fills
      tools={<Search label="Find components" hint="Enter goes to the next one that is found" value={query} onInput={(q) => setParameters({ q })} onEnter={findNext} />}
    >
      <Answer
        known={known}
        what="graph"
        missing={
          <>
            It runs a configuration without components. <a href={href("/targets")}>Targets</a> and <a href={href("/ledger")}>the ledger</a>{" "}
            show what flows.
          </>
        }
      >
        {(components) =>
          components.length === 0 ? (
            <Empty title="No components">The configuration in force has none.</Empty>
          ) : (
            <Picture components={components} moduleID={moduleID} chosen={chosen} onChoose={setChosen} matches={query ? matches : undefined} />
          )
        }
      </Answer>
    </Page>
  );
}

function matcher(query: string): (one: Component) => boolean {
  const found = parseSearch(query);
  return (one) => {
    const { state, message } = one.health;
    return found({ text: `${one.localID} ${state} ${message}`.toLowerCase(), labels: { health: state, name: one.name, label: one.label } });
  };
}

function ModulePath({ id }: { id: string }) {
  const parts = id.split("/");
  return (
    <span class="module-path">
      <a href={href("/graph")}>Graph</a>
      {parts.map((part, at) => (
        <span key={at}>
          <span class="faint"> / </span>
          {at < parts.length - 1 ? <a href={href(`/graph/${parts.slice(0, at + 1).join("/")}`)}>{part}</a> : part}
        </span>
      ))}
    </span>
  );
}

interface PictureProps {
  components: Component[];
  moduleID: string;
  chosen: string;
  onChoose: (id: string) => void;
  /** Undefined while nothing is looked for. */
  matches?: (one: Component) => boolean;
}

function Picture({ components, moduleID, chosen, onChoose, matches }: PictureProps) {
  const live = useRates(moduleID).value;
  const shown = useMemo(() => structure(components), [components]);
  const layout = useMemo(() => layOut(shown), [shown.shape]);
  const byId = useMemo(() => new Map(components.map((one) => [one.localID, one])), [components]);
  const component = byId.get(chosen);
  const unhealthy = components.filter((one) => one.health.state === "unhealthy").length;
  return (
    <>
      <p class="lead">
        {plural(components.length, "component")}, {unhealthy === 0 ? "none unhealthy" : <b class="bad-text">{unhealthy} unhealthy</b>}
        {matches && `, ${components.filter(matches).length} found`}
        {live.problem && <span class="faint"> · no rates: {live.problem}</span>}
      </p>
      <div class="split over">
        <GraphView
          layout={layout}
          components={byId}
          rates={live.rates}
          targets={shown.targets}
          chosen={chosen}
          matches={matches ?? (() => true)}
          onChoose={onChoose}
          onOpen={(id) => go(`/component/${moduleID ? `${moduleID}/` : ""}${id}`)}
        />
        {component && <Details component={component} structure={shown} rates={live.rates} onClose={() => onChoose("")} />}
      </div>
    </>
  );
}

interface FlowProps {
  component: Component;
  structure: Structure;
  rates: Rates;
}

function Details({ onClose, ...flow }: FlowProps & { onClose: () => void }) {
  const { component } = flow;
  const id = idOf(component);
  return (
    <Pane title={component.localID} label="Component" onClose={onClose}>
      <p class="pane-state">
        <State tone={toneOf(component.health.state)}>{component.health.state}</State> since <Ago at={component.health.updatedTime} />
      </p>
      {component.health.message && <p class={component.health.state === "unhealthy" ? "error-text" : "lead"}>{component.health.message}</p>}
      <Flows title="Receives from" isOut={false} {...flow} />
      <Flows title="Sends to" isOut {...flow} />
      <p class="pane-links">
        <a href={href(`/component/${id}`)}>Arguments, exports and metrics</a>
        {component.liveDebuggingEnabled && <a href={href(`/debug/${id}`)}>Watch its data</a>}
        {(component.createdModuleIDs ?? []).map((module) => (
          <a key={module} href={href(`/graph/${module}`)}>
            Open module {module}
          </a>
        ))}
      </p>
    </Pane>
  );
}

function Flows({ title, isOut, component, structure, rates }: FlowProps & { title: string; isOut: boolean }) {
  const flows: [string, string][] = [];
  for (const { from, to } of structure.edges) {
    const key = edgeKey(from, to);
    const all = texts(rates.get(key), structure.targets.get(key));
    if ((isOut ? from : to) === component.localID && all.length > 0) {
      flows.push([isOut ? to : from, all.join(", ")]);
    }
  }
  if (flows.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{title}</h3>
      <dl class="flows">
        {flows.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
