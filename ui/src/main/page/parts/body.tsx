import type { Statement, Value } from "../lib/components";
import { plural } from "../lib/format";

/** Items of an array or rows of a table that are shown; the rest is counted. */
const MOST = 50;

/** Arguments, exports or debug information, in the shape of the language they were written in. */
export function Body({ body }: { body: Statement[] }) {
  const attributes = body.filter((statement) => statement.type === "attr");
  const blocks = groups(body);
  return (
    <div class="body">
      {attributes.length > 0 && (
        <table class="attributes">
          <tbody>
            {attributes.map((attribute, at) => (
              <tr key={at}>
                <th scope="row">{attribute.name}</th>
                <td>
                  <ValueOf value={attribute.value} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {blocks.map(([name, all]) =>
        all.length > 1 && all.every(isFlat) ? <Blocks key={name} name={name} all={all} /> : all.map((block, at) => <Block key={`${name} ${at}`} block={block} />),
      )}
    </div>
  );
}

type BlockOf = Extract<Statement, { type: "block" }>;

function groups(body: Statement[]): [string, BlockOf[]][] {
  const byName = new Map<string, BlockOf[]>();
  for (const statement of body) {
    if (statement.type === "block") {
      byName.set(statement.name, [...(byName.get(statement.name) ?? []), statement]);
    }
  }
  return [...byName];
}

function isFlat(block: BlockOf): boolean {
  return block.body.length > 0 && block.body.every((statement) => statement.type === "attr");
}

function Block({ block }: { block: BlockOf }) {
  return (
    <section class="block">
      <h4>
        {block.name}
        {block.label && <span class="faint"> "{block.label}"</span>}
      </h4>
      {block.body.length === 0 ? <p class="faint">as by default</p> : <Body body={block.body} />}
    </section>
  );
}

/** Blocks of one kind, such as targets: one row each. */
function Blocks({ name, all }: { name: string; all: BlockOf[] }) {
  const columns = [...new Set(all.flatMap((block) => block.body.map((statement) => statement.name)))];
  const shown = all.slice(0, MOST);
  return (
    <section class="block">
      <h4>
        {name} <span class="faint">{all.length}</span>
      </h4>
      <div class="scroll" tabIndex={0} role="group" aria-label={name}>
        <table class="table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((block, at) => (
              <tr key={at}>
                {columns.map((column) => {
                  const found = block.body.find((statement) => statement.name === column);
                  return <td key={column}>{found?.type === "attr" && <ValueOf value={found.value} />}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Rest of={all.length} what={name} />
    </section>
  );
}

function Rest({ of, what }: { of: number; what: string }) {
  return of > MOST ? <p class="faint">and {plural(of - MOST, `more ${what}`, `more ${what}`)}</p> : null;
}

export function ValueOf({ value }: { value: Value }) {
  switch (value.type) {
    case "null":
      return <code class="faint">null</code>;
    case "number":
    case "bool":
      return <code class="v-number">{String(value.value)}</code>;
    case "string":
      return <code class="v-string">{JSON.stringify(value.value)}</code>;
    case "function":
      return <code class="faint">{value.value}</code>;
    case "capsule":
      return <code class={value.value === "(secret)" ? "v-secret" : "v-capsule"}>{value.value}</code>;
    case "array":
      return <Items value={value} />;
    case "object":
      return <Fields value={value} />;
  }
}

function Items({ value }: { value: Extract<Value, { type: "array" }> }) {
  if (value.value.length === 0) {
    return <code class="faint">[]</code>;
  }
  return (
    <>
      <ul class="items">
        {value.value.slice(0, MOST).map((item, at) => (
          <li key={at}>
            <ValueOf value={item} />
          </li>
        ))}
      </ul>
      <Rest of={value.value.length} what="items" />
    </>
  );
}

function Fields({ value }: { value: Extract<Value, { type: "object" }> }) {
  if (value.value.length === 0) {
    return <code class="faint">{"{}"}</code>;
  }
  return (
    <span class="fields">
      {value.value.map(({ key, value: inner }) => (
        <span class="field" key={key}>
          <span class="field-name">{key}</span>
          <ValueOf value={inner} />
        </span>
      ))}
    </span>
  );
}
