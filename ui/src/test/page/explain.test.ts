import { expect, test } from "vitest";
import { body, braced, lines, placeOf } from "../../main/page/lib/explain";

test.each([
  ['{"a":"b"}', '{"a":"b"}'],
  ['{a="b"}', '{a="b"}'],
  ['__address__="10.0.0.7:9100"\n__meta_x = plain,\n\n', '{"__address__":"10.0.0.7:9100","__meta_x":"plain"}'],
  ["job: node", '{"job":"node"}'],
])("the labels %j are asked as %j", (text, asked) => expect(braced(text)).toBe(asked));

test("labels of a link stand one a line", () => {
  expect(lines('{"a":"1","b":"x y"}')).toBe('a="1"\nb="x y"');
  expect(lines("not json")).toBe("not json");
});

test("what is empty is not asked", () => {
  expect(body({ pool: "", labels: "  ", sample: "" })).toBe("{}");
  expect(body({ pool: "p", labels: "a=b", sample: " up 1 " })).toBe('{"pool":"p","labels":"{\\"a\\":\\"b\\"}","sample":"up 1"}');
});

test("a place is a file and a line", () => {
  expect(placeOf({ file: "/etc/tributary/a.yml", line: 3, column: 5 })).toBe("a.yml:3");
  expect(placeOf({ file: "a.yml", line: 3, column: 5 })).toBe("a.yml:3");
  expect(placeOf(null)).toBe("");
});
