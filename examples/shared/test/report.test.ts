import { expect, test } from "vitest";
import { reportHtml } from "../src/index.ts";

const html = reportHtml({
  title: "A <run>",
  figures: { "error rate": "3 %" },
  losses: [4, 2, 1],
  stepMs: [10, 11, 12],
  drawings: [{ width: 2, height: 1, pixels: [0, 1], caption: "read 1 ✗ written 2", isRight: false }],
});

test("a report holds all it shows", () => {
  expect(html).toContain('"losses":[4,2,1]');
  expect(html).toContain('"stepMs":[10,11,12]');
  expect(html).toContain('"ink":[0,255]');
  expect(html).toContain("read 1 ✗ written 2");
  expect(html).toContain("<th>error rate</th><td>3 %</td>");
  expect(html).toContain("A &lt;run&gt;");
});

test("a report needs nothing from outside", () => {
  expect(html).toContain("uPlot");
  expect(html).not.toMatch(/(src|href)="/);
});

test("the scripts of a report are valid", () => {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = ""]) => text);
  expect(scripts).toHaveLength(2);
  for (const script of scripts) expect(() => new Function(script)).not.toThrow();
});
