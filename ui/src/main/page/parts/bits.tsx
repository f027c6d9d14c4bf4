import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { absolute, ago, moment } from "../lib/format";
import type { Known } from "../lib/live";

/** The time of the page, for everything relative to it. */
export const now = signal(Date.now());

export function keepTime(): void {
  setInterval(() => {
    if (!document.hidden) {
      now.value = Date.now();
    }
  }, 1000);
}

/** A moment, relative to now; the full time appears on hover. */
export function Ago({ at }: { at: string | number | null | undefined }) {
  const ms = typeof at === "number" ? at : moment(at);
  if (Number.isNaN(ms)) {
    return <span class="faint">never</span>;
  }
  return (
    <time dateTime={new Date(ms).toISOString()} title={absolute(ms)}>
      {ago(ms, now.value)}
    </time>
  );
}

export type Tone = "good" | "warn" | "bad" | "idle";

/** A state in a word, with a mark whose shape says the same as its colour. */
export function State({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return (
    <span class={`state ${tone}`}>
      <span class="mark" aria-hidden="true" />
      {children}
    </span>
  );
}

export function toneOf(state: string): Tone {
  switch (state) {
    case "up":
    case "ok":
    case "healthy":
      return "good";
    case "behind":
    case "retrying":
    case "exited":
      return "warn";
    case "down":
    case "off":
    case "unhealthy":
      return "bad";
    default:
      return "idle";
  }
}

export function Labels({ labels, without }: { labels: Record<string, string>; without?: ReadonlySet<string> }) {
  return (
    <span class="labels">
      {Object.entries(labels).map(([name, value]) =>
        without?.has(name) ? null : (
          <span class="label" key={name} title={`${name}="${value}"`}>
            <span class="name">{name}</span>
            <span class="value">{value}</span>
          </span>
        ),
      )}
    </span>
  );
}

export function Copy({ text, what }: { text: string; what: string }) {
  const [done, setDone] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone("Copied");
    } catch {
      setDone("Cannot copy: the browser forbids it");
    }
    setTimeout(() => setDone(""), 2000);
  };
  return (
    <button type="button" class="button quiet" onClick={copy} aria-label={`Copy ${what}`}>
      <span aria-live="polite">{done || "Copy"}</span>
    </button>
  );
}

/** Nothing to show, and what that means. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children && <p>{children}</p>}
    </div>
  );
}

/** Something went wrong: what, and what may be done. */
export function Problem({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="problem" role="alert">
      <span class="mark" aria-hidden="true" />
      <div>
        <p class="problem-title">{title}</p>
        {children && <p>{children}</p>}
      </div>
    </div>
  );
}

/**
 * What is known of an answer: its content, a sign that it is on its way, or why there is none. What
 * was known stays visible below the reason why there is nothing newer.
 */
export function Answer<T>({
  known,
  what,
  missing,
  children,
}: {
  known: Known<T>;
  what: string;
  missing?: ComponentChildren;
  children: (data: T) => ComponentChildren;
}) {
  const { data, problem } = known;
  if (data === undefined && problem === undefined) {
    return <Loading what={what} />;
  }
  if (data === undefined && problem!.isMissing) {
    return <Empty title={`This agent has no ${what}`}>{missing}</Empty>;
  }
  return (
    <>
      {problem && (
        <Problem title={`Cannot get ${what}`}>
          {problem.message} {data !== undefined && <>What follows is <Ago at={known.at} />.</>}
        </Problem>
      )}
      {data !== undefined && children(data)}
    </>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">Asking for {what}</span>
      <span class="bone" />
      <span class="bone" />
      <span class="bone" />
    </div>
  );
}

/** A choice among few: radio buttons that look like one control. */
export function Choice<T extends string>({
  name,
  value,
  options,
  onChange,
}: {
  name: string;
  value: T;
  options: readonly (readonly [T, ComponentChildren])[];
  onChange: (value: T) => void;
}) {
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{name}</legend>
      {options.map(([key, text]) => (
        <label key={key}>
          <input type="radio" name={name} checked={key === value} onChange={() => onChange(key)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The page's search field; the slash key leads to it. */
export function Search({
  value,
  onInput,
  label,
  hint,
  onEnter,
}: {
  value: string;
  onInput: (value: string) => void;
  label: string;
  hint?: string;
  onEnter?: () => void;
}) {
  return (
    <div class="search">
      <input
        type="search"
        data-search
        aria-label={label}
        placeholder={label}
        title={hint}
        value={value}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            onEnter?.();
          } else if (event.key === "Escape" && event.currentTarget.value !== "") {
            event.stopPropagation();
            onInput("");
          }
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </div>
  );
}

/** Names and what they stand for. */
export function Facts({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
