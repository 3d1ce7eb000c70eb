/**
 * @file Products whose output is divided into register blocks.
 */
import type { DotSpec } from "@adjoint/core";
import { finishCall } from "./epilogue.ts";
import type { DotLayout } from "./layout.ts";
import { blockBase, blockLoads, type Operand, stepLoads } from "./operand.ts";
import { type DotResult, renderDot } from "./shell.ts";
import type { BlockTile } from "./tile.ts";

/** Workgroups along the rows and the columns of one matrix. */
export function blockGroups({ m, n }: DotSpec, tile: BlockTile): [alongM: number, alongN: number] {
  return [Math.ceil(m / rowsOf(tile)), Math.ceil(n / (tile.columns * tile.lanesN))];
}

/** Rows of a workgroup. */
const rowsOf = (tile: BlockTile): number => tile.rows * tile.lanesM;

export function renderBlock(layout: DotLayout, tile: BlockTile, result: DotResult): string {
  const lines = [
    `let laneM = lid / ${tile.lanesN}u;`,
    `let laneN = lid % ${tile.lanesN}u;`,
    `let m0 = (tileM * ${tile.lanesM}u + laneM) * ${tile.rows}u;`,
    `let n0 = (tileN * ${tile.lanesN}u + laneN) * ${tile.columns}u;`,
    ...sums(tile).map((name) => `var ${name} = vec4f();`),
  ];
  const workgroupSize = tile.lanesM * tile.lanesN;
  const { head, body, builtins } = SOURCES[tile.source](layout, tile);
  return renderDot(layout, result, {
    head,
    workgroupSize,
    builtins,
    lines: [...lines, ...body, ...ends(layout, tile, result)],
  });
}

interface Source {
  readonly head: readonly string[];
  readonly body: readonly string[];
  readonly builtins: readonly string[];
}

const SOURCES: Readonly<Record<BlockTile["source"], (layout: DotLayout, tile: BlockTile) => Source>> = {
  own: ownBlocks,
  shared: sharedBlocks,
  broadcast: broadcastBlocks,
};

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const sumName = (row: number, vector: number): string => `c${row}_${vector}`;
const sums = ({ rows, columns }: BlockTile): string[] =>
  range(rows).flatMap((row) => range(columns / 4).map((vector) => sumName(row, vector)));

/**
 * Adds the products of some steps. `a` and `b` give the texts of an element of a, and of a vector of b, at a step. All steps
 * of a sum come together: where sums outnumber registers, each is fetched once for them all.
 */
function products(
  { rows, columns }: BlockTile,
  steps: number,
  a: (row: number, step: number) => string,
  b: (vector: number, step: number) => string,
): string[] {
  return range(rows).flatMap((row) =>
    range(columns / 4).flatMap((vector) =>
      range(steps).map((step) => `${sumName(row, vector)} += ${a(row, step)} * ${b(vector, step)};`),
    ),
  );
}

const component = (i: number): string => "xyzw"[i % 4] ?? "";
/** An element of a block of a, and a vector of a block of b. */
const ofBlock = (row: number, step: number): string => `a${row >> 2}p${step}.${component(row)}`;
const ofVector = (vector: number, step: number): string => `b${vector}p${step}`;

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/**
 * All of k, in turns of four steps; or, where these would leave a rest or no operand is an array of vectors, of one: loads are
 * as many, and two loops would be most of what compilers take. `loads` gives the text of the loads of an operand's block.
 */
function loopOverK(
  { a, b, isKWhole }: DotLayout,
  body: (steps: 1 | 4, loads: (operand: Operand, name: string) => readonly string[]) => readonly string[],
): string[] {
  const isByFour = isKWhole && (a.isVector || b.isVector);
  const lines = isByFour
    ? body(4, (operand, name) => blockLoads(operand, name, "k", false))
    : body(1, (operand, name) => [stepLoads(operand, name, "k")]);
  return [`for (var k = 0u; k < args.k; k += ${isByFour ? 4 : 1}u) {`, ...indent(lines), "}"];
}

function ownBlocks(layout: DotLayout, tile: BlockTile): Source {
  const { a, b } = layout;
  const [aBlocks, bBlocks] = [range(tile.rows / 4), range(tile.columns / 4)];
  const body = [
    "if (m0 >= args.m || n0 >= args.n) { return; }",
    ...aBlocks.flatMap((i) => blockBase(a, `a${i}`, `m0 + ${4 * i}u`)),
    ...bBlocks.flatMap((i) => blockBase(b, `b${i}`, `n0 + ${4 * i}u`)),
    ...loopOverK(layout, (steps, loads) => [
      ...bBlocks.flatMap((i) => loads(b, `b${i}`)),
      ...aBlocks.flatMap((i) => loads(a, `a${i}`)),
      ...products(tile, steps, ofBlock, ofVector),
    ]),
  ];
  return { head: [], body, builtins: [] };
}

/** Lane i of the subgroup loads blocks i, i + lanes … of a; the rows of all lanes are the same. */
function broadcastBlocks(layout: DotLayout, tile: BlockTile): Source {
  const { a, b } = layout;
  const lanes = tile.lanesN;
  const [aBlocks, bBlocks] = [range(tile.rows / (4 * lanes)), range(tile.columns / 4)];
  const ofLane = (row: number, step: number): string => {
    const block = row >> 2;
    return `subgroupBroadcast(a${Math.floor(block / lanes)}p${step}.${component(row)}, ${block % lanes}u)`;
  };
  const body = [
    ...aBlocks.flatMap((i) => blockBase(a, `a${i}`, `m0 + ${4 * i * lanes}u + 4u * lane`)),
    ...bBlocks.flatMap((i) => blockBase(b, `b${i}`, `n0 + ${4 * i}u`)),
    ...loopOverK(layout, (steps, loads) => [
      ...bBlocks.flatMap((i) => loads(b, `b${i}`)),
      ...aBlocks.flatMap((i) => loads(a, `a${i}`)),
      ...products(tile, steps, ofLane, ofVector),
    ]),
  ];
  return { head: ["enable subgroups;"], body, builtins: ["@builtin(subgroup_invocation_id) lane: u32"] };
}

/**
 * Both operands go through workgroup memory, transposed so that a vector lies along the outer index. Blocks are loaded in
 * turn by the invocations, which then all compute from them.
 */
function sharedBlocks(layout: DotLayout, tile: BlockTile): Source {
  const { a, b } = layout;
  const size = tile.lanesM * tile.lanesN;
  const [aVectors, bVectors] = [rowsOf(tile) / 4, (tile.columns * tile.lanesN) / 4];
  const [aOwn, bOwn] = [range(tile.rows / 4), range(tile.columns / 4)];
  const groups = tile.depth / 4;
  const stage = (operand: Operand, vectors: number, first: string): string[] => {
    const { name } = operand;
    return [
      `for (var i = lid; i < ${vectors * groups}u; i += ${size}u) {`,
      `  let outer = ${operand.isAlongK ? `i / ${groups}u` : `i % ${vectors}u`};`,
      `  let inner = ${operand.isAlongK ? `i % ${groups}u` : `i / ${vectors}u`} * 4u;`,
      ...[
        ...blockBase(operand, name, `${first} + outer * 4u`),
        "let k = begin + inner;",
        ...blockLoads(operand, name, "k", true),
        ...range(4).map((step) => `${name}Shared[(inner + ${step}u) * ${vectors}u + outer] = ${name}p${step};`),
      ].map((line) => `  ${line}`),
      "}",
    ];
  };
  const body = [
    `for (var begin = 0u; begin < args.k; begin += ${tile.depth}u) {`,
    ...[
      ...stage(a, aVectors, `tileM * ${rowsOf(tile)}u`),
      ...stage(b, bVectors, `tileN * ${tile.columns * tile.lanesN}u`),
      "workgroupBarrier();",
      `for (var k = 0u; k < ${tile.depth}u; k += 4u) {`,
      ...[
        ...range(4).flatMap((step) => [
          ...aOwn.map(
            (i) => `let a${i}p${step} = aShared[(k + ${step}u) * ${aVectors}u + laneM * ${aOwn.length}u + ${i}u];`,
          ),
          ...bOwn.map(
            (i) => `let b${i}p${step} = bShared[(k + ${step}u) * ${bVectors}u + laneN * ${bOwn.length}u + ${i}u];`,
          ),
        ]),
        ...products(tile, 4, ofBlock, ofVector),
      ].map((line) => `  ${line}`),
      "}",
      "workgroupBarrier();",
    ].map((line) => `  ${line}`),
    "}",
  ];
  const head = [
    `var<workgroup> aShared: array<vec4f, ${aVectors * tile.depth}>;`,
    `var<workgroup> bShared: array<vec4f, ${bVectors * tile.depth}>;`,
  ];
  return { head, body, builtins: [] };
}

/**
 * What is done with the sums that lie inside of the output. In loops, since unrolled this would be most of the code, and with
 * bounds that compilers do not know, since they would unroll them.
 */
function ends({ isOutVector }: DotLayout, { rows, columns, ...tile }: BlockTile, result: DotResult): string[] {
  const { isStored, epilogue } = result;
  const vectors = columns / 4;
  const names = sums({ ...tile, rows, columns });
  const at = "((batch * args.m + row) * args.n + column)";
  const finish = (column: string, sum: string): string[] =>
    epilogue === undefined ? [] : [finishCall("batch * args.m + row", column, sum)];
  const isWide = epilogue?.isWide === true;
  const each = [
    ...(isStored && !isOutVector ? [`out[${at} + j] = sums[j];`] : []),
    ...(isWide ? [] : finish("column + j", "sums[j]")),
  ];
  return [
    `var block = array<vec4f, ${names.length}>(${names.join(", ")});`,
    `let rowEnd = min(m0 + ${rows}u, args.m);`,
    `let columnEnd = min(n0 + ${columns}u, args.n);`,
    "for (var row = m0; row < rowEnd; row++) {",
    "  for (var column = n0; column < columnEnd; column += 4u) {",
    `    var sums = block[(row - m0)${vectors === 1 ? "" : ` * ${vectors}u + (column - n0) / 4u`}];`,
    ...(isStored && isOutVector ? [`    out[${at} / 4u] = sums;`] : []),
    ...(isWide ? finish("column", "sums").map((line) => `    ${line}`) : []),
    ...(each.length === 0 ? [] : [`    for (var j = 0u; j < min(4u, columnEnd - column); j++) { ${each.join(" ")} }`]),
    "  }",
    "}",
  ];
}
