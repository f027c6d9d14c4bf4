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

const TONES: Record<string, Tone> = { participant: "good", viewer: "idle", terminating: "warn" };

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
    </Page>
  );
}
