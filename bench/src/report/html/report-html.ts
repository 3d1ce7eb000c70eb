/** @file A run as one HTML file that needs nothing else: no script runs in it, and nothing is fetched. */
import type { Report } from "../schema.ts";
import { type Content, createPage, type Page } from "./dom.ts";
import { growthPlots } from "./growth-plots.ts";
import { lossPlots } from "./loss-plots.ts";
import { ratioPlots } from "./ratio-plots.ts";
import { sharePlots } from "./share-plots.ts";
import { style } from "./style.ts";
import { enginesTable, growthTable, limitsTable, resultTables, runTable } from "./tables.ts";

/** The text of the HTML file. */
export function reportHtml(report: Report): string {
  const page = createPage();
  const { document, html } = page;
  const title = `Adjoint's benchmarks: ${report.machine.cpu}, ${report.runtime.version}, ${report.date.slice(0, 10)}`;
  document.head.append(
    html("meta", { charset: "utf-8" }),
    html("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    // Whatever is in it, a browser asks nobody for anything.
    html("meta", { "http-equiv": "Content-Security-Policy", content: "default-src 'none'; style-src 'unsafe-inline'" }),
    html("title", {}, title),
    html("style", {}, style),
  );
  document.body.append(
    html(
      "main",
      {},
      html("h1", {}, title),
      report.interrupted ? html("p", {}, html("b", {}, "The run was interrupted; what was done is here.")) : undefined,
      report.isQuick
        ? html("p", {}, "A quick run: few samples of small workloads. Good for a look, not for a claim.")
        : undefined,
      sections(page, report),
    ),
  );
  return document.toString();
}

function sections(page: Page, report: Report): Content[] {
  const section = (heading: string, content: readonly Content[]): Content =>
    content.length === 0 ? undefined : page.html("section", {}, page.html("h2", {}, heading), content);
  return [
    section("How to read this", explanation(page)),
    section("The run", [runTable(page, report), limitsTable(page, report), enginesTable(page, report)]),
    section("Against Adjoint", ratioPlots(page, report)),
    section("Against the machine", sharePlots(page, report)),
    section("Growth", [...growthPlots(page, report), ...(report.growth.length > 0 ? [growthTable(page, report)] : [])]),
    section("Losses of training", lossPlots(page, report)),
    section("Everything", [page.html("div", { class: "results" }, resultTables(page, report))]),
  ];
}

function explanation({ html }: Page): HTMLElement[] {
  const points = [
    "A time is the median over rounds; all engines take turns in every round. The spread is half the interval in which the median would be expected again.",
    "A ratio compares a time with that of Adjoint on the same device, cpu or webgpu, round by round. Above 1, Adjoint is faster; below 1, the other engine is.",
    "The share of a limit is the part of the time that the machine's nearest limit alone would take, by the least arithmetic and memory traffic that the workload needs. Native code can exceed the limits of WebAssembly.",
    "Values are compared with double precision before anything is timed. The error is a fraction of what is allowed; an engine with a wrong value has no time.",
    "Training starts from the same weights on the same data. Its loss stands beside its time, and is marked if it is off by more than 1 % of what double precision gives.",
    "An engine without a time says why: absent (it does not have the workload), missing (the machine lacks what it needs), wrong, failed, crashed, timeout, interrupted.",
  ];
  return [
    html(
      "ul",
      {},
      points.map((point) => html("li", {}, point)),
    ),
  ];
}
