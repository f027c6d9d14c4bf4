import { graphlib, layout as dagre } from "@dagrejs/dagre";
import { titleOf, type Structure } from "./structure";

export interface Box {
  id: string;
  /** The centre. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Curve {
  from: string;
  to: string;
  path: string;
  /** Where its rate is written. */
  x: number;
  y: number;
}

export interface Layout {
  boxes: Box[];
  curves: Curve[];
  width: number;
  height: number;
}

interface Point {
  x: number;
  y: number;
}

export const NODE_HEIGHT = 46;

/** About the width of a letter in the fonts of a node. */
const LETTER = 8;
const SMALL_LETTER = 6.5;

/** From here on a faster way to put nodes in ranks is taken, whose edges may be longer. */
const MANY = 300;

/** Puts the components into layers from left to right, sources first. */
export function layOut(structure: Structure): Layout {
  const graph = new graphlib.Graph();
  graph.setGraph({
    rankdir: "LR",
    nodesep: 20,
    ranksep: 72,
    marginx: 24,
    marginy: 24,
    ranker: structure.nodes.length > MANY ? "longest-path" : "network-simplex",
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of structure.nodes) {
    const { kind, label } = titleOf(node);
    const width = Math.max(label.length * LETTER, kind.length * SMALL_LETTER) + 42;
    graph.setNode(node.localID, { width: Math.min(300, Math.max(110, width)), height: NODE_HEIGHT });
  }
  for (const { from, to } of structure.edges) {
    graph.setEdge(from, to);
  }
  dagre(graph);
  const boxes = graph.nodes().map((id: string) => {
    const { x, y, width, height } = graph.node(id) as Box;
    return { id, x, y, width, height };
  });
  const curves = graph.edges().map(({ v, w }: { v: string; w: string }) => {
    const points = (graph.edge(v, w) as { points: Point[] }).points;
    const middle = points[Math.floor(points.length / 2)]!;
    return { from: v, to: w, path: curve(points), x: middle.x, y: middle.y };
  });
  const size = graph.graph() as { width?: number; height?: number };
  return { boxes, curves, width: size.width ?? 0, height: size.height ?? 0 };
}

/** A smooth line through the points that leaves and arrives level. */
export function curve(points: Point[]): string {
  const round = (value: number) => Math.round(value * 10) / 10;
  let path = `M${round(points[0]!.x)} ${round(points[0]!.y)}`;
  for (let i = 1; i < points.length; i++) {
    const from = points[i - 1]!;
    const to = points[i]!;
    const middle = round((from.x + to.x) / 2);
    path += `C${middle} ${round(from.y)} ${middle} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
  }
  return path;
}

export type Direction = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/** The nearest node in a direction; far to the side counts more than far ahead. */
export function neighbour(boxes: Box[], from: string, direction: Direction): string | undefined {
  const here = boxes.find((box) => box.id === from);
  if (!here) {
    return boxes[0]?.id;
  }
  let best: string | undefined;
  let least = Infinity;
  for (const box of boxes) {
    const dx = box.x - here.x;
    const dy = box.y - here.y;
    const [ahead, aside] =
      direction === "ArrowRight" ? [dx, dy] : direction === "ArrowLeft" ? [-dx, dy] : direction === "ArrowDown" ? [dy, dx] : [-dy, dx];
    const cost = ahead + 3 * Math.abs(aside);
    if (ahead > 1 && cost < least) {
      least = cost;
      best = box.id;
    }
  }
  return best;
}
