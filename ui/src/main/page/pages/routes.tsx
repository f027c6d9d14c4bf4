import type { ComponentType } from "preact";
import { href } from "../lib/place";
import { Empty } from "../parts/bits";
import { Page } from "../parts/page";
import { CardinalityPage } from "./cardinality";
import { ComponentPage } from "./component";
import { Clustering } from "./clustering";
import { Config } from "./config";
import { Discovery } from "./discovery";
import { Explain } from "./explain";
import { Flags } from "./flags";
import { Graph } from "./graph";
import { Ledger } from "./ledger";
import { Overview } from "./overview";
import { Status } from "./status";
import { Tap } from "./tap";
import { Targets } from "./targets";

type PageOf = ComponentType<{ rest: string }>;

/** The first part of the path, and the page that shows what follows. */
const PAGES: Record<string, PageOf> = {
  "": Overview,
  agent: Overview,
  targets: Targets,
  "service-discovery": Discovery,
  clustering: Clustering,
  config: Config,
  flags: Flags,
  status: Status,
  graph: Graph,
  component: ComponentPage,
  debug: Tap,
  ledger: Ledger,
  cardinality: CardinalityPage,
  explain: Explain,
};

export function pageFor(path: string): { Page: PageOf; rest: string } {
  const [, first = "", rest = ""] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { Page: PAGES[first] ?? Nowhere, rest };
}

function Nowhere() {
  return (
    <Page title="Nothing here" about="Nothing here">
      <Empty title="This agent has no such page">
        Queries, rules and alerts belong to the store that the agent forwards to. What the agent itself can show begins at the{" "}
        <a href={href("/")}>overview</a>.
      </Empty>
    </Page>
  );
}
