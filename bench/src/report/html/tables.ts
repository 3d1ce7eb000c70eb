/** @file Everything that was measured, and on what, as tables. */
import { engineNames, engines } from "../../catalogue/engines.ts";
import {
  formatBytes,
  formatCounters,
  formatHeld,
  formatLimits,
  formatLoss,
  formatMs,
  formatNumber,
  formatRate,
  formatRatio,
  formatShare,
  formatSpread,
} from "../format.ts";
import type { Report, Result } from "../schema.ts";
import type { Content, Page } from "./dom.ts";

/** A table whose rows have a heading each. */
export function table(
  { html }: Page,
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Content[])[],
): HTMLElement {
  return html(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    html(
      "table",
      {},
      html("caption", {}, caption),
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          head.map((name) => html("th", { scope: "col" }, name)),
        ),
      ),
      html(
        "tbody",
        {},
        rows.map(([first, ...rest]) =>
          html(
            "tr",
            {},
            html("th", { scope: "row" }, first),
            rest.map((cell) => (isCell(cell) ? cell : html("td", {}, cell))),
          ),
        ),
      ),
    ),
  );
}

function isCell(content: Content): boolean {
  return typeof content === "object" && "tagName" in content && content.tagName === "TD";
}

export function runTable(page: Page, report: Report): HTMLElement {
  const { command, date, elapsedMs, isQuick, interrupted, runtime, adapter, machine, versions, pace } = report;
  const commit = versions.commit;
  const rows: [string, string][] = [
    ["command", command],
    ["date", date],
    ["took", formatMs(elapsedMs)],
    ["kind", `${isQuick ? "quick" : "full"}${interrupted ? ", interrupted" : ""}`],
    [
      "pace",
      Object.entries(pace)
        .map(([name, value]) => `${name} ${value}`)
        .join(", "),
    ],
    ["processor", `${machine.cpu}, ${machine.cores} cores`],
    ["memory", formatBytes(machine.memoryBytes)],
    ["system", `${machine.platform} ${machine.arch}`],
    ["runtime", runtime.version],
    ["adapter asked for", adapter.asked ?? "none by name"],
    ["adapter used", [adapter.used ?? "none", ...adapter.descriptions].join("; ")],
    ["Adjoint", versions.adjoint],
    ["commit", commit === undefined ? "unknown" : `${commit.hash}${commit.isModified ? ", with changes" : ""}`],
    ["Node", versions.node],
    ...Object.entries(versions.packages),
  ];
  return table(page, "The run", ["what", "value"], rows);
}

export function limitsTable(page: Page, { limits }: Report): HTMLElement {
  return table(page, "Limits, measured in the same run", ["device", "limits"], Object.entries(formatLimits(limits)));
}

export function enginesTable(page: Page, report: Report): HTMLElement {
  const names = engineNames.filter((name) => report.selection.engines.includes(name));
  const rows = names.map((name) => {
    const facts = report.engines[name];
    if (facts === undefined) return [name, engines[name].title, "did not start", "", ""];
    const made = Object.entries(facts.versions).map(([part, version]) => `${part} ${version}`);
    return [name, engines[name].title, String(facts.threads), [...facts.features, ...made].join(", "), facts.adapter];
  });
  return table(page, "The engines", ["name", "what it is", "threads", "features", "adapter"], rows);
}

const resultHead = [
  "engine",
  "median",
  "spread",
  "× Adjoint",
  "rate",
  "of limit",
  "loss",
  "error",
  "set-up",
  "first run",
  "threads",
  "process",
  "counters and notes",
];

export function resultTables(page: Page, { workloads, results }: Report): HTMLElement[] {
  return workloads.map(({ name, flops, bytes }) => {
    const rows = results.filter(({ workload }) => workload === name).map((result) => resultRow(page, result));
    return table(page, `${name}: ${formatNumber(flops / 1e6)} MFLOP, ${formatBytes(bytes)}`, resultHead, rows);
  });
}

function resultRow({ html }: Page, result: Result): Content[] {
  const { engine, status, reason = "", time, ratio, loss, error, counters, held } = result;
  if (status !== "measured" || time === undefined)
    return [
      engine,
      html("td", { colspan: resultHead.length - 1, class: "trouble" }, html("b", {}, status), ` ${reason}`),
    ];
  return [
    engine,
    formatMs(time.median),
    formatSpread(time),
    ratio === undefined ? "" : formatRatio(ratio.median),
    formatRate(result),
    formatShare(result.share),
    loss?.isOff === true ? html("b", {}, formatLoss(loss)) : formatLoss(loss),
    error === undefined ? "" : error.toFixed(3),
    result.setUpMs === undefined ? "" : formatMs(result.setUpMs),
    result.firstRunMs === undefined ? "" : formatMs(result.firstRunMs),
    result.threads === undefined ? "" : String(result.threads),
    result.residentBytes === undefined ? "" : formatBytes(result.residentBytes),
    [counters && formatCounters(counters), held && formatHeld(held)].filter((part) => part !== undefined).join("; "),
  ];
}

export function growthTable(page: Page, { growth }: Report): HTMLElement {
  const rows = growth.map(({ family, engine, exponent, sizes }) => [
    family,
    engine,
    exponent.toFixed(2),
    sizes.join(", "),
  ]);
  return table(page, "Growth: e of time ~ size^e", ["family", "engine", "exponent", "sizes"], rows);
}
