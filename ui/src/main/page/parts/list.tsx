import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Rows } from "../lib/rows";

/** Rows beyond the edges that are kept, so that scrolling shows no gaps. */
const SPARE = 8;

export interface ListProps {
  label: string;
  /** Class of the grid: it sets the columns. */
  kind: string;
  head: ComponentChildren;
  heights: ArrayLike<number>;
  keyOf: (row: number) => string;
  render: (row: number) => ComponentChildren;
  /** Class names of a row. */
  look?: (row: number) => string;
  /** The row whose details are shown; -1 without. */
  chosen: number;
  onChoose: (row: number) => void;
  onLeave?: () => void;
  /** The row that stays at the top while those that belong to it scroll by; -1 without. */
  headingOf?: (row: number) => number;
}

/**
 * A list of any length of which only what is seen is in the document. One tab stop; arrow keys,
 * Page Up and Down, Home and End move, Enter chooses.
 */
export function List(props: ListProps) {
  const { heights, keyOf, render } = props;
  const box = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => new Rows(heights), [heights]);
  const [view, setView] = useState({ top: 0, height: 800 });
  const [active, setActive] = useState(0);
  const at = Math.min(active, Math.max(0, rows.length - 1));

  useLayoutEffect(() => {
    const element = box.current!;
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const watch = new ResizeObserver(look);
    watch.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);

  useEffect(() => {
    if (props.chosen >= 0) {
      setActive(props.chosen);
    }
  }, [props.chosen]);

  const move = (to: number) => {
    const row = Math.max(0, Math.min(rows.length - 1, to));
    setActive(row);
    reveal(box.current!, rows, row, props.headingOf ? HEADING : 0);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== box.current) {
      return;
    }
    const page = Math.max(1, rows.at(rows.top(at) + view.height) - at - 1);
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => move(at + page),
      PageUp: () => move(at - page),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      Enter: () => props.onChoose(at),
      " ": () => props.onChoose(at),
      Escape: () => props.onLeave?.(),
    };
    const step = steps[event.key];
    if (step && rows.length > 0) {
      event.preventDefault();
      step();
    }
  };

  const [from, to] = rows.between(view.top, view.top + view.height, SPARE);
  const heading = props.headingOf && rows.length > 0 ? props.headingOf(rows.at(view.top)) : -1;
  const shown: number[] = [];
  if (at < from && rows.length > 0) {
    // Screen readers follow the active row, so it is in the document wherever it is.
    shown.push(at);
  }
  for (let row = from; row < to; row++) {
    shown.push(row);
  }
  if (at >= to && rows.length > 0) {
    shown.push(at);
  }
  return (
    <div class={`list ${props.kind}`}>
      <div class="list-head" aria-hidden="true">
        {props.head}
      </div>
      <div
        ref={box}
        class="list-box"
        role="listbox"
        tabIndex={0}
        aria-label={props.label}
        aria-activedescendant={rows.length > 0 ? `row-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        {heading >= 0 && view.top > 0 && (
          <div class={`list-row sticky ${props.look?.(heading) ?? ""}`} aria-hidden="true" onClick={() => props.onChoose(heading)}>
            {render(heading)}
          </div>
        )}
        <div class="list-space" style={{ height: `${rows.height}px` }}>
          {shown.map((row) => (
            <div
              key={keyOf(row)}
              id={`row-${row}`}
              role="option"
              aria-setsize={rows.length}
              aria-posinset={row + 1}
              aria-selected={row === props.chosen}
              class={`list-row ${props.look?.(row) ?? ""}${row === at ? " active" : ""}${row === props.chosen ? " chosen" : ""}`}
              style={{ transform: `translateY(${rows.top(row)}px)`, height: `${heights[row]}px` }}
              onClick={() => {
                setActive(row);
                props.onChoose(row);
              }}
            >
              {render(row)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Height of a heading that stays at the top; see `--row` in tokens.css. */
export const HEADING = 34;

function reveal(box: HTMLElement, rows: Rows, row: number, covered: number): void {
  if (rows.top(row) - covered < box.scrollTop) {
    box.scrollTop = rows.top(row) - covered;
  } else if (rows.bottom(row) > box.scrollTop + box.clientHeight) {
    box.scrollTop = rows.bottom(row) - box.clientHeight;
  }
}
