import { useLive } from "../lib/live";
import { parameter, setParameters } from "../lib/place";
import { Answer, Empty, Search } from "../parts/bits";
import { Page } from "../parts/page";

export function Flags() {
  const known = useLive<Record<string, string>>("api/v1/status/flags", 60_000);
  const query = parameter("q").toLowerCase();
  return (
    <Page
      title="Flags"
      about="Flags"
      tools={<Search label="Find flags" value={parameter("q")} onInput={(q) => setParameters({ q })} />}
    >
      <Answer known={known.value} what="flags">
        {(flags) => {
          const found = Object.entries(flags)
            .filter(([name, value]) => `--${name}=${value}`.toLowerCase().includes(query))
            .sort(([a], [b]) => (a < b ? -1 : 1));
          return found.length === 0 ? (
            <Empty title="No flag matches" />
          ) : (
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">Flag</th>
                  <th scope="col">Value</th>
                </tr>
              </thead>
              <tbody>
                {found.map(([name, value]) => (
                  <tr key={name}>
                    <th scope="row" class="mono">
                      --{name}
                    </th>
                    <td class="mono break">{value === "" ? <span class="faint">not set</span> : value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </Answer>
    </Page>
  );
}
