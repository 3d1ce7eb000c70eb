import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { reportHtml } from "../../src/report/html/report-html.ts";
import { aReport, nastyReason } from "./a-report.ts";

const text = reportHtml(aReport);
const { document } = parseHTML(text);
const all = (selector: string): Element[] => [...document.querySelectorAll(selector)];

describe("report.html", () => {
  test("is a whole document in a language, with a title", () => {
    expect(text).toMatch(/^<!doctype html>/i);
    expect(document.documentElement.getAttribute("lang")).toBe("en");
    expect(document.title).toContain("AMD EPYC");
    expect(unclosedTags(text)).toEqual([]);
  });

  test("has a row for every result, troubles too, with their whole reasons", () => {
    for (const { workload, engine, reason } of aReport.results) {
      const tables = all("table").filter((table) => table.querySelector("caption")?.textContent?.startsWith(workload));
      const row = tables
        .flatMap((table) => [...table.querySelectorAll("tbody tr")])
        .find((candidate) => candidate.querySelector("th")?.textContent === engine);
      expect(row, `${workload} on ${engine}`).toBeDefined();
      if (reason !== undefined) expect(row?.textContent).toContain(reason);
    }
  });

  test("asks nobody for anything, and runs nothing", () => {
    expect(all("script, link, iframe, img, object, [src], [href]")).toEqual([]);
    expect(text).not.toMatch(/url\(\s*["']?http|@import/);
    expect(all("*").filter((node) => [...node.attributes].some(({ name }) => name.startsWith("on")))).toEqual([]);
  });

  test("writes what processes said as text", () => {
    expect(text).not.toContain("<script>");
    expect(document.body.textContent).toContain(nastyReason);
  });

  test("draws growth, ratios, shares and losses, each with a title and a description", () => {
    const captions = all("figure > figcaption").map(({ textContent }) => textContent);
    expect(captions).toEqual([
      "matmul-64-nn: time over that of Adjoint",
      "matmul-128-nn: time over that of Adjoint",
      "memory-mlp-64x32x10-n16: time over that of Adjoint",
      "Share of the nearest limit, cpu",
      "Share of the nearest limit, webgpu",
      "Growth: matmul-nn",
      "Loss: memory-mlp-64x32x10-n16",
    ]);
    for (const drawing of all("figure > svg")) {
      expect(drawing.getAttribute("aria-label")).not.toBe("");
      expect(drawing.querySelector("title")?.textContent).toMatch(/\w/);
    }
    expect(text).toContain("size^2.91");
    expect(text).not.toContain("NaN");
  });

  test("says when the run was interrupted", () => {
    expect(reportHtml({ ...aReport, interrupted: true })).toContain("interrupted; what was done is here");
  });

  test("is there for a run without results", () => {
    expect(reportHtml({ ...aReport, workloads: [], results: [], growth: [] })).toContain("How to read this");
  });
});

/** Tags that are opened and not closed, or the other way round, or out of turn. */
function unclosedTags(html: string): string[] {
  const alone = new Set(["meta", "br", "hr", "wbr"]);
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = "", rest = ""] of html.matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|[^">])*)>/g)) {
    if (slash === "/") {
      if (open.pop() !== name) wrong.push(`</${name}>`);
    } else if (!alone.has(name) && !rest.endsWith("/")) open.push(name);
  }
  return [...wrong, ...open];
}
