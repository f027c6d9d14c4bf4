import { expect, test } from "vitest";
import { changes, describe as describeRule } from "../../main/page/lib/steps";

test("changes are those labels that differ, in the order of names", () => {
  expect(changes({ a: "1", b: "2", c: "3" }, { d: "4", b: "2", a: "9" })).toEqual([
    { name: "a", before: "1", after: "9" },
    { name: "c", before: "3", after: undefined },
    { name: "d", before: undefined, after: "4" },
  ]);
});

test.each([
  [{ action: "keep", source_labels: ["a", "b"], separator: ";", regex: "x;y" }, "a; b =~ x;y"],
  [{ action: "drop", source_labels: ["a"], regex: "(.*)" }, "a"],
  [{ action: "labeldrop", regex: "tmp_.*" }, "=~ tmp_.*"],
  [{ action: "labelmap", regex: "__meta_(.+)", replacement: "$1" }, "__meta_(.+) → $1"],
  [{ action: "hashmod", source_labels: ["a"], modulus: 4, target_label: "shard" }, "a % 4 → shard"],
  [{ action: "replace", source_labels: ["a"], regex: "(.*)", target_label: "b", replacement: "$1" }, 'a → b = "$1"'],
  [{ action: "replace", regex: "(.*)", target_label: "b", replacement: "x" }, 'b = "x"'],
  [{ action: "dropequal", source_labels: ["a"], target_label: "b" }, "a = b"],
  [{ action: "lowercase", source_labels: ["a"], target_label: "b" }, "a → b"],
])("the rule %j reads %s", (rule, text) => expect(describeRule(rule)).toBe(text));
