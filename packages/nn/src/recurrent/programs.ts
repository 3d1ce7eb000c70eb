/**
 * @file The kernel programs of recurrences: which kernel runs with which buffers, and what it means.
 */
import { inputBuffer, type Kernel, type KernelProgram, outputBuffer, type ResultType } from "@adjoint/core";
import { backwardKernel } from "./backward-kernel.ts";
import type { Cell } from "./cells.ts";
import { backwardComposite, forwardComposite } from "./composite.ts";
import { forwardKernel, type KernelShape } from "./forward-kernel.ts";
import { type Extents, gridOf, groupSize, positionParams, type RealType } from "./launch.ts";

/** A program that runs the recurrence; one that also saves what `backwardProgram` needs, if `saves`. */
export function forwardProgram(
  cell: Cell,
  extents: Extents,
  dtype: RealType,
  saves: boolean,
): KernelProgram | undefined {
  const { batch, steps, directions, hidden: units } = extents;
  const group = groupSize(cell, extents, dtype);
  if (group === undefined) return undefined;
  const outputs: ResultType[] = [{ shape: [batch, steps, directions, units], dtype }];
  if (cell.states === 2) outputs.push({ shape: [directions, batch, units], dtype });
  if (saves) {
    outputs.push({ shape: [directions, batch, steps, cell.savedCount, units], dtype });
    outputs.push({ shape: [directions, batch, steps, units], dtype });
  }
  const kernel = kernelFor(saves ? "saving" : "forward", { cell, dtype, hidden: units, directions, group });
  const composite: KernelProgram["composite"] = (inputs) =>
    forwardComposite(cell, extents, inputs).slice(0, outputs.length);
  return { name: kernel.name, ...launch(kernel, cell, extents, group, outputs, 4), composite };
}

/** The program that takes cotangents back through the recurrence. */
export function backwardProgram(cell: Cell, extents: Extents, dtype: RealType): KernelProgram | undefined {
  const { batch, steps, directions, hidden: units } = extents;
  const group = groupSize(cell, extents, dtype);
  if (group === undefined) return undefined;
  const outputs: ResultType[] = [
    { shape: [batch, steps, directions, cell.gates * units], dtype },
    { shape: [directions, batch, steps, cell.gates * units], dtype },
    { shape: [cell.states, directions, batch, units], dtype },
  ];
  const kernel = kernelFor("backward", { cell, dtype, hidden: units, directions, group });
  const inputCount = 3 + (cell.states - 1) + (cell.needsPrevious ? 1 : 0);
  const composite: KernelProgram["composite"] = (inputs) => backwardComposite(cell, extents, inputs);
  return { name: kernel.name, ...launch(kernel, cell, extents, group, outputs, inputCount), composite };
}

/** One launch of one kernel: first all inputs, then all outputs. */
function launch(
  kernel: Kernel,
  cell: Cell,
  extents: Extents,
  group: number,
  outputs: readonly ResultType[],
  inputCount: number,
): Omit<KernelProgram, "name" | "composite"> {
  const { batch, steps, directions, hidden: units } = extents;
  const inputs = Array.from({ length: inputCount }, (_, i) => inputBuffer(i));
  return {
    outputs,
    scratch: [],
    calls: [
      {
        kernel,
        buffers: [...inputs, ...outputs.map((_, i) => outputBuffer(i))],
        params: positionParams(extents),
        grid: gridOf(extents, group),
        flops: 2 * batch * steps * directions * units * units * cell.gates,
      },
    ],
  };
}

/** Kernels that were built, by what they depend on. */
const kernels = new Map<string, Kernel>();

function kernelFor(role: "forward" | "saving" | "backward", shape: KernelShape): Kernel {
  const { cell, dtype, hidden, directions, group } = shape;
  const key = [cell.name, role, dtype, hidden, directions, group].join();
  let kernel = kernels.get(key);
  if (kernel === undefined) {
    kernel = role === "backward" ? backwardKernel(shape) : forwardKernel(shape, role === "saving");
    kernels.set(key, kernel);
  }
  return kernel;
}
