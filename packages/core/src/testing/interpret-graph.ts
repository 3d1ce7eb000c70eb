/**
 * @file Defines every primitive of the graph by plain loops, in double precision (integers wrap): slow and obvious, the
 * oracle for lowering and backends. It shares nothing with them but the scalar table.
 */
import { valueTypeOf } from "../dtype.ts";
import * as ir from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import type { KernelProgram, ProgramBuffer } from "../ir/program.ts";
import { sizeOf } from "../shape.ts";
import { convValues, foldValues } from "./conv-values.ts";
import { interpretKernel, type NumberArray } from "./interpret-kernel.ts";
import { cumsumValues, dotValues, gatherValues, reduceValues, scatterAddValues, sortValues } from "./node-values.ts";
import { bitcastValue, castValue, scalarValue } from "./scalar-value.ts";
import { eachIndex, viewValues } from "./view-values.ts";

/** Gives the elements of a leaf: a `buffer` node, or one whose inputs were cut. */
export type LeafValues = (node: Node) => ArrayLike<number>;

/** The elements of each output, in row-major order. */
export function interpretGraph(outputs: readonly Node[], leaves: LeafValues): Float64Array[] {
  const known = new Map<Node, readonly Float64Array[]>();
  const resultsOf = (node: Node): readonly Float64Array[] => known.get(node) ?? [];
  // A stack of its own: graphs of recurrent networks are deeper than the call stack.
  const waiting = [...outputs];
  for (let node = waiting.at(-1); node !== undefined; node = waiting.at(-1)) {
    const missing = node.inputs.filter((input) => !known.has(input));
    if (missing.length > 0 && !known.has(node)) {
      waiting.push(...missing);
      continue;
    }
    waiting.pop();
    if (!known.has(node)) known.set(node, evaluate(node, resultsOf, leaves));
  }
  return outputs.map((node) => first(resultsOf(node)));
}

function first(results: readonly Float64Array[]): Float64Array {
  const [values] = results;
  if (values === undefined) throw new Error("a node without a value");
  return values;
}

const LEAVES: ReadonlySet<string> = new Set(["const", "scalar", "iota"]);

/** All results of a node, from those of its inputs. */
function evaluate(node: Node, resultsOf: (input: Node) => readonly Float64Array[], leaves: LeafValues): Float64Array[] {
  const { spec, inputs, shape, dtype } = node;
  const type = valueTypeOf(dtype);
  if (inputs.length === 0 && !LEAVES.has(spec.kind)) return [leafValues(node, leaves)];
  const values = inputs.map((input) => first(resultsOf(input)));
  const [x = new Float64Array(), y = new Float64Array(), z = new Float64Array()] = values;
  const from = inputs[0]?.dtype ?? dtype;
  const [xShape = [], yShape = []] = inputs.map((input) => input.shape);
  switch (spec.kind) {
    case "const":
    case "scalar":
      return [Float64Array.of(castValue(spec.value, "f64", type, type === "f32" ? "f32" : "f64"))];
    case "iota":
      return [Float64Array.from(eachIndex(shape), (index) => index[spec.axis] as number)];
    case "map":
      return [
        new Float64Array(sizeOf(shape)).map((_, i) =>
          scalarValue(
            spec.op,
            type,
            values.map((v) => v[i] as number),
            "f64",
          ),
        ),
      ];
    case "cast":
      return [x.map((value) => castValue(value, valueTypeOf(from), type, "f64"))];
    case "bitcast":
      return [x.map((value) => bitcastValue(value, from, dtype))];
    case "reshape":
    case "permute":
    case "expand":
    case "pad":
    case "shrink":
    case "flip":
    case "window":
      return [viewValues(spec, x, xShape, shape)];
    case "reduce":
      return [reduceValues(spec.op, type, x, xShape, shape)];
    case "dot":
      return [dotValues(type, x, xShape, y, yShape)];
    case "conv":
      return [convValues(spec, { values: x, shape: xShape }, { values: y, shape: yShape }, shape)];
    case "fold":
      return [foldValues(spec, x, xShape, shape)];
    case "gather":
      return [gatherValues(spec.axis, x, xShape, y, yShape)];
    case "scatterAdd":
      return [scatterAddValues(spec.axis, type, x, xShape, y, z, yShape)];
    case "sort":
      return sortValues(x, xShape, shape, spec.isDescending);
    case "cumsum":
      return [cumsumValues(type, x, shape)];
    case "kernel":
      return programValues(spec.program, values);
    case "scan":
      return scanValues(spec, values);
    case "result":
      return [resultOf(node, spec.index, resultsOf)];
    case "detach":
    case "barrier":
    case "variable":
    case "custom":
      return [x];
    case "buffer":
      return [leafValues(node, leaves)];
    default:
      return spec satisfies never;
  }
}

function leafValues(node: Node, leaves: LeafValues): Float64Array {
  const values = Float64Array.from(leaves(node));
  if (values.length !== sizeOf(node.shape))
    throw new RangeError(`leaf ${node.id}: ${sizeOf(node.shape)} elements expected, got ${values.length}`);
  return values;
}

function resultOf(node: Node, index: number, resultsOf: (input: Node) => readonly Float64Array[]): Float64Array {
  const [source] = node.inputs;
  const values = source === undefined ? undefined : resultsOf(source)[index];
  if (values === undefined) throw new RangeError(`result ${index} of node ${source?.id}`);
  return values;
}

/** Runs the body as often as it says. */
function scanValues(
  { body, length, carries, stacks, isReversed }: Extract<Node["spec"], { kind: "scan" }>,
  inputs: readonly Float64Array[],
): Float64Array[] {
  const params = body.params.map(({ shape, dtype }) => ir.buffer(shape, dtype));
  const outputs = body.apply(params);
  let carry = inputs.slice(0, carries);
  const results = outputs.slice(carries).map(({ shape }) => new Float64Array(length * sizeOf(shape)));
  for (let run = 0; run < length; run++) {
    const row = isReversed ? length - 1 - run : run;
    const given = new Map(
      params.map((param, i) => {
        const size = sizeOf(param.shape);
        const all = (i < carries ? carry[i] : inputs[i]) ?? new Float64Array();
        return [param, i >= carries && i < carries + stacks ? all.subarray(row * size, (row + 1) * size) : all];
      }),
    );
    const values = interpretGraph(outputs, (leaf) => given.get(leaf) ?? []);
    carry = values.slice(0, carries);
    values.slice(carries).forEach((value, i) => void results[i]?.set(value, row * value.length));
  }
  return [...carry, ...results];
}

/** Runs the kernels of a program, in double precision. */
function programValues(program: KernelProgram, inputs: readonly Float64Array[]): Float64Array[] {
  const outputs = program.outputs.map(({ shape }) => new Float64Array(sizeOf(shape)).fill(Number.NaN));
  const scratch = program.scratch.map(({ size }) => new Float64Array(size).fill(Number.NaN));
  const places = { input: inputs, output: outputs, scratch };
  const bufferOf = ({ from, index }: ProgramBuffer): NumberArray => {
    const buffer = places[from][index];
    if (buffer === undefined) throw new RangeError(`${program.name}: ${from} ${index}`);
    return buffer;
  };
  for (const { kernel, buffers, params, grid } of program.calls) {
    const numbers = params.map((param) =>
      typeof param === "number" ? param : (inputs[param.scalarInput]?.[0] ?? Number.NaN),
    );
    interpretKernel(kernel, { buffers: buffers.map(bufferOf), params: numbers, grid, mode: "f64" });
  }
  return outputs;
}
