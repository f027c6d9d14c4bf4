import type { Rule } from "./steps";

/** Where something stands in a file. */
export interface Position {
  file: string;
  line: number;
  column: number;
}

export interface Never {
  certainty: "proven" | "observed";
  sentence: string;
}

export interface ExplainedRule extends Omit<Rule, "modulus"> {
  number: number;
  position: Position | null;
  modulus?: string;
  never: Never | null;
}

export interface ExplainedStep extends ExplainedRule {
  outcome: string;
  matched: boolean | null;
  source: string | null;
  changes: { label: string; before: string | null; after: string | null }[];
  sentence: string;
  near_misses: { kind: string; sentence: string }[];
}

interface Head {
  kind: string;
  name: string;
  component: string;
  position: Position | null;
}

export interface Stage extends Head {
  index: number;
  from: number | null;
  input: Record<string, string>;
  output: Record<string, string>;
  kept: boolean;
  notes: string[];
  rules: ExplainedStep[];
}

/** What became of one target or sample. */
export interface Explanation {
  pool: string;
  subject: "target" | "sample";
  sample: string;
  verdict: { kept: boolean; sentence: string; stage: number | null; rule: number | null; url: string };
  stages: Stage[];
}

/** What becomes of all targets of a pool. */
export interface PoolExplanation {
  pool: string;
  targets: number;
  kept: number;
  dropped: number;
  /** Not all of them were looked at. */
  limited: boolean;
  stages: (Head & { rules: (ExplainedRule & { evaluated: number; matched: number; dropped: number })[] })[];
  list: { labels: Record<string, string>; kept: boolean; sentence: string; url: string }[];
}

export type Explained = Explanation | PoolExplanation;

export function isOfPool(explained: Explained): explained is PoolExplanation {
  return "list" in explained;
}

export interface Question {
  pool: string;
  labels: string;
  sample: string;
}

/** The body of the question; what is empty is left out. Labels may be lines of `name="value"`. */
export function body(question: Question): string {
  const asked: Record<string, string> = {};
  if (question.pool) {
    asked.pool = question.pool;
  }
  if (question.labels.trim()) {
    asked.labels = braced(question.labels);
  }
  if (question.sample.trim()) {
    asked.sample = question.sample.trim();
  }
  return JSON.stringify(asked);
}

/** Labels as a person types them, one a line, become what the agent reads. */
export function braced(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) {
    return trimmed;
  }
  const labels: Record<string, string> = {};
  for (const line of trimmed.split("\n")) {
    const found = /^\s*([^=:\s]+)\s*[=:]\s*(.*?),?\s*$/.exec(line);
    if (found) {
      labels[found[1]!] = found[2]!.replace(/^"(.*)"$/, "$1");
    }
  }
  return JSON.stringify(labels);
}

/** The other way: one label a line. What is no JSON stays as it is. */
export function lines(text: string): string {
  try {
    return Object.entries(JSON.parse(text) as Record<string, string>)
      .map(([name, value]) => `${name}="${value}"`)
      .join("\n");
  } catch {
    return text;
  }
}

/** The file's name and the line; the whole path would leave no room for what stands there. */
export function placeOf(position: Position | null): string {
  return position ? `${position.file.slice(position.file.lastIndexOf("/") + 1)}:${position.line}` : "";
}

const KINDS: Record<string, string> = {
  target_rules: "Rules for targets",
  scrape: "Scrape",
  sample_rules: "Rules for samples",
  destination: "Destination",
};

export function kindOf(kind: string): string {
  return KINDS[kind] ?? kind;
}
