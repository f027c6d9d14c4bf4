/** A piece of a line and what it is; the empty kind is plain text. */
export type Piece = [kind: "" | "key" | "string" | "number" | "word" | "comment" | "secret", text: string];

const LINE = /^(\s*(?:- )*)((?:"[^"]*"|'[^']*'|[^\s#:'"][^:#]*?):(?=\s|$))?(\s*)(.*)$/s;

/** An attribute of River, or a block with its label. */
const RIVER = /^(\s*)("[^"]*"|[\w.]+)( = | (?="[^"]*" \{)| (?=\{))(.*)$/s;

/** Cuts a line of YAML or River as this agent prints it into coloured pieces. */
export function colour(line: string): Piece[] {
  const [, space = "", name = "", sign = "", rest = ""] = RIVER.exec(line) ?? [];
  if (name) {
    const pieces: Piece[] = [["", space], ["key", name], ["", sign], [sign === " = " ? kindOf(rest) : "", rest]];
    return pieces.filter(([, text]) => text !== "");
  }
  const [, indent = "", key = "", gap = "", value = ""] = LINE.exec(line) ?? [];
  const pieces: Piece[] = [];
  if (indent) {
    pieces.push(["", indent]);
  }
  if (key) {
    pieces.push(["key", key.slice(0, -1)], ["", ":"]);
  }
  if (gap) {
    pieces.push(["", gap]);
  }
  if (value) {
    pieces.push([kindOf(value), value]);
  }
  return pieces;
}

function kindOf(value: string): Piece[0] {
  if (value.startsWith("#")) {
    return "comment";
  }
  if (value === "<secret>" || value === "(secret)") {
    return "secret";
  }
  if (/^[{}[\]]/.test(value)) {
    return "";
  }
  if (/^-?\d+(\.\d+)?([a-zA-Z]{1,3})?$/.test(value)) {
    return "number";
  }
  if (/^(true|false|null|~)$/.test(value)) {
    return "word";
  }
  return "string";
}
