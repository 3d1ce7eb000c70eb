/** @file The page `docs/numerics.md`, from what was measured, the tables of bounds, and the cases of special values. */
import type { Case } from "../../../core/test/cases/case.ts";
import { type SpecialValues, specialValues } from "../../../core/test/cases/special-values.ts";
import { FUNCTIONS, type MeasuredFunction } from "./functions.ts";
import type { Measured } from "./measure.ts";
import { SUMS } from "./sums.ts";

/** What one run of all functions gave. */
export interface Recorded {
  readonly title: string;
  readonly backend: "cpu" | "webgpu";
  readonly count: number;
  readonly functions: readonly Measured[];
  readonly sums: readonly Measured[];
}

const INTRODUCTION = `<!-- Written by \`npm run docs:numerics\`. The words are in packages/adjoint/test/numerics/document.ts. -->

# Numerics

What is promised: on both backends, each function keeps the bound in the table below, over all float32 numbers for which it is
stated; NaN, infinities, zeros of both signs and integers at the end of their range give what the tables at the end say. The
test suite holds every backend and adapter that it finds to both.

Errors are counted in units in the last place (ulp) of the exact result, found in double precision: 0.5 is the best that a
rounded result can promise, and 0 was measured where each of the results was the nearest float32.

- **The CPU** computes by IEEE 754, subnormal numbers included. With relaxed SIMD, a product and a sum in a formula may share
  one rounding.
- **WebGPU** leaves an adapter more room than IEEE 754: subnormal numbers may count as 0, quotients may err by 2.5 ulp and roots
  by 5, and a compiler may take NaN and infinity for impossible. So exp, log, sin, cos, tanh, erf, pow and the like
  are our own formulas on WebGPU too, from additions and products, and no function of WGSL with a loose bound is used (its sin
  is good to 2⁻¹¹ alone). Sums that have to be rounded as written pass through bits that the compiler cannot see; NaN is told
  by its bits where max, min, isNaN, argmax and conversions need to know. Bounds are stated for |x| ≥ 2⁻¹⁰⁰ and results from
  2⁻¹²⁰ on; a quotient's for divisors up to 2¹²⁶.
- sin and cos hold for all numbers: up to 10⁵ by multiples of π/2 in parts, which costs some 40 operations; beyond, the CPU calls
  the engine's own in double precision, and WebGPU multiplies with 96 bits of 2/π.
- f64, on the CPU alone, has the accuracy of the engine's Math. f16 is a format of storage: it is computed with as f32, and
  rounded once when it is stored; from 65,520 on it is infinite.
- WGSL's comparisons and \`select\` are taken at their word: NaN compares as false on all adapters tested. A compiler that uses
  its licence to assume that there is no NaN might differ.`;

const SUM_WORDS = `Errors of sums are counted against the sizes of what is added, Σ|terms|, in units of 2⁻²⁴: cancellation is the data's
affair. All sums are in float32. Their order depends on shapes alone, so that a run gives the same bits again, on the CPU with
any number of threads; it differs between backends.`;

const SPECIAL_WORDS = `These hold on both backends and in the interpreter that tests compare with. Integers wrap modulo 2³²; quotients and
remainders by 0 are 0; the least i32 divided by −1 stays. Floats become integers towards zero, at most the ends of the range, and
0 for NaN; every number but 0, NaN too, is true. In softmax and logSumExp an element −∞ is masked; a row with no other is NaN in
softmax, −∞ in logSumExp.`;

export function document(recorded: readonly Recorded[]): string {
  const count = Math.max(0, ...recorded.map((run) => run.count));
  const tried = `Worst error found over ${count.toLocaleString("en")} arguments of each function: half of them bit patterns drawn evenly from all
float32, half numbers of [−90, 90]. The bounds stand first.`;
  return [
    INTRODUCTION,
    `## Functions\n\n${tried}\n\n${functionTable(recorded)}`,
    `## Sums and products\n\n${SUM_WORDS}\n\n${sumTable(recorded)}`,
    `## Special values and integers\n\n${SPECIAL_WORDS}`,
    ...specialValues.map(specialSection),
  ]
    .join("\n\n")
    .concat("\n");
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const errorOf = (all: readonly Measured[], name: string): string => {
  const found = all.find((one) => one.name === name);
  return found === undefined ? "–" : found.ulp.toFixed(2);
};

function functionTable(recorded: readonly Recorded[]): string {
  const head = ["function", "CPU", "WebGPU", ...recorded.map(({ title }) => title), "note"];
  const row = ({ name, bound, note = "–" }: MeasuredFunction): string[] => [
    `\`${name}\``,
    `≤ ${bound.cpu}`,
    `≤ ${bound.webgpu}`,
    ...recorded.map(({ functions }) => errorOf(functions, name)),
    note,
  ];
  return tableOf(head, FUNCTIONS.map(row));
}

function sumTable(recorded: readonly Recorded[]): string {
  const head = ["sum", "bound", ...recorded.map(({ title }) => title), "order"];
  return tableOf(
    head,
    SUMS.map(({ name, bound, order }) => [
      name,
      `≤ ${bound}`,
      ...recorded.map(({ sums }) => errorOf(sums, name)),
      order,
    ]),
  );
}

/** Functions of vectors of equal length are written element by element, the others whole. */
function specialSection({ title, rows }: SpecialValues): string {
  const body = rows.map((row) => [row.name, ...argumentsAndResults(row)].map((cell) => cell.replaceAll("|", "\\|")));
  return `### ${title}\n\n${tableOf(["operation", "arguments", "results"], body)}`;
}

function argumentsAndResults({ inputs, expected = [] }: Case): [string, string] {
  const lists = inputs.map(({ data }) => `[${data.map(numberText).join(", ")}]`);
  return [lists.join(", "), `[${expected.map(numberText).join(", ")}]`];
}

function numberText(x: number): string {
  if (Number.isNaN(x)) return "NaN";
  const size = Object.is(x, -0) ? 0 : Math.abs(x);
  const sign = x < 0 || Object.is(x, -0) ? "−" : "";
  if (size === Number.POSITIVE_INFINITY) return `${sign}∞`;
  const power = POWERS.get(size);
  return `${sign}${power ?? Number(size.toPrecision(size > 1e10 ? 3 : 10))}`;
}

const POWERS: ReadonlyMap<number, string> = new Map([
  [2 ** 31, "2³¹"],
  [2 ** 31 - 1, "(2³¹ − 1)"],
  [2 ** 32 - 1, "(2³² − 1)"],
]);
