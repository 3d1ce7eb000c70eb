/**
 * @file What all kernels of products share: bindings, arguments, and which part of the output a workgroup has.
 */

import type { EpilogueText } from "./epilogue.ts";
import type { DotLayout } from "./layout.ts";
import { elementType } from "./operand.ts";

export interface DotBody {
  /** Directives and declarations of workgroup memory. */
  readonly head: readonly string[];
  readonly workgroupSize: number;
  /** Built-in values of the entry point beyond the workgroup's and the invocation's index. */
  readonly builtins?: readonly string[];
  /** Statements of the entry point, after `batch`, `tileM` and `tileN` are known. */
  readonly lines: readonly string[];
}

/** What is done with the elements of a product. */
export interface DotResult {
  /** Written to the buffer `out`. */
  readonly isStored: boolean;
  readonly epilogue: EpilogueText | undefined;
}

/** A whole module. */
export function renderDot(
  layout: DotLayout,
  { isStored, epilogue }: DotResult,
  { head, workgroupSize, builtins = [], lines }: DotBody,
): string {
  const { a, b, isOutVector } = layout;
  const halves = a.isHalf || b.isHalf ? ["enable f16;"] : [];
  const isDirective = (line: string): boolean => line.startsWith("enable");
  const parameters = ["@builtin(workgroup_id) group: vec3u", "@builtin(local_invocation_index) lid: u32", ...builtins];
  const bindings = [
    `var<storage, read> a: array<${elementType(a.isVector, a.isHalf)}>;`,
    `var<storage, read> b: array<${elementType(b.isVector, b.isHalf)}>;`,
    ...(isStored ? [`var<storage, read_write> out: array<${elementType(isOutVector)}>;`] : []),
  ].map((text, i) => `@group(0) @binding(${i}) ${text}`);
  const bound = (epilogue?.declarations ?? []).filter((text) => text.startsWith("@group"));
  return `${[
    ...new Set([...head.filter(isDirective), ...halves, ...(epilogue?.directives ?? [])]),
    ...bindings,
    ...argsStruct(epilogue?.fields),
    `@group(0) @binding(${bindings.length + bound.length}) var<uniform> args: Args;`,
    ...(epilogue?.declarations ?? []),
    ...head.filter((line) => !isDirective(line)),
    "",
    `@compute @workgroup_size(${workgroupSize})`,
    `fn main(${parameters.join(", ")}) {`,
    ...[...WORKGROUP, ...lines].map((line) => `  ${line}`),
    "}",
  ].join("\n")}\n`;
}

/** In the order in which `dotModule` fills them. An epilogue's kernel has a zero of its own, and then its fields. */
function argsStruct(fields: readonly string[] | undefined): string[] {
  return ["struct Args {", ...ARGS, ...(fields === undefined ? [] : ["  zero: u32,", ...fields]), "}"];
}

const ARGS = ["m", "n", "k", "aStride", "bStride", "groups", "groupsX", "groupsM", "groupsN"].map(
  (name) => `  ${name}: u32,`,
);

/** Words of the arguments of a product, before those of its epilogue. */
export const DOT_WORDS = ARGS.length + 1;

const WORKGROUP = [
  "let tile = group.x + group.y * args.groupsX;",
  "if (tile >= args.groups) { return; }",
  "let tileN = tile % args.groupsN;",
  "let tileM = (tile / args.groupsN) % args.groupsM;",
  "let batch = tile / (args.groupsN * args.groupsM);",
];
