import type { ReadonlySignal } from "@preact/signals";
import { changes, describe, type Step } from "../lib/steps";
import { useLive, type Known } from "../lib/live";

export interface StepsAnswer {
  steps: Step[];
}

/** What each rule of a pool does to labels. */
export function useSteps(pool: string, labels: Record<string, string>): ReadonlySignal<Known<StepsAnswer>> {
  const query = new URLSearchParams({ scrapePool: pool, labels: JSON.stringify(labels) });
  return useLive<StepsAnswer>(`api/v1/targets/relabel_steps?${query}`, 30_000);
}

/** Every rule with what it changed; after the one that drops, nothing more happens. */
export function Steps({ before, steps }: { before: Record<string, string>; steps: Step[] }) {
  if (steps.length === 0) {
    return <p class="faint">No rules: the labels stay as they are.</p>;
  }
  const end = steps.findIndex((step) => !step.keep);
  const shown = end < 0 ? steps : steps.slice(0, end + 1);
  return (
    <>
      <ol class="steps">
        {shown.map((step, at) => (
          <li key={at} class={step.keep ? "" : "dropping"}>
            <p class="step-rule">
              <span class="action">{step.rule.action}</span> <code>{describe(step.rule)}</code>
            </p>
            {step.keep ? <Changes before={at === 0 ? before : shown[at - 1]!.output} after={step.output} /> : <p class="bad-text">Drops the target.</p>}
          </li>
        ))}
      </ol>
      {shown.length < steps.length && <p class="faint">{steps.length - shown.length} more rules are never reached.</p>}
    </>
  );
}

export function Changes({ before, after }: { before: Record<string, string>; after: Record<string, string> }) {
  const all = changes(before, after);
  if (all.length === 0) {
    return <p class="faint">Changes nothing.</p>;
  }
  return (
    <table class="changes">
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Label</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {all.map(({ name, before: was, after: is }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{was === undefined ? <span class="faint">none</span> : <del>{was}</del>}</td>
            <td>{is === undefined ? <span class="faint">removed</span> : <ins>{is}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
