import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { plural, rate } from "../lib/format";
import type { Component } from "../lib/components";
import { toneOf } from "../parts/bits";
import { fit, reveal, zoom, type Camera, type Size } from "./camera";
import { neighbour, type Direction, type Layout } from "./layout";
import { edgeKey, texts, titleOf, total, type Rates } from "./structure";

const STEP = 1.25;

/** Smaller letters cannot be read, so a large picture is not shown whole at first. */
const SMALLEST = 0.8;

/** Width of the details that cover the right side. */
const DETAILS = 420;

/** Moving lines are pleasant in a small picture and a waste in a large one. */
const MOST_MOVING = 60;

export interface ViewProps {
  layout: Layout;
  components: Map<string, Component>;
  rates: Rates;
  /** How many targets go along an edge. */
  targets: ReadonlyMap<string, number>;
  /** Empty without. */
  chosen: string;
  matches: (component: Component) => boolean;
  onChoose: (id: string) => void;
  onOpen: (id: string) => void;
}

/** The picture: drag or arrow keys move, the wheel and + − 0 zoom, Enter opens. */
export function GraphView(props: ViewProps) {
  const { layout, chosen } = props;
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const [camera, setCamera] = useState<Camera | null>(null);
  const [active, setActive] = useState("");
  const seen = camera ?? opening(layout, size);

  // Also what was chosen elsewhere is brought into view, beside its details.
  useEffect(() => {
    const target = layout.boxes.find((one) => one.id === chosen);
    if (target) {
      setActive(chosen);
      const room = { ...size, width: Math.max(size.width / 2, size.width - DETAILS) };
      setCamera((now) => reveal(now ?? opening(layout, size), target, room));
    }
  }, [chosen]);

  useEffect(() => {
    const element = box.current!;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const bounds = element.getBoundingClientRect();
      const factor = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015));
      setCamera((now) => zoom(now ?? opening(layout, size), factor, event.clientX - bounds.left, event.clientY - bounds.top));
    };
    // Preact listens passively, and a passive listener cannot keep the page from scrolling.
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [layout, size]);

  const closer = (factor: number) => setCamera(zoom(seen, factor, size.width / 2, size.height / 2));
  const moveTo = (id: string | undefined) => {
    const target = layout.boxes.find((one) => one.id === id);
    if (target) {
      setActive(target.id);
      setCamera(reveal(seen, target, size));
    }
  };
  const current = active || chosen || layout.boxes[0]?.id || "";
  const onKeyDown = (event: KeyboardEvent) => {
    const keys: Record<string, () => void> = {
      "+": () => closer(STEP),
      "=": () => closer(STEP),
      "-": () => closer(1 / STEP),
      "0": () => setCamera(fit(layout, size)),
      Enter: () => (chosen === current ? props.onOpen(current) : props.onChoose(current)),
      " ": () => props.onChoose(current),
      Escape: () => props.onChoose(""),
      Home: () => moveTo(layout.boxes[0]?.id),
    };
    const act = event.key.startsWith("Arrow")
      ? () => moveTo(active ? neighbour(layout.boxes, current, event.key as Direction) : current)
      : keys[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      act();
    }
  };
  const transform = `translate(${seen.x} ${seen.y}) scale(${seen.scale})`;
  return (
    <div class="graph-frame">
      <div
        ref={box}
        class="graph-view"
        tabIndex={0}
        role="application"
        aria-label="Graph of components: arrow keys move, Enter shows details"
        aria-activedescendant={current ? `node-${current}` : undefined}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => drag(event, seen, setCamera)}
      >
        <svg width="100%" height="100%" aria-hidden={layout.boxes.length === 0}>
          <g transform={transform}>
            <Edges layout={layout} rates={props.rates} chosen={chosen} />
            <Nodes {...props} active={current} onActive={setActive} />
            <EdgeRates layout={layout} rates={props.rates} targets={props.targets} isFar={seen.scale < 0.45} />
          </g>
        </svg>
      </div>
      <div class="graph-tools">
        <button type="button" class="button" aria-label="Closer" title="Closer (+)" onClick={() => closer(STEP)}>
          +
        </button>
        <button type="button" class="button" aria-label="Farther" title="Farther (−)" onClick={() => closer(1 / STEP)}>
          −
        </button>
        <button type="button" class="button" title="All of it (0)" onClick={() => setCamera(fit(layout, size))}>
          Fit
        </button>
      </div>
    </div>
  );
}

/** All of it where that can be read, else where it begins. */
function opening(layout: Layout, size: Size): Camera {
  const all = fit(layout, size);
  if (all.scale >= SMALLEST) {
    return all;
  }
  const isTall = layout.height * SMALLEST > size.height;
  return { scale: SMALLEST, x: Math.max(0, (size.width - layout.width * SMALLEST) / 2), y: isTall ? 0 : (size.height - layout.height * SMALLEST) / 2 };
}

function useSize(box: { current: HTMLElement | null }): Size {
  const [size, setSize] = useState<Size>({ width: 1000, height: 600 });
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      setSize({ width: Math.max(1, width), height: Math.max(1, height) });
    });
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);
  return size;
}

function drag(event: PointerEvent, from: Camera, setCamera: (camera: Camera) => void): void {
  if (event.button !== 0) {
    return;
  }
  const element = event.currentTarget as HTMLElement;
  const { clientX, clientY, pointerId } = event;
  let isMoving = false;
  const move = (next: PointerEvent) => {
    const dx = next.clientX - clientX;
    const dy = next.clientY - clientY;
    if (!isMoving && Math.hypot(dx, dy) < 4) {
      return;
    }
    if (!isMoving) {
      // Only now: a captured pointer would take the click away from the node.
      isMoving = true;
      element.setPointerCapture(pointerId);
      element.classList.add("moving");
    }
    setCamera({ ...from, x: from.x + dx, y: from.y + dy });
  };
  const end = () => {
    element.removeEventListener("pointermove", move);
    element.removeEventListener("pointerup", end);
    element.removeEventListener("pointercancel", end);
    element.classList.remove("moving");
  };
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
}

function Edges({ layout, rates, chosen }: { layout: Layout; rates: Rates; chosen: string }) {
  const canMove = layout.curves.length <= MOST_MOVING;
  return (
    <g class="edges">
      {layout.curves.map(({ from, to, path }) => {
        const flow = total(rates.get(edgeKey(from, to)));
        const isNear = chosen !== "" && (from === chosen || to === chosen);
        return (
          <path
            key={edgeKey(from, to)}
            d={path}
            class={`edge${flow > 0 ? " flowing" : ""}${flow > 0 && canMove ? " moves" : ""}${isNear ? " near" : ""}`}
            stroke-width={1.25 + Math.min(3, Math.log10(1 + flow) * 0.6)}
          />
        );
      })}
    </g>
  );
}

function EdgeRates({ layout, rates, targets, isFar }: Pick<ViewProps, "layout" | "rates" | "targets"> & { isFar: boolean }) {
  if (isFar) {
    return null;
  }
  return (
    <g class="edge-rates">
      {layout.curves.map(({ from, to, x, y }) => {
        const key = edgeKey(from, to);
        const kinds = rates.get(key);
        const count = targets.get(key);
        const text = [kinds && rate(total(kinds)), count !== undefined && plural(count, "target")].filter(Boolean).join(" · ");
        if (text === "") {
          return null;
        }
        const width = text.length * 6.2 + 12;
        return (
          <g key={key} transform={`translate(${x} ${y})`}>
            <rect x={-width / 2} y={-9} width={width} height={18} rx={9} />
            <text text-anchor="middle" dominant-baseline="central">
              {text}
            </text>
            <title>{texts(kinds, count).join(", ")}</title>
          </g>
        );
      })}
    </g>
  );
}

function Nodes({ layout, components, chosen, active, matches, onChoose, onOpen, onActive }: ViewProps & { active: string; onActive: (id: string) => void }) {
  return (
    <g class="nodes">
      {layout.boxes.map((box) => {
        const component = components.get(box.id);
        if (!component) {
          return null;
        }
        const { kind, label } = titleOf(component);
        const { state, message } = component.health;
        const look = [`node ${toneOf(state)}`, box.id === chosen && "chosen", box.id === active && "active", !matches(component) && "dim"];
        return (
          <g
            key={box.id}
            id={`node-${box.id}`}
            role="img"
            aria-label={`${box.id}, ${state}${message ? `: ${message}` : ""}`}
            class={look.filter(Boolean).join(" ")}
            transform={`translate(${box.x - box.width / 2} ${box.y - box.height / 2})`}
            onClick={() => {
              onActive(box.id);
              onChoose(box.id === chosen ? "" : box.id);
            }}
            onDblClick={() => onOpen(box.id)}
          >
            <rect class="node-box" width={box.width} height={box.height} rx={7} />
            <Mark tone={toneOf(state)} x={16} y={box.height / 2} />
            {kind && (
              <text class="node-kind" x={30} y={17}>
                {cut(kind, box.width, 6.5)}
              </text>
            )}
            <text class="node-label" x={30} y={kind ? 34 : 27}>
              {cut(label, box.width, 8)}
            </text>
            {(component.createdModuleIDs?.length ?? 0) > 0 && <path class="node-more" d={`M${box.width - 14} 18l6 5l-6 5`} />}
            <title>{`${box.id}\n${state}${message ? `: ${message}` : ""}`}</title>
          </g>
        );
      })}
    </g>
  );
}

/** As in lists: the shape says the same as the colour. */
function Mark({ tone, x, y }: { tone: string; x: number; y: number }) {
  switch (tone) {
    case "good":
      return <circle class="node-mark" cx={x} cy={y} r={4.5} />;
    case "bad":
      return <path class="node-mark" d={`M${x} ${y - 6}l6 6l-6 6l-6 -6z`} />;
    case "warn":
      return <path class="node-mark" d={`M${x} ${y - 5.5}l6 10.5h-12z`} />;
    default:
      return <circle class="node-mark hollow" cx={x} cy={y} r={3.75} />;
  }
}

function cut(text: string, width: number, letter: number): string {
  const room = Math.floor((width - 38) / letter);
  return text.length <= room ? text : text.slice(0, Math.max(1, room - 1)) + "…";
}
