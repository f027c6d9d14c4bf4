import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { moduleOf } from "../graph/structure";
import { idOf, type Component as Shown, type Statement } from "../lib/components";
import { count, exact } from "../lib/format";
import { useLive } from "../lib/live";
import { readingsOf, type Family } from "../lib/metrics";
import { href } from "../lib/place";
import { Ago, Answer, Empty, Labels, State, toneOf } from "../parts/bits";
import { Body } from "../parts/body";
import { Page } from "../parts/page";

/** One component: how it is, what it was given, what it shows to others, and what it says of itself. */
export function ComponentPage({ rest: id }: { rest: string }) {
  const path = `api/v0/web/components/${id.split("/").map(encodeURIComponent).join("/")}`;
  const known = useLive<Shown>(path).value;
  const module = moduleOf(id);
  return (
    <Page
      title={<span class="mono-title">{id}</span>}
      about={id}
      tools={
        <a class="button" href={href(module ? `/graph/${module}` : "/graph")}>
          Show in the graph
        </a>
      }
    >
      <Answer known={known} what={`component ${id}`} missing={<>It may have gone with the last reload. <a href={href("/graph")}>The graph</a> shows those that there are.</>}>
        {(component) => <Detail component={component} />}
      </Answer>
    </Page>
  );
}

function Detail({ component }: { component: Shown }) {
  const { health } = component;
  const prefix = component.moduleID ? `${component.moduleID}/` : "";
  return (
    <>
      <section class={`card health ${toneOf(health.state)}`}>
        <p>
          <State tone={toneOf(health.state)}>{health.state}</State> since <Ago at={health.updatedTime} />
        </p>
        {health.message && <p class="health-message">{health.message}</p>}
        {component.liveDebuggingEnabled && (
          <p>
            <a href={href(`/debug/${idOf(component)}`)}>Watch its data</a>
          </p>
        )}
      </section>
      <div class="columns">
        <Links title="Depends on" ids={component.referencesTo} prefix={prefix} none="nothing else" />
        <Links title="Used by" ids={component.referencedBy} prefix={prefix} none="no other component" />
        {component.createdModuleIDs && component.createdModuleIDs.length > 0 && (
          <section class="card">
            <h2>Modules</h2>
            <ul class="links">
              {component.createdModuleIDs.map((module) => (
                <li key={module}>
                  <a href={href(`/graph/${module}`)}>{module}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <Part title="Arguments" body={component.arguments} none="No arguments: everything is as by default." />
      <Part title="Exports" body={component.exports} none="It shows nothing to other components." />
      {component.debugInfo && component.debugInfo.length > 0 && <Part title="Debug information" body={component.debugInfo} none="" />}
      <Metrics id={idOf(component)} />
    </>
  );
}

function Links({ title, ids, prefix, none }: { title: string; ids: string[] | null; prefix: string; none: string }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {!ids || ids.length === 0 ? (
        <p class="faint">{none}</p>
      ) : (
        <ul class="links">
          {ids.map((id) => (
            <li key={id}>
              <a href={href(`/component/${prefix}${id}`)}>{id}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Part({ title, body, none }: { title: string; body: Statement[] | null | undefined; none: ComponentChildren }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {body && body.length > 0 ? <Body body={body} /> : <p class="faint">{none}</p>}
    </section>
  );
}

function Metrics({ id }: { id: string }) {
  const [isZeroShown, showZero] = useState(false);
  const known = useLive<Family[]>("api/v1/status/self_metrics", 10_000).value;
  const all = useMemo(() => readingsOf(known.data ?? [], id), [known.data, id]);
  const shown = isZeroShown ? all : all.filter((reading) => reading.value !== 0);
  return (
    <section class="card">
      <h2 class="with-tools">
        Metrics
        {all.length > 0 && (
          <label class="check">
            <input type="checkbox" checked={isZeroShown} onChange={(event) => showZero(event.currentTarget.checked)} />
            with those that are zero
          </label>
        )}
      </h2>
      <Answer known={known} what="metrics of the agent">
        {() =>
          all.length === 0 ? (
            <p class="faint">It has none of its own.</p>
          ) : shown.length === 0 ? (
            <Empty title="All of them are zero" />
          ) : (
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">Metric</th>
                  <th scope="col">Labels</th>
                  <th scope="col" class="number">Value</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((reading, at) => (
                  <tr key={at}>
                    <th scope="row" class="mono break" title={reading.help}>
                      {reading.name}
                    </th>
                    <td>
                      <Labels labels={reading.labels} />
                    </td>
                    <td class="number" title={String(reading.value)}>
                      {reading.count === undefined ? count(reading.value) : `${exact(reading.count)} × ${count(reading.value)}`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
    </section>
  );
}
