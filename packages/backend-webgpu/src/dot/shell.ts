/**
 * @file What all kernels of products share: bindings, arguments, and which part of the output a workgroup has.
 */

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

/** A whole module. */
export function renderDot(layout: DotLayout, { head, workgroupSize, builtins = [], lines }: DotBody): string {
  const { a, b, isOutVector } = layout;
  const directives = head.filter((line) => line.startsWith("enable"));
  const declarations = head.filter((line) => !line.startsWith("enable"));
  const parameters = ["@builtin(workgroup_id) group: vec3u", "@builtin(local_invocation_index) lid: u32", ...builtins];
  return `${[
    ...directives,
    `@group(0) @binding(0) var<storage, read> a: array<${elementType(a.isVector)}>;`,
    `@group(0) @binding(1) var<storage, read> b: array<${elementType(b.isVector)}>;`,
    `@group(0) @binding(2) var<storage, read_write> out: array<${elementType(isOutVector)}>;`,
    ARGS,
    "@group(0) @binding(3) var<uniform> args: Args;",
    ...declarations,
    "",
    `@compute @workgroup_size(${workgroupSize})`,
    `fn main(${parameters.join(", ")}) {`,
    ...[...WORKGROUP, ...lines].map((line) => `  ${line}`),
    "}",
  ].join("\n")}\n`;
}

/** In the order in which `dotModule` fills them. */
const ARGS = `struct Args {
  m: u32,
  n: u32,
  k: u32,
  aStride: u32,
  bStride: u32,
  groups: u32,
  groupsX: u32,
  groupsM: u32,
  groupsN: u32,
}`;

const WORKGROUP = [
  "let tile = group.x + group.y * args.groupsX;",
  "if (tile >= args.groups) { return; }",
  "let tileN = tile % args.groupsN;",
  "let tileM = (tile / args.groupsN) % args.groupsM;",
  "let batch = tile / (args.groupsN * args.groupsM);",
];
