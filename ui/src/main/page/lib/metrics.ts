/** A family of the agent's own metrics, as the API tells it. */
export interface Family {
  name: string;
  help: string;
  type: string;
  metric: {
    label?: { name: string; value: string }[];
    counter?: { value: number };
    gauge?: { value: number };
    untyped?: { value: number };
    summary?: { sample_count?: number | string; sample_sum?: number };
    histogram?: { sample_count?: number | string; sample_sum?: number };
  }[];
}

export interface Reading {
  name: string;
  help: string;
  labels: Record<string, string>;
  value: number;
  /** Of what has many values: how many there were; `value` is their mean then. */
  count?: number;
}

const OWN = new Set(["component_id", "component_path", "cluster_name"]);

/** What a component says of itself. */
export function readingsOf(families: Family[], id: string): Reading[] {
  const readings: Reading[] = [];
  for (const family of families) {
    for (const metric of family.metric) {
      const labels = Object.fromEntries((metric.label ?? []).map(({ name, value }) => [name, value]));
      if (fullId(labels) !== id) {
        continue;
      }
      const many = metric.summary ?? metric.histogram;
      const count = many ? Number(many.sample_count ?? 0) : undefined;
      const value = many ? (many.sample_sum ?? 0) / (count || 1) : (metric.counter ?? metric.gauge ?? metric.untyped)?.value;
      const shown = Object.fromEntries(Object.entries(labels).filter(([name]) => !OWN.has(name)));
      readings.push({ name: family.name, help: family.help, labels: shown, value: value ?? NaN, count });
    }
  }
  return readings;
}

/** `component_path` is `/` for the root, and begins with a slash for modules. */
function fullId(labels: Record<string, string>): string {
  const path = (labels.component_path ?? "/").replace(/^\/|\/$/g, "");
  return path ? `${path}/${labels.component_id}` : (labels.component_id ?? "");
}
