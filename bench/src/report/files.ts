/** @file The files of a run. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { machineSlug } from "../machine.ts";
import { reportHtml } from "./html/report-html.ts";
import { type Report, reportSchema } from "./schema.ts";

/** A file that is not the JSON of a run. The message says what is wrong, in a line or a few. */
export class UnreadableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnreadableError";
  }
}

/** `2026-11-22-amd-epyc-2c-node-swiftshader`: runs that are not comparable do not share a name. */
export function reportName({ date, machine, runtime, adapter, isQuick }: Report): string {
  const parts = [date.slice(0, 10), machineSlug(machine), runtime.name, adapter.used, isQuick ? "quick" : null];
  return parts.filter((part) => part !== null).join("-");
}

/** Writes the JSON under a name that is not taken, and `report.html` beside it. Gives their paths. */
export function writeReport(report: Report, folder: string): { readonly json: string; readonly html: string } {
  mkdirSync(folder, { recursive: true });
  const name = reportName(report);
  let json = join(folder, `${name}.json`);
  for (let again = 2; existsSync(json); again++) json = join(folder, `${name}-${again}.json`);
  writeFileSync(json, `${JSON.stringify(report, undefined, 1)}\n`);
  return { json, html: writeHtml(report, folder) };
}

/** Writes `report.html`, over the one that is there. */
export function writeHtml(report: Report, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const html = join(folder, "report.html");
  writeFileSync(html, reportHtml(report));
  return html;
}

/** @throws {UnreadableError} if there is no such file, or it does not fit the schema. */
export function readReport(file: string): Report {
  const read = reportSchema.safeParse(readJson(file));
  if (read.success) return read.data;
  throw new UnreadableError(`${file} is not the JSON of a run:\n${z.prettifyError(read.error)}`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UnreadableError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
