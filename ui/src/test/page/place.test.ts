import { expect, test } from "vitest";
import { pieces } from "../../main/page/lib/api";
import { colour } from "../../main/page/lib/colour";
import { below, href } from "../../main/page/lib/place";

test.each([
  ["/", "/targets", "/targets"],
  ["/", "/", "/"],
  ["/agents/one/", "/agents/one/targets", "/targets"],
  ["/agents/one/", "/agents/one/", "/"],
  ["/agents/one/", "/agents/one/component/a/b/", "/component/a/b"],
])("below %s, %s is %s", (base, pathname, path) => expect(below(base, pathname)).toBe(path));

test("addresses encode what is no letter, and leave empty parameters out", () => {
  expect(href("/component/prometheus.scrape.a b?#")).toBe("/component/prometheus.scrape.a%20b%3F%23");
  expect(href("/targets", { pool: "a&b", q: "" })).toBe("/targets?pool=a%26b");
});

test("a stream is cut where a piece ends, however it arrives", () => {
  const cut = pieces();
  expect(cut("one|;")).toEqual([]);
  expect(cut("|two|;||;|thr")).toEqual(["one", "two", ""]);
  expect(cut("ee|;|")).toEqual(["three"]);
});

test.each([
  ["  - job_name: self", [["", "  - "], ["key", "job_name"], ["", ":"], ["", " "], ["string", "self"]]],
  ["  timeout: 10s", [["", "  "], ["key", "timeout"], ["", ":"], ["", " "], ["number", "10s"]]],
  ["password: <secret>", [["key", "password"], ["", ":"], ["", " "], ["secret", "<secret>"]]],
  ["  - 127.0.0.1:9100", [["", "  - "], ["string", "127.0.0.1:9100"]]],
  ["\ttargets = [", [["", "\t"], ["key", "targets"], ["", " = "], ["", "["]]],
  ['\turl = "http://a"', [["", "\t"], ["key", "url"], ["", " = "], ["string", '"http://a"']]],
  ["\tpassword = (secret)", [["", "\t"], ["key", "password"], ["", " = "], ["secret", "(secret)"]]],
  ['prometheus.scrape "me" {', [["key", "prometheus.scrape"], ["", " "], ["", '"me" {']]],
  ["rule {", [["key", "rule"], ["", " "], ["", "{"]]],
  ["}", [["", "}"]]],
  ["", []],
])("%j is coloured by its parts", (line, parts) => expect(colour(line)).toEqual(parts));
