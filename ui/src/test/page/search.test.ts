import { expect, test } from "vitest";
import { labelText, parseSearch } from "../../main/page/lib/search";

const labels = { job: "node", instance: "10.0.0.7:9100", rack: "b 2", __name__: "Up" };
const item = { labels, text: `node http://10.0.0.7:9100/metrics${labelText(labels)}`.toLowerCase() };

test.each([
  ["", true],
  ["  ", true],
  ["10.0.0", true],
  ["METRICS", true],
  ["nothing", false],
  ["node metrics", true],
  ["node nothing", false],
  ["job=node", true],
  ["job=nod", false],
  ["job:nod", true],
  ["JOB=node", false],
  ["absent=node", false],
  ["-job=node", false],
  ["-job=mysql", true],
  ["-nothing 9100", true],
  ['rack="b 2"', true],
  ['rack="b', false],
  ["10.0.0.7:9100", true],
  ["http://10.0.0.7", true],
  ["__name__=up", true],
  ["-", true],
])("%s finds it: %s", (query, isFound) => expect(parseSearch(query)(item)).toBe(isFound));
