/**
 * What a reader types to find targets: words that all must occur, `name=value` for a label that has
 * exactly this value, `name:part` for one that contains it, and a minus before what must not be.
 * Quotes keep blanks together. Case does not matter.
 */
export interface Searchable {
  /** Everything that a plain word is looked for in, in lower case. */
  text: string;
  labels: Record<string, string>;
}

type Term = (item: Searchable) => boolean;

const WORD = /(-?)((?:"[^"]*"?|[^\s"])+)/g;

export function parseSearch(query: string): (item: Searchable) => boolean {
  // A minus alone is the beginning of a word that is still being typed.
  const words = [...query.matchAll(WORD)].filter(([all]) => all !== "-");
  const terms = words.map(([, minus, word]) => {
    const term = parseTerm(word!);
    return minus ? (item: Searchable) => !term(item) : term;
  });
  return (item) => terms.every((term) => term(item));
}

function parseTerm(word: string): Term {
  const plain = (text: string) => text.replaceAll('"', "").toLowerCase();
  const label = /^([\w.]+)([=:])(.*)$/s.exec(word);
  if (!label || label[3]!.startsWith("//")) {
    const part = plain(word);
    return (item) => item.text.includes(part);
  }
  const [, name, sign, value] = label;
  const wanted = plain(value!);
  const whole = plain(word);
  return (item) => {
    const have = item.labels[name!];
    if (have === undefined) {
      // An address such as 10.0.0.7:9100 looks like a label, too.
      return sign === ":" && item.text.includes(whole);
    }
    const lower = have.toLowerCase();
    return sign === "=" ? lower === wanted : lower.includes(wanted) || item.text.includes(whole);
  };
}

/** The text of labels for [Searchable]. */
export function labelText(labels: Record<string, string>): string {
  let text = "";
  for (const name in labels) {
    text += ` ${name}=${labels[name]}`;
  }
  return text;
}
