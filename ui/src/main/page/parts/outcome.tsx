import { kindOf, placeOf, type ExplainedRule, type ExplainedStep, type Explanation, type PoolExplanation, type Position, type Stage } from "../lib/explain";
import { exact } from "../lib/format";
import { describe } from "../lib/steps";
import { Labels, State } from "./bits";

/** What became of a target or a sample, stage by stage. */
export function Outcome({ explanation }: { explanation: Explanation }) {
  const { verdict, stages } = explanation;
  return (
    <>
      <section class={`card verdict ${verdict.kept ? "good" : "bad"}`}>
        <State tone={verdict.kept ? "good" : "bad"}>{verdict.kept ? "kept" : "dropped"}</State>
        <p>{verdict.sentence}</p>
        {verdict.url && <p class="mono break">{verdict.url}</p>}
      </section>
      {stages.map((stage) => (
        <StageOf key={stage.index} stage={stage} />
      ))}
    </>
  );
}

function StageOf({ stage }: { stage: Stage }) {
  return (
    <section class="card">
      <StageHead {...stage} />
      {stage.notes.map((note) => (
        <p class="faint" key={note}>
          {note}
        </p>
      ))}
      <details>
        <summary>Labels before</summary>
        <Labels labels={stage.input} />
      </details>
      {stage.rules.length > 0 && (
        <ol class="steps">
          {stage.rules.map((step) => (
            <StepOf key={step.number} step={step} />
          ))}
        </ol>
      )}
      {stage.kept && (
        <details open>
          <summary>Labels after</summary>
          <Labels labels={stage.output} />
        </details>
      )}
    </section>
  );
}

function StageHead({ kind, name, component, position }: Pick<Stage, "kind" | "name" | "component" | "position">) {
  return (
    <h2 class="with-tools">
      <span>
        {kindOf(kind)} <span class="faint">{[...new Set([component, name])].filter(Boolean).join(" · ")}</span>
      </span>
      <Place position={position} />
    </h2>
  );
}

function Place({ position }: { position: Position | null }) {
  return (
    <span class="place" title={position ? `${position.file}:${position.line}:${position.column}` : undefined}>
      {placeOf(position)}
    </span>
  );
}

function RuleLine({ rule }: { rule: ExplainedRule }) {
  const { modulus, ...rest } = rule;
  return (
    <p class="step-rule">
      <span class="action">{rule.action}</span> <code>{describe({ ...rest, modulus: modulus ? Number(modulus) : undefined })}</code>
      <Place position={rule.position} />
    </p>
  );
}

function StepOf({ step }: { step: ExplainedStep }) {
  return (
    <li class={`outcome-${step.outcome}`}>
      <RuleLine rule={step} />
      <p class={step.outcome === "dropped" ? "bad-text" : "step-sentence"}>{step.sentence}</p>
      {step.changes.length > 0 && (
        <table class="changes">
          <tbody>
            {step.changes.map((change) => (
              <tr key={change.label}>
                <th scope="row">{change.label}</th>
                <td>{change.before === null ? <span class="faint">none</span> : <del>{change.before}</del>}</td>
                <td>{change.after === null ? <span class="faint">removed</span> : <ins>{change.after}</ins>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {step.near_misses.map((miss) => (
        <p class="warn-text" key={miss.sentence}>
          Almost: {miss.sentence}
        </p>
      ))}
      {step.never && <p class="warn-text">{step.never.sentence}</p>}
    </li>
  );
}

/** Which rules did how much, and what became of each target. */
export function PoolOutcome({ pool }: { pool: PoolExplanation }) {
  return (
    <>
      <section class="card verdict">
        <p>
          <b>{pool.pool}</b>: {exact(pool.targets)} targets, {exact(pool.kept)} kept, {exact(pool.dropped)} dropped
          {pool.limited && " (not all of them were looked at)"}
        </p>
      </section>
      {pool.stages.map((stage, at) => (
        <section class="card" key={at}>
          <StageHead {...stage} />
          {stage.rules.length === 0 ? (
            <p class="faint">No rules.</p>
          ) : (
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">Rule</th>
                  <th scope="col" class="number">Looked at</th>
                  <th scope="col" class="number">Matched</th>
                  <th scope="col" class="number">Dropped</th>
                </tr>
              </thead>
              <tbody>
                {stage.rules.map((rule) => (
                  <tr key={rule.number}>
                    <th scope="row">
                      <RuleLine rule={rule} />
                      {rule.never && <p class="warn-text">{rule.never.sentence}</p>}
                    </th>
                    <td class="number">{exact(rule.evaluated)}</td>
                    <td class="number">{exact(rule.matched)}</td>
                    <td class="number">{exact(rule.dropped)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      ))}
      {pool.list.length > 0 && (
        <section class="card">
          <h2>Targets</h2>
          <ul class="fates">
            {pool.list.map((fate, at) => (
              <li key={at}>
                <State tone={fate.kept ? "good" : "idle"}>{fate.kept ? "kept" : "dropped"}</State>
                <span>{fate.sentence}</span>
                <Labels labels={fate.labels} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
