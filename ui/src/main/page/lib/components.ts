/** A value as the agent's API tells it. */
export type Value =
  | { type: "null" }
  | { type: "number"; value: number }
  | { type: "string" | "function" | "capsule"; value: string }
  | { type: "bool"; value: boolean }
  | { type: "array"; value: Value[] }
  | { type: "object"; value: { key: string; value: Value }[] };

/** An attribute or a block of a body. */
export type Statement =
  | { type: "attr"; name: string; value: Value }
  | { type: "block"; name: string; label?: string; body: Statement[] };

export interface Component {
  name: string;
  type?: "builtin" | "custom";
  localID: string;
  moduleID: string;
  label: string;
  referencesTo: string[] | null;
  referencedBy: string[] | null;
  dataFlowEdgesTo?: string[] | null;
  /** How many targets of discovery go to which other one, by its local id. */
  dataFlowTargets?: Record<string, number>;
  health: { state: string; message: string; updatedTime: string };
  arguments?: Statement[] | null;
  exports?: Statement[] | null;
  debugInfo?: Statement[] | null;
  createdModuleIDs?: string[] | null;
  liveDebuggingEnabled?: boolean;
}

/** The id in the whole agent: that of the module, then that within it. */
export function idOf(component: { moduleID: string; localID: string }): string {
  return component.moduleID ? `${component.moduleID}/${component.localID}` : component.localID;
}

/** The flow of one kind of data out of a component, over the window that was asked for. */
export interface Flow {
  componentID: string;
  targetComponentIDs: string[] | null;
  type: string;
  rate: number;
}

export interface Destination {
  component: string;
  name: string;
  url: string;
  accepted: number;
  delivered: number;
  queued: number;
  dropped: Record<string, number>;
  backlogBytes: number;
  budgetBytes: number | null;
  inRate?: number;
  outRate?: number;
  drainSeconds: number | null;
  oldestUnsentSeconds: number;
  lastError: string;
  lastErrorTime: string | null;
  state: "ok" | "behind" | "retrying" | "off";
}

export interface LedgerAnswer {
  destinations: Destination[];
}

/** What is scraped, in numbers; see docs/endpoints.md. */
export interface Summary {
  targets: { up: number; down: number; unknown: number; dropped: number };
  pools: { name: string; up: number; down: number; unknown: number; dropped: number }[];
  morePools: number;
  failing: { pool: string; url: string; lastError: string; lastScrapeMs: number }[];
}

/** When the queue of a destination will be empty, in words. */
export function drain(destination: Destination): { text: string; isLate: boolean; seconds: number | null } {
  if (destination.state === "off") {
    return { text: "not while it is off", isLate: true, seconds: null };
  }
  if (destination.state === "ok") {
    return { text: "keeps up", isLate: false, seconds: null };
  }
  if (destination.drainSeconds === null || destination.drainSeconds === undefined) {
    return destination.queued > 0
      ? { text: "not at this pace", isLate: true, seconds: null }
      : { text: "keeps up", isLate: false, seconds: null };
  }
  return { text: "", isLate: destination.drainSeconds > 60, seconds: destination.drainSeconds };
}
