import { bytes, exact } from "../lib/format";
import { useLive } from "../lib/live";
import { Ago, Answer, Facts } from "../parts/bits";
import { Page } from "../parts/page";

interface Runtime {
  startTime: string;
  CWD: string;
  hostname: string;
  serverTime: string;
  reloadConfigSuccess: boolean;
  lastConfigTime: string;
  corruptionCount: number;
  goroutineCount: number;
  GOMAXPROCS: number;
  GOMEMLIMIT: number;
  storageRetention: string;
}

interface Build {
  version: string;
  revision: string;
  branch: string;
  buildUser: string;
  buildDate: string;
  goVersion: string;
}

export function Status() {
  const runtime = useLive<Runtime>("api/v1/status/runtimeinfo");
  const build = useLive<Build>("api/v1/status/buildinfo", 60_000);
  return (
    <Page title="Status" about="Status">
      <div class="columns">
        <section class="card">
          <h2>Process</h2>
          <Answer known={runtime.value} what="runtime information">
            {(info) => (
              <Facts
                facts={[
                  ["Host", info.hostname],
                  ["Started", <Ago at={info.startTime} />],
                  ["Working folder", <span class="mono break">{info.CWD}</span>],
                  ["Threads", exact(info.goroutineCount)],
                  ["Processors", exact(info.GOMAXPROCS)],
                  ["Largest heap", bytes(info.GOMEMLIMIT)],
                  ["Clock of the agent", skew(info.serverTime, runtime.value.at)],
                ]}
              />
            )}
          </Answer>
        </section>
        <section class="card">
          <h2>Configuration and data</h2>
          <Answer known={runtime.value} what="runtime information">
            {(info) => (
              <Facts
                facts={[
                  ["Last reload", info.reloadConfigSuccess ? "succeeded" : <b class="bad-text">failed</b>],
                  ["In force since", <Ago at={info.lastConfigTime} />],
                  ["Damaged pieces of the log", exact(info.corruptionCount)],
                  ...(info.storageRetention ? ([["Retention", info.storageRetention]] as const) : []),
                ]}
              />
            )}
          </Answer>
        </section>
        <section class="card">
          <h2>Build</h2>
          <Answer known={build.value} what="build information">
            {(info) => (
              <Facts
                facts={[
                  ["Version", info.version],
                  ["Revision", <span class="mono">{info.revision}</span>],
                  ["Branch", info.branch],
                  ["Built", info.buildDate],
                  ["Runs on", info.goVersion],
                ]}
              />
            )}
          </Answer>
        </section>
      </div>
    </Page>
  );
}

/** A clock that differs makes every relative time of this page wrong, so it is said. */
function skew(serverTime: string, at: number) {
  const seconds = (Date.parse(serverTime) - at) / 1000;
  return Math.abs(seconds) < 2 ? (
    "agrees with this browser's"
  ) : (
    <b class="warn-text">
      {Math.abs(seconds).toFixed(0)} s {seconds > 0 ? "ahead of" : "behind"} this browser's
    </b>
  );
}
