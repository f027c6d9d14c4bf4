import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { isOffline, isPaused, lastAnswer } from "../lib/live";
import { Ago } from "./bits";

/** The frame of every page: title, tools, content. `fills` pages scroll inside themselves. */
export function Page({
  title,
  about,
  tools,
  fills,
  isStill,
  children,
}: {
  title: ComponentChildren;
  about?: string;
  tools?: ComponentChildren;
  fills?: boolean;
  /** Nothing on the page is asked for again by itself. */
  isStill?: boolean;
  children: ComponentChildren;
}) {
  useEffect(() => {
    if (about) {
      document.title = `${about} · ${ownTitle}`;
    }
  }, [about]);
  return (
    <main id="main" tabIndex={-1} class={fills ? "page fills" : "page"}>
      <header class="page-head">
        <h1>{title}</h1>
        {tools && <div class="tools">{tools}</div>}
        {!isStill && <Freshness />}
      </header>
      <div class="page-body">{children}</div>
    </main>
  );
}

/** The title that the operator gave this agent. */
const ownTitle = typeof document === "undefined" ? "" : document.title;

function Freshness() {
  return (
    <div class="freshness">
      <span class={isOffline.value ? "bad-text" : "faint"}>
        {isOffline.value && "no connection · "}
        {isPaused.value ? "paused · " : ""}
        {lastAnswer.value > 0 && (
          <>
            updated <Ago at={lastAnswer.value} />
          </>
        )}
      </span>
      <button
        type="button"
        class="button quiet"
        aria-pressed={isPaused.value}
        onClick={() => {
          isPaused.value = !isPaused.value;
        }}
      >
        {isPaused.value ? "Resume" : "Pause"}
      </button>
    </div>
  );
}
