import { plural } from "../lib/format";
import { useLive } from "../lib/live";
import { Answer, State, type Tone } from "../parts/bits";
import { Page } from "../parts/page";

interface Peer {
  name: string;
  addr: string;
  isSelf: boolean;
  state: string;
}

interface Unit {
  component: string;
  leader: string;
  mismatched: string[];
  targets: number;
  held: number;
  moving: number;
}

interface Load {
  series: number;
  replicas: number;
  replicasWanted: number;
}

interface Lease {
  standing: string;
  holder: string;
  members: string[];
  problem: string;
}

interface Discovery {
  component: string;
  role: string;
  runsOn: string;
  since: string;
  targets: number;
  problem: string;
}

interface Cluster {
  ready: boolean;
  minimumSize: number;
  load?: Load;
  lease?: Lease;
  units: Unit[];
  discovery: Discovery[];
}

const TONES: Record<string, Tone> = { participant: "good", viewer: "idle", terminating: "warn" };

const STANDINGS: Record<string, Tone> = { held: "good", fenced: "bad", joining: "idle" };

/** The nodes of the cluster as this one sees them. */
export function Clustering() {
  const known = useLive<Peer[]>("api/v0/web/peers");
  return (
    <Page title="Clustering" about="Clustering">
      <Answer known={known.value} what="nodes">
        {(peers) => (
          <>
            <p class="faint">{plural(peers.length, "node")}. Targets are shared among participants.</p>
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">Node</th>
                  <th scope="col">Address</th>
                  <th scope="col">State</th>
                </tr>
              </thead>
              <tbody>
                {peers.map((peer) => (
                  <tr key={`${peer.name} ${peer.addr}`}>
                    <th scope="row">
                      {peer.name} {peer.isSelf && <span class="faint">this one</span>}
                    </th>
                    <td class="mono">{peer.addr}</td>
                    <td>
                      <State tone={TONES[peer.state] ?? "idle"}>{peer.state}</State>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Answer>
      <Shared />
    </Page>
  );
}

/** What is shared, as this node knows it. An agent that shares nothing has no such answer, or an empty one. */
function Shared() {
  const known = useLive<Cluster>("api/v0/web/cluster").value.data;
  const isEmpty = known?.units.length === 0 && known.discovery.length === 0 && !known.lease;
  if (!known || (known.ready && isEmpty)) {
    return null;
  }
  return (
    <>
      {!known.ready && (
        <p>
          <State tone="warn">waiting</State> for {plural(known.minimumSize, "node")}: shared targets are not scraped yet.
        </p>
      )}
      {known.lease && (
        <p>
          Lease: <State tone={STANDINGS[known.lease.standing] ?? "warn"}>{known.lease.standing}</State>{" "}
          <span class="faint">
            {known.lease.holder === "" ? "nobody has it" : `${known.lease.holder} has it`}, for{" "}
            {plural(known.lease.members.length, "node")}.{known.lease.problem !== "" && ` ${known.lease.problem}`}
          </span>
        </p>
      )}
      {known.load && (
        <p class="faint">
          All of them expose {known.load.series.toLocaleString()} series, which asks for{" "}
          {plural(known.load.replicasWanted, "node")}; {known.load.replicas} take part.
        </p>
      )}
      {known.units.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Component</th>
              <th scope="col">Targets</th>
              <th scope="col">Scraped here</th>
              <th scope="col">On their way</th>
              <th scope="col">Led by</th>
              <th scope="col">Configured otherwise</th>
            </tr>
          </thead>
          <tbody>
            {known.units.map((unit) => (
              <tr key={unit.component}>
                <th scope="row" class="mono">
                  {unit.component}
                </th>
                <td>{unit.targets}</td>
                <td>{unit.held}</td>
                <td>{unit.moving}</td>
                <td>{unit.leader === "" ? <span class="faint">nobody</span> : unit.leader}</td>
                <td>{unit.mismatched.length === 0 ? <span class="faint">none</span> : unit.mismatched.join(", ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {known.discovery.length > 0 && <Discoveries all={known.discovery} />}
    </>
  );
}

/** Who discovers targets for all. Components of the same kind with other arguments have rows of their own. */
function Discoveries({ all }: { all: Discovery[] }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Discovery</th>
          <th scope="col">Targets</th>
          <th scope="col">Runs on</th>
          <th scope="col">Since</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {all.map((one, row) => (
          <tr key={`${one.component} ${row}`}>
            <th scope="row" class="mono">
              {one.component}
            </th>
            <td>{one.targets}</td>
            <td>
              {one.runsOn === "" ? <span class="faint">nobody</span> : one.runsOn}
              {one.role === "alone" && <span class="faint"> and here by itself</span>}
            </td>
            <td>{one.since}</td>
            <td>{one.problem === "" ? <State tone="good">found</State> : <State tone="bad">{one.problem}</State>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
