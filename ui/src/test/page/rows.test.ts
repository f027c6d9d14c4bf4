import { describe, expect, test } from "vitest";
import { Rows } from "../../main/page/lib/rows";

describe("rows of different heights", () => {
  const rows = new Rows([34, 54, 34, 10]);

  test("have their places", () => {
    expect(rows.height).toBe(132);
    expect([0, 1, 2, 3].map((row) => rows.top(row))).toEqual([0, 34, 88, 122]);
    expect(rows.bottom(3)).toBe(132);
  });

  test.each([
    [-5, 0],
    [0, 0],
    [33, 0],
    [34, 1],
    [87.9, 1],
    [88, 2],
    [131, 3],
    [500, 3],
  ])("at %s there is row %s", (y, row) => expect(rows.at(y)).toBe(row));

  test("are cut to what is seen, with some to spare", () => {
    expect(rows.between(40, 90, 0)).toEqual([1, 3]);
    expect(rows.between(40, 90, 5)).toEqual([0, 4]);
  });

  test("may be none", () => {
    expect(new Rows([]).between(0, 100, 5)).toEqual([0, 0]);
    expect(new Rows([]).at(10)).toBe(0);
  });

  test("a hundred thousand are found without looking at each", () => {
    const many = new Rows(new Float64Array(100_000).fill(34));
    expect(many.at(34 * 77_777 + 3)).toBe(77_777);
  });
});
