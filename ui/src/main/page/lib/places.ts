export interface Place {
  to: string;
  name: string;
  /** The key that leads there after `g`. */
  key: string;
  /** Other paths that belong to it. */
  also?: string[];
}

/** What can be seen, in the order of an operator's questions. */
export const PLACES: [string, Place[]][] = [
  ["", [{ to: "/", name: "Overview", key: "o", also: ["/agent"] }]],
  [
    "Flow",
    [
      { to: "/graph", name: "Graph", key: "g", also: ["/component", "/debug"] },
      { to: "/ledger", name: "Ledger", key: "l" },
    ],
  ],
  [
    "Targets",
    [
      { to: "/targets", name: "Targets", key: "t" },
      { to: "/service-discovery", name: "Discovery", key: "d" },
      { to: "/explain", name: "Explain", key: "e" },
      { to: "/cardinality", name: "Cardinality", key: "c" },
    ],
  ],
  [
    "Agent",
    [
      { to: "/clustering", name: "Clustering", key: "n" },
      { to: "/config", name: "Configuration", key: "f" },
      { to: "/flags", name: "Flags", key: "a" },
      { to: "/status", name: "Status", key: "s" },
    ],
  ],
];
