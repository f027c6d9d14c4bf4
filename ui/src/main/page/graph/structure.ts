import { idOf, type Component, type Flow } from "../lib/components";
import { plural, rate } from "../lib/format";

export interface Edge {
  from: string;
  to: string;
}

/** What the picture of a module is made of; ids are local to the module. */
export interface Structure {
  nodes: Component[];
  edges: Edge[];
  /** How many targets go along an edge, where these are what goes along it; keys as in [edgeKey]. */
  targets: ReadonlyMap<string, number>;
  /** Changes where the picture must be laid out again. */
  shape: string;
}

/**
 * Data flows along the edges. Agents that do not tell them (Flow 0.44) are shown by what refers to
 * what: whoever is referred to comes first.
 */
export function structure(components: Component[]): Structure {
  const nodes = [...components].sort((a, b) => (a.localID < b.localID ? -1 : 1));
  const known = new Set(nodes.map((node) => node.localID));
  const edges = new Map<string, Edge>();
  const targets = new Map<string, number>();
  const add = (from: string, to: string) => {
    if (from !== to && known.has(from) && known.has(to)) {
      edges.set(edgeKey(from, to), { from, to });
    }
  };
  for (const node of nodes) {
    if (node.dataFlowEdgesTo) {
      node.dataFlowEdgesTo.forEach((to) => add(node.localID, to));
    } else {
      (node.referencesTo ?? []).forEach((from) => add(from, node.localID));
    }
    Object.entries(node.dataFlowTargets ?? {}).forEach(([to, count]) => targets.set(edgeKey(node.localID, to), count));
  }
  const sorted = [...edges.keys()].sort();
  return { nodes, edges: sorted.map((key) => edges.get(key)!), targets, shape: [...known].join(" ") + "\n" + sorted.join("\n") };
}

/** Items a second on each edge, by kind; keys as in [edgeKey]. */
export type Rates = Map<string, Map<string, number>>;

export function edgeKey(from: string, to: string): string {
  return `${from} ${to}`;
}

/** Ids of flows are those in the whole agent; here they are local to `moduleID`. */
export function ratesOf(flows: Flow[], moduleID: string): Rates {
  const local = (id: string) => (moduleID && id.startsWith(moduleID + "/") ? id.slice(moduleID.length + 1) : id);
  const rates: Rates = new Map();
  for (const flow of flows) {
    for (const target of flow.targetComponentIDs ?? []) {
      const key = edgeKey(local(flow.componentID), local(target));
      const kinds = rates.get(key) ?? new Map<string, number>();
      kinds.set(flow.type, (kinds.get(flow.type) ?? 0) + flow.rate);
      rates.set(key, kinds);
    }
  }
  return rates;
}

export function total(kinds: Map<string, number> | undefined): number {
  let sum = 0;
  kinds?.forEach((rate) => (sum += rate));
  return sum;
}

/** What flows, in words. */
const KINDS: Record<string, string> = {
  target: "targets",
  prometheus_metric: "samples",
  loki_log: "log lines",
  otel_trace: "spans",
  otel_metric: "metrics",
  otel_log: "log records",
};

export function kindName(kind: string): string {
  return KINDS[kind] ?? kind;
}

/** What goes along an edge, one text for each kind. Targets do not flow: they are there. */
export function texts(kinds: Map<string, number> | undefined, targets: number | undefined): string[] {
  const flowing = [...(kinds ?? [])].map(([kind, value]) => `${rate(value)} ${kindName(kind)}`);
  return targets === undefined ? flowing : [...flowing, plural(targets, "target")];
}

/**
 * Gathers the flows of a window, which may arrive in several parts: what comes within half a window
 * of the first part belongs to it.
 */
export function gathering(windowMs: number): (flows: Flow[], nowMs: number) => Flow[] {
  let gathered: Flow[] = [];
  let fromMs = -Infinity;
  return (flows, nowMs) => {
    if (nowMs - fromMs > windowMs / 2) {
      gathered = [];
      fromMs = nowMs;
    }
    gathered = [...gathered, ...flows];
    return gathered;
  };
}

/** The pieces of a stream as flows; what cannot be read is left out. */
export function flowsOf(parts: string[]): Flow[] {
  const flows: Flow[] = [];
  for (const part of parts) {
    if (part.trim() !== "") {
      try {
        flows.push(JSON.parse(part) as Flow);
      } catch {
        // A piece that was cut short; the next window brings all of them again.
      }
    }
  }
  return flows;
}

/** The component's kind and label, as they stand on its node. */
export function titleOf(component: Component): { kind: string; label: string } {
  return component.label ? { kind: component.name, label: component.label } : { kind: "", label: component.localID };
}

export function moduleOf(id: string): string {
  const slash = id.lastIndexOf("/");
  return slash < 0 ? "" : id.slice(0, slash);
}

export { idOf };
