import type { ComponentChildren } from "preact";
import { bytes, count, exact, plural } from "../lib/format";
import { useLive } from "../lib/live";
import { href, parameter, setParameters } from "../lib/place";
import { Answer, Empty, Search } from "../parts/bits";
import { Page } from "../parts/page";

/** What costs how much, of the series that are scraped now; see docs/endpoints.md. */
interface Cardinality {
  series: number;
  targets: number;
  metrics: { name: string; series: number; targets: number; bytes: number }[];
  labels: { name: string; values: number; series: number; bytes: number }[];
  topTargets: { job: string; instance: string; url: string; series: number; addedPerHour: number; bytes: number }[];
}

const LIMITS = ["20", "50", "200"];

/** Counting looks at every series: not more often than a reader needs. */
const EVERY_MS = 30_000;

export function CardinalityPage() {
  const limit = parameter("limit") || "20";
  const job = parameter("job");
  const query = new URLSearchParams({ limit, ...(job && { job }) });
  const known = useLive<Cardinality>(`api/v0/web/cardinality?${query}`, EVERY_MS).value;
  const pools = useLive<{ scrapePools: string[] }>("api/v1/scrape_pools", 60_000).value.data?.scrapePools ?? [];
  const wanted = parameter("q").toLowerCase();
  const finds = (text: string) => text.toLowerCase().includes(wanted);
  return (
    <Page
      title="Cardinality"
      about="Cardinality"
      tools={
        <>
          <Search label="Find among those shown" value={parameter("q")} onInput={(q) => setParameters({ q })} />
          <select aria-label="Job" value={job} onChange={(event) => setParameters({ job: event.currentTarget.value })}>
            <option value="">All jobs</option>
            {pools.map((pool) => (
              <option key={pool} value={pool}>
                {pool}
              </option>
            ))}
          </select>
          <select aria-label="How many" value={limit} onChange={(event) => setParameters({ limit: event.currentTarget.value })}>
            {LIMITS.map((one) => (
              <option key={one} value={one}>
                top {one}
              </option>
            ))}
          </select>
        </>
      }
    >
      <Answer known={known} what="cardinality">
        {(data) =>
          data.series === 0 ? (
            <Empty title="No series yet">They are counted from the last scrape of every target.</Empty>
          ) : (
            <>
              <p class="lead">
                <b>{exact(data.series)}</b> series of <b>{plural(data.targets, "target")}</b>, as of their last scrapes.
              </p>
              <div class="columns broad">
                <Top title="Metrics" head={["Metric", "Series", "Targets", "Text"]} all={data.series} rows={data.metrics.filter((one) => finds(one.name)).map((one) => ({ key: one.name, name: <span class="mono break">{one.name}</span>, series: one.series, cells: [exact(one.targets), bytes(one.bytes)] }))} />
                <Top title="Labels" head={["Label", "Series", "Values", "Text"]} all={data.series} rows={data.labels.filter((one) => finds(one.name)).map((one) => ({ key: one.name, name: <span class="mono break">{one.name}</span>, series: one.series, cells: [exact(one.values), bytes(one.bytes)] }))} />
              </div>
              <Top
                title="Targets"
                head={["Target", "Series", "New an hour", "Text"]}
                all={data.series}
                rows={data.topTargets
                  .filter((one) => finds(`${one.job} ${one.instance}`))
                  .map((one) => ({
                    key: `${one.job} ${one.url}`,
                    name: (
                      <a href={href("/targets", { pool: one.job, q: `instance=${one.instance}` })}>
                        {one.instance} <span class="faint">{one.job}</span>
                      </a>
                    ),
                    series: one.series,
                    cells: [count(one.addedPerHour), bytes(one.bytes)],
                  }))}
              />
            </>
          )
        }
      </Answer>
    </Page>
  );
}

interface TopRow {
  key: string;
  name: ComponentChildren;
  series: number;
  cells: string[];
}

/** A table whose rows show their share of all series as a bar. */
function Top({ title, head, all, rows }: { title: string; head: string[]; all: number; rows: TopRow[] }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p class="faint">None.</p>
      ) : (
        <table class="table top">
          <thead>
            <tr>
              {head.map((name, at) => (
                <th key={name} scope="col" class={at > 0 ? "number" : ""}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  {row.name}
                  <svg class="share" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={Math.max(2, (row.series / all) * 1000)} height={1} />
                  </svg>
                </th>
                <td class="number">
                  {exact(row.series)}
                  <span class="percent faint">{((row.series / all) * 100).toFixed(row.series / all < 0.1 ? 1 : 0)}%</span>
                </td>
                {row.cells.map((cell, at) => (
                  <td key={at} class="number">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
