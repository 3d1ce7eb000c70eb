/**
 * @file Products with few outputs and a long k. All invocations of a workgroup have the same block of the output, each for
 * its own part of k; workgroup memory adds the parts, always in the same order.
 */
import type { DotSpec } from "@adjoint/core";
import { finishCall } from "./epilogue.ts";
import type { DotLayout } from "./layout.ts";
import { blockBase, blockLoads, type Operand, stepLoads } from "./operand.ts";
import { type DotResult, renderDot } from "./shell.ts";
import type { SplitTile } from "./tile.ts";

export function splitGroups({ m, n }: DotSpec, { rows, columns }: SplitTile): [alongM: number, alongN: number] {
  return [Math.ceil(m / rows), Math.ceil(n / columns)];
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

export function renderSplit(layout: DotLayout, tile: SplitTile, result: DotResult): string {
  const { a, b, isKWhole } = layout;
  const { rows, columns, lanesK } = tile;
  const [aBlocks, bBlocks] = [range(rows / 4), range(columns / 4)];
  const vectors = bBlocks.length;
  const sums = range(rows).flatMap((row) => bBlocks.map((vector) => ({ row, vector, name: `c${row}_${vector}` })));
  const products = (steps: number): string[] =>
    sums.flatMap(({ row, vector, name }) =>
      range(steps).map((step) => `${name} += a${row >> 2}p${step}.${"xyzw"[row % 4]} * b${vector}p${step};`),
    );
  const each = (loads: (operand: Operand, name: string) => readonly string[]): string[] => [
    ...aBlocks.flatMap((i) => loads(a, `a${i}`)),
    ...bBlocks.flatMap((i) => loads(b, `b${i}`)),
  ];
  const four = each((operand, name) => blockLoads(operand, name, "k", false));
  const one = each((operand, name) => [stepLoads(operand, name, "k")]);
  const lines = [
    `let m0 = tileM * ${rows}u;`,
    `let n0 = tileN * ${columns}u;`,
    ...sums.map(({ name }) => `var ${name} = vec4f();`),
    ...aBlocks.flatMap((i) => blockBase(a, `a${i}`, `m0 + ${4 * i}u`)),
    ...bBlocks.flatMap((i) => blockBase(b, `b${i}`, `n0 + ${4 * i}u`)),
    "let kEnd = args.k / 4u * 4u;",
    `for (var k = lid * 4u; k < kEnd; k += ${4 * lanesK}u) {`,
    ...indent([...four, ...products(4)]),
    "}",
    ...(isKWhole
      ? []
      : ["if (lid < args.k % 4u) {", "  let k = kEnd + lid;", ...indent([...one, ...products(1)]), "}"]),
    ...sums.map(({ name }, i) => `parts[${i * lanesK}u + lid] = ${name};`),
    "workgroupBarrier();",
    `if (lid >= ${sums.length}u) { return; }`,
    `let row = m0 + lid / ${vectors}u;`,
    `let column = n0 + lid % ${vectors}u * 4u;`,
    "if (row >= args.m || column >= args.n) { return; }",
    `var sum = parts[lid * ${lanesK}u];`,
    `for (var i = 1u; i < ${lanesK}u; i++) { sum += parts[lid * ${lanesK}u + i]; }`,
    ...ends(layout, result),
  ];
  const head = [`var<workgroup> parts: array<vec4f, ${sums.length * lanesK}>;`];
  return renderDot(layout, result, { head, workgroupSize: lanesK, lines });
}

/** What is done with the vector `sum` at `row` and `column`. */
function ends({ isOutVector }: DotLayout, { isStored, epilogue }: DotResult): string[] {
  const each = (then: (i: number) => string): string[] =>
    range(4).map((i) => `if (column + ${i}u < args.n) { ${then(i)} }`);
  const stores = isOutVector ? ["out[at / 4u] = sum;"] : each((i) => `out[at + ${i}u] = sum.${"xyzw"[i]};`);
  const finish = (column: string, sum: string): string => finishCall("batch * args.m + row", column, sum);
  const finishes = (): string[] =>
    epilogue?.isWide === true ? [finish("column", "sum")] : each((i) => finish(`column + ${i}u`, `sum.${"xyzw"[i]}`));
  return [
    ...(isStored ? ["let at = (batch * args.m + row) * args.n + column;", ...stores] : []),
    ...(epilogue === undefined ? [] : finishes()),
  ];
}
