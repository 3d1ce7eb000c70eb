import { describe, expect, test } from "vitest";
import { backwardProgram, forwardProgram } from "../src/recurrent/programs.ts";
import { expectClose } from "./support/close.ts";
import { runProgram } from "./support/run-program.ts";
import { cellOf, extentsOf, type TorchCase, torchCases } from "./support/torch-cases.ts";

/** The fixtures have nine digits, and sums of a few hundred of them lose one or two. */
const TOLERANCE = 1e-7;

/** Kernels see the input's part of the pre-activations: x W + b. */
function fromInput({ x, inputs, params }: TorchCase): number[] {
  const columns = params.inputBias.length;
  return Array.from({ length: (x.length / inputs) * columns }, (_, i) => {
    const [frame, column] = [Math.floor(i / columns), i % columns];
    let sum = params.inputBias[column] ?? Number.NaN;
    for (let k = 0; k < inputs; k++) {
      sum += (x[frame * inputs + k] ?? Number.NaN) * (params.inputWeight[k * columns + column] ?? Number.NaN);
    }
    return sum;
  });
}

/** The cotangent of the output, with that of the last hidden state added at the last step of each direction. */
function outputCotangent({ cotangents, batch, steps, hidden, bidirectional }: TorchCase): number[] {
  const [output = [], last = []] = cotangents;
  const total = [...output];
  const directions = bidirectional ? 2 : 1;
  last.forEach((value, i) => {
    const [unit, n, direction] = [i % hidden, Math.floor(i / hidden) % batch, Math.floor(i / hidden / batch)];
    const time = direction === 0 ? steps - 1 : 0;
    const place = ((n * steps + time) * directions + direction) * hidden + unit;
    total[place] = (total[place] ?? Number.NaN) + value;
  });
  return total;
}

/** [D, H, G·H] → [D, G·H, H]. */
function transposed({ params, hidden, bidirectional }: TorchCase): number[] {
  const directions = bidirectional ? 2 : 1;
  const columns = params.hiddenWeight.length / hidden / directions;
  return params.hiddenWeight.map((_, i) => {
    const [row, column, direction] = [i % hidden, Math.floor(i / hidden) % columns, Math.floor(i / hidden / columns)];
    return params.hiddenWeight[(direction * hidden + row) * columns + column] ?? Number.NaN;
  });
}

describe.each(torchCases)("kernels of $name", (torch) => {
  const cell = cellOf(torch);
  const extents = extentsOf(torch);
  const inputs = [fromInput(torch), torch.params.hiddenWeight, torch.params.hiddenBias, torch.state.flat()];

  test("forward gives PyTorch's values", () => {
    const program = forwardProgram(cell, extents, "f32", false);
    const [output, lastCell] = runProgram(program ?? expect.fail("no kernel"), inputs);
    expectClose(output ?? [], torch.output, TOLERANCE, "output");
    if (cell.states === 2) expectClose(lastCell ?? [], torch.last[1] ?? [], TOLERANCE, "last cell");
  });

  test("backward gives PyTorch's gradients", () => {
    const forward = forwardProgram(cell, extents, "f32", true) ?? expect.fail("no kernel");
    const [saved = [], previous = []] = runProgram(forward, inputs).slice(-2);
    const backward = backwardProgram(cell, extents, "f32") ?? expect.fail("no kernel");
    const cotangents =
      cell.states === 2 ? [outputCotangent(torch), torch.cotangents[2] ?? []] : [outputCotangent(torch)];
    const kept = cell.needsPrevious ? [saved, previous] : [saved];
    const [dInput = [], dGates = [], dInitial = []] = runProgram(backward, [...cotangents, ...kept, transposed(torch)]);

    const { gradients, hidden, batch, steps } = torch;
    const columns = cell.gates * hidden;
    const frames = batch * steps;
    const total = (values: ArrayLike<number>, count: number, place: (i: number) => number): number[] => {
      const sums = new Array<number>(count).fill(0);
      for (let i = 0; i < values.length; i++) sums[place(i)] = (sums[place(i)] ?? 0) + (values[i] ?? Number.NaN);
      return sums;
    };
    const width = extents.directions * columns;
    expectClose(dInitial, gradients.state.flat(), TOLERANCE, "state");
    expectClose(
      total(dInput, width, (i) => i % width),
      gradients.params.inputBias,
      TOLERANCE,
      "input bias",
    );
    const biasPlace = (i: number): number => Math.floor(i / (frames * columns)) * columns + (i % columns);
    expectClose(total(dGates, width, biasPlace), gradients.params.hiddenBias, TOLERANCE, "hidden bias");
    const dWeight = gradients.params.hiddenWeight.map((_, i) => {
      const [column, row, direction] = [
        i % columns,
        Math.floor(i / columns) % hidden,
        Math.floor(i / columns / hidden),
      ];
      let sum = 0;
      for (let frame = direction * frames; frame < (direction + 1) * frames; frame++) {
        sum += (previous[frame * hidden + row] ?? Number.NaN) * (dGates[frame * columns + column] ?? Number.NaN);
      }
      return sum;
    });
    expectClose(dWeight, gradients.params.hiddenWeight, TOLERANCE, "hidden weight");
  });
});
