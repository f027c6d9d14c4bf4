import { describe, expect, test } from "vitest";
import { fit, reveal, zoom } from "../../main/page/graph/camera";
import { curve, layOut, neighbour } from "../../main/page/graph/layout";
import { edgeKey, flowsOf, gathering, moduleOf, ratesOf, structure, texts, total } from "../../main/page/graph/structure";
import { drain, type Component, type Destination } from "../../main/page/lib/components";

function component(id: string, more: Partial<Component> = {}): Component {
  const label = id.slice(id.lastIndexOf(".") + 1);
  return {
    name: id.slice(0, -label.length - 1),
    localID: id,
    moduleID: "",
    label,
    referencesTo: [],
    referencedBy: [],
    dataFlowEdgesTo: [],
    health: { state: "healthy", message: "", updatedTime: "2026-01-01T00:00:00Z" },
    ...more,
  };
}

const chain = [
  component("prometheus.remote_write.main"),
  component("prometheus.scrape.nodes", { dataFlowEdgesTo: ["prometheus.remote_write.main", "argument.gone"] }),
  component("discovery.file.nodes", { dataFlowEdgesTo: ["prometheus.scrape.nodes"] }),
];

describe("the structure of a graph", () => {
  test("is the same however its components are ordered", () => {
    expect(structure(chain).shape).toBe(structure([...chain].reverse()).shape);
  });

  test("has edges between components alone", () => {
    expect(structure(chain).edges).toEqual([
      { from: "discovery.file.nodes", to: "prometheus.scrape.nodes" },
      { from: "prometheus.scrape.nodes", to: "prometheus.remote_write.main" },
    ]);
  });

  test("follows references where data flow is not told", () => {
    const old = [component("a.b.c", { dataFlowEdgesTo: undefined, referencesTo: ["d.e.f"] }), component("d.e.f", { dataFlowEdgesTo: undefined })];
    expect(structure(old).edges).toEqual([{ from: "d.e.f", to: "a.b.c" }]);
  });

  test("stays in its place while only health and targets change", () => {
    const sick = chain.map((one) => ({ ...one, health: { ...one.health, state: "unhealthy" }, dataFlowTargets: { "prometheus.scrape.nodes": 7 } }));
    expect(structure(sick).shape).toBe(structure(chain).shape);
  });

  test("knows how many targets go along an edge", () => {
    const counted = structure([chain[0]!, chain[1]!, { ...chain[2]!, dataFlowTargets: { "prometheus.scrape.nodes": 0 } }]);
    expect(counted.targets.get(edgeKey("discovery.file.nodes", "prometheus.scrape.nodes"))).toBe(0);
    expect(counted.targets.get(edgeKey("prometheus.scrape.nodes", "prometheus.remote_write.main"))).toBeUndefined();
  });
});

describe("the layout", () => {
  const layout = layOut(structure(chain));
  const x = (id: string) => layout.boxes.find((box) => box.id === id)!.x;

  test("goes from left to right along the data", () => {
    expect(x("discovery.file.nodes")).toBeLessThan(x("prometheus.scrape.nodes"));
    expect(x("prometheus.scrape.nodes")).toBeLessThan(x("prometheus.remote_write.main"));
  });

  test("lets no two nodes overlap", () => {
    const many = Array.from({ length: 60 }, (_, i) => component(`k.n${i}`, { dataFlowEdgesTo: i < 50 ? [`k.n${50 + (i % 10)}`] : [] }));
    const { boxes } = layOut(structure(many));
    for (const a of boxes) {
      for (const b of boxes) {
        const apart = Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
        expect(a === b || apart).toBe(true);
      }
    }
  });

  test("is made of a thousand components, cycles and none", () => {
    const thousand = Array.from({ length: 1000 }, (_, i) => component(`k.n${i}`, { dataFlowEdgesTo: i < 900 ? [`k.n${900 + (i % 100)}`] : [] }));
    expect(layOut(structure(thousand)).boxes).toHaveLength(1000);
    expect(layOut(structure([component("a.b", { dataFlowEdgesTo: ["a.c"] }), component("a.c", { dataFlowEdgesTo: ["a.b"] })])).curves).toHaveLength(2);
    expect(layOut(structure([])).boxes).toEqual([]);
  });

  test("draws smooth lines", () => {
    expect(curve([{ x: 0, y: 0 }, { x: 10, y: 4 }])).toBe("M0 0C5 0 5 4 10 4");
  });

  test("is walked by arrow keys", () => {
    expect(neighbour(layout.boxes, "discovery.file.nodes", "ArrowRight")).toBe("prometheus.scrape.nodes");
    expect(neighbour(layout.boxes, "prometheus.scrape.nodes", "ArrowLeft")).toBe("discovery.file.nodes");
    expect(neighbour(layout.boxes, "discovery.file.nodes", "ArrowLeft")).toBeUndefined();
    expect(neighbour(layout.boxes, "gone", "ArrowUp")).toBeDefined();
  });
});

describe("rates", () => {
  const flows = flowsOf([
    '{"componentID":"m.x/a.b","targetComponentIDs":["m.x/c.d","m.x/e.f"],"type":"prometheus_metric","rate":10}',
    "",
    '{"componentID":"m.x/a.b","targetComponentIDs":["m.x/c.d"],"type":"target","rate":0.5}',
    '{"componentID":',
    '{"componentID":"a.b","targetComponentIDs":null,"type":"target","rate":1}',
  ]);

  test("are added up for each edge of the module", () => {
    const rates = ratesOf(flows, "m.x");
    expect(total(rates.get(edgeKey("a.b", "c.d")))).toBe(10.5);
    expect(total(rates.get(edgeKey("a.b", "e.f")))).toBe(10);
    expect(total(rates.get(edgeKey("a.b", "nothing")))).toBe(0);
  });

  test("of a window are one, however it arrives", () => {
    const gather = gathering(3000);
    const [first, second, third] = flows;
    expect(gather([first!], 1000)).toEqual([first]);
    expect(gather([second!], 1010)).toEqual([first, second]);
    expect(gather([third!], 4000)).toEqual([third]);
  });

  test("and targets are told in words", () => {
    expect(texts(new Map([["prometheus_metric", 1500]]), undefined)).toEqual(["1.50k/s samples"]);
    expect(texts(undefined, 1)).toEqual(["1 target"]);
    expect(texts(undefined, 0)).toEqual(["0 targets"]);
    expect(texts(undefined, undefined)).toEqual([]);
  });

  test("know the module of an id", () => {
    expect(moduleOf("m.x/n.y/a.b")).toBe("m.x/n.y");
    expect(moduleOf("a.b")).toBe("");
  });
});

describe("the camera", () => {
  test("shows all of a picture, never larger than life", () => {
    expect(fit({ width: 2000, height: 100 }, { width: 1000, height: 800 })).toEqual({ scale: 0.5, x: 0, y: 375 });
    expect(fit({ width: 100, height: 100 }, { width: 1000, height: 800 })).toEqual({ scale: 1, x: 450, y: 350 });
  });

  test("keeps the place below the pointer while it zooms", () => {
    const next = zoom({ scale: 1, x: 10, y: 20 }, 2, 110, 220);
    expect(next).toEqual({ scale: 2, x: -90, y: -180 });
  });

  test("moves as little as it takes to show a node", () => {
    const view = { width: 500, height: 500 };
    const here = { scale: 1, x: 0, y: 0 };
    expect(reveal(here, { x: 250, y: 250, width: 100, height: 40 }, view)).toBe(here);
    expect(reveal(here, { x: 600, y: 250, width: 100, height: 40 }, view)).toEqual({ scale: 1, x: -174, y: 0 });
  });
});

describe("the estimate of when a queue is empty", () => {
  const base = { queued: 0, drainSeconds: null, state: "ok" } as unknown as Destination;
  test.each([
    [{}, "keeps up", false],
    [{ state: "off", queued: 5 }, "not while it is off", true],
    [{ state: "retrying", queued: 5 }, "not at this pace", true],
    [{ state: "behind", queued: 5, drainSeconds: 30 }, "", false],
    [{ state: "behind", queued: 5, drainSeconds: 3000 }, "", true],
  ])("of %j says %j", (more, text, isLate) => {
    expect(drain({ ...base, ...more } as Destination)).toMatchObject({ text, isLate });
  });
});
