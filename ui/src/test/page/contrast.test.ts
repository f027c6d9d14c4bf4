import { describe, expect, test } from "vitest";
import css from "../../main/page/style/tokens.css?raw";

/** Colours of tokens.css in light and dark. */
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [name!, [light!, dark!]]),
);

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

const GROUNDS = ["paper", "sheet", "lift", "water-wash"];

const TEXT: [string, string[]][] = [
  ["ink", GROUNDS],
  ["soft", GROUNDS],
  ["faint", GROUNDS],
  ["water", GROUNDS],
  ["good", [...GROUNDS, "good-wash"]],
  ["warn", [...GROUNDS, "warn-wash"]],
  ["bad", [...GROUNDS, "bad-wash"]],
  ["on-water", ["water"]],
];

describe.each(["light", "dark"])("in %s", (name) => {
  const side = name === "light" ? 0 : 1;
  const of = (token: string) => colours.get(token)![side]!;

  test.each(TEXT.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground])))("%s can be read on %s", (text, ground) => {
    expect(contrast(of(text!), of(ground!))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["paper", "sheet", "lift"])("outlines of controls are seen on %s", (ground) => {
    expect(contrast(of("edge"), of(ground))).toBeGreaterThanOrEqual(3);
  });
});
