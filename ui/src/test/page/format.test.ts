import { describe, expect, test } from "vitest";
import { ago, bytes, count, moment, plural, rate, span } from "../../main/page/lib/format";

describe("numbers", () => {
  test.each([
    [0, "0"],
    [7, "7"],
    [950, "950"],
    [999.6, "1.00k"],
    [1234, "1.23k"],
    [45_678, "45.7k"],
    [999_499, "999k"],
    [999_600, "1.00M"],
    [1.5e9, "1.50G"],
    [0.25, "0.25"],
    [0.0123, "0.012"],
    [-1500, "−1.50k"],
    [Infinity, "∞"],
    [NaN, "–"],
    [null, "–"],
  ])("%s is written as %s", (value, text) => expect(count(value)).toBe(text));

  test.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.00 KiB"],
    [35_956, "35.1 KiB"],
    [2 ** 31, "2.00 GiB"],
  ])("%s bytes are written as %s", (value, text) => expect(bytes(value)).toBe(text));

  test("a rate says what it is", () => expect(rate(1234)).toBe("1.23k/s"));

  test("one of something is no plural", () => {
    expect(plural(1, "rule")).toBe("1 rule");
    expect(plural(1200, "series", "series")).toBe("1\u2009200 series");
  });
});

describe("times", () => {
  test.each([
    [0, "0s"],
    [0.0004, "0.40ms"],
    [0.0045, "4.5ms"],
    [0.045, "45ms"],
    [0.9999, "1.0s"],
    [3.21, "3.2s"],
    [5, "5s"],
    [59.6, "1m"],
    [125, "2m 5s"],
    [3600, "1h"],
    [90_061, "1d 1h"],
    [-5, "−5s"],
    [Infinity, "–"],
    [null, "–"],
  ])("%s seconds are written as %s", (seconds, text) => expect(span(seconds)).toBe(text));

  test("a moment is told from now", () => {
    expect(ago(1_000, 1_400)).toBe("now");
    expect(ago(1_000, 13_900)).toBe("12s ago");
    expect(ago(5_000, 1_000)).toBe("in 4s");
    expect(ago(NaN, 1_000)).toBe("never");
  });

  test("what never happened has no moment", () => {
    expect(moment("0001-01-01T00:00:00Z")).toBeNaN();
    expect(moment("")).toBeNaN();
    expect(moment("1970-01-01T00:00:01Z")).toBe(1000);
  });
});
