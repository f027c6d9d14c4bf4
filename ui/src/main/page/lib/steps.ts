/** A rule of relabelling as the API tells it. */
export interface Rule {
  source_labels?: string[];
  separator?: string;
  regex?: string;
  modulus?: number;
  target_label?: string;
  replacement?: string;
  action: string;
}

export interface Step {
  rule: Rule;
  output: Record<string, string>;
  keep: boolean;
}

export interface Change {
  name: string;
  before?: string;
  after?: string;
}

/** What became of the labels; in the order of their names. */
export function changes(before: Record<string, string>, after: Record<string, string>): Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .sort()
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: before[name], after: after[name] }));
}

/** A rule in a line, without what is only its default. */
export function describe(rule: Rule): string {
  const sources = (rule.source_labels ?? []).join(rule.separator === undefined || rule.separator === ";" ? "; " : ` ${JSON.stringify(rule.separator)} `);
  const regex = rule.regex && rule.regex !== "(.*)" ? ` =~ ${rule.regex}` : "";
  const from = sources ? `${sources}${regex}` : regex.trim();
  switch (rule.action) {
    case "keep":
    case "drop":
    case "labeldrop":
    case "labelkeep":
      return from;
    case "keepequal":
    case "dropequal":
      return `${sources} = ${rule.target_label ?? ""}`;
    case "labelmap":
      return `${rule.regex ?? ""} → ${rule.replacement ?? "$1"}`;
    case "hashmod":
      return `${sources} % ${rule.modulus ?? 0} → ${rule.target_label ?? ""}`;
    case "replace":
      return `${from ? from + " → " : ""}${rule.target_label ?? ""} = ${rule.replacement === undefined ? "$1" : JSON.stringify(rule.replacement)}`;
    default:
      return `${from} → ${rule.target_label ?? ""}`;
  }
}
