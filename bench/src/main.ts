/** @file `npm run bench`. Ends with 0, with 1 if runs do not agree or none can start, with 2 on wrong flags, with 130 after Ctrl-C. */
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { CommanderError } from "commander";
import { suites } from "./catalogue/suites.ts";
import { type Flags, parseFlags } from "./flags.ts";
import { INTERRUPTED_STATUS, listenForInterrupts } from "./interrupt.ts";
import { listText } from "./list.ts";
import { compareReports, comparisonText, LEAST_AGREEMENT } from "./report/compare.ts";
import { readReport, UnreadableError, writeHtml, writeReport } from "./report/files.ts";
import { goalsText } from "./report/goals.ts";
import { jsonSchema } from "./report/schema.ts";
import { tableText } from "./report/table.ts";
import { runBenchmarks } from "./run-benchmarks.ts";

const WRONG_USE = 2;
const resultsFolder = fileURLToPath(new URL("../results", import.meta.url));

process.exitCode = await main(process.argv.slice(2));

/** Gives the exit status. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const flags = parseFlags(args);
    if (flags.list) return print(listText());
    if (flags.schema) return print(JSON.stringify(jsonSchema(), undefined, 2));
    if (flags.compare !== undefined) return compare(flags.compare);
    if (flags.show !== undefined) return show(flags.show, flags);
    return await run(flags, ["npm run bench", ...(args.length > 0 ? ["--", ...args] : [])].join(" "));
  } catch (error) {
    // It has said what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
    say(error instanceof Error ? error.message : String(error));
    return error instanceof UnreadableError ? WRONG_USE : 1;
  }
}

async function run(flags: Flags, command: string): Promise<number> {
  const interrupts = listenForInterrupts(say);
  try {
    const report = await runBenchmarks(flags, command, interrupts.signal);
    print(flags.json ? JSON.stringify(report, undefined, 1) : tableText(report));
    if (flags.suite !== undefined && !flags.json) print(`\n${goalsText(suites[flags.suite], report)}`);
    const { json, html } = writeReport(report, flags.output ?? resultsFolder);
    say(`Written: ${relative("", json)} and ${relative("", html)}`);
    return report.interrupted ? INTERRUPTED_STATUS : 0;
  } finally {
    interrupts.stop();
  }
}

function compare([first = "", second = ""]: readonly string[]): number {
  const comparison = compareReports(readReport(first), readReport(second));
  print(comparisonText(comparison));
  return comparison.agreement >= LEAST_AGREEMENT ? 0 : 1;
}

function show(file: string, { output, json, suite }: Flags): number {
  const report = readReport(file);
  print(json ? JSON.stringify(report, undefined, 1) : tableText(report));
  if (suite !== undefined && !json) print(`\n${goalsText(suites[suite], report)}`);
  say(`Written: ${relative("", writeHtml(report, output ?? dirname(file)))}`);
  return 0;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
