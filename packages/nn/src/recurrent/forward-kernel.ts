/**
 * @file The kernel that runs a recurrence forward in time: state ← cell(input, state W_hh + b_hh, state), step by step.
 */
import { buildKernel, type Expr, type Kernel, type KernelBuilder, k } from "@adjoint/core";
import { laneAlgebra } from "./algebra.ts";
import { at, type Cell, type State } from "./cells.ts";
import { declarePosition, type RealType } from "./launch.ts";

/** What a forward kernel depends on; all other extents are given at launch. */
export interface KernelShape {
  readonly cell: Cell;
  readonly dtype: RealType;
  readonly hidden: number;
  readonly directions: number;
  readonly group: number;
}

/**
 * Builds the kernel. Lanes: hidden units. The hidden values of two steps lie in shared memory in turn.
 *
 * Buffers, in order: input [N, T, D, G·H]; weight [D, H, G·H]; bias [D, G·H]; initial [S, D, N, H], S states →
 * hidden [N, T, D, H]; if there are two states, last cell values [D, N, H]; and if `saves`, saved [D, N, T, K, H] and
 * the hidden values before each step, [D, N, T, H].
 */
export function forwardKernel(shape: KernelShape, saves: boolean): Kernel {
  const { cell, hidden: units, directions, group } = shape;
  return buildKernel(`${cell.name}-forward`, (b) => {
    const buffers = declareBuffers(b, shape, saves);
    const { direction, sequences, batch, steps, timeOf } = declarePosition(b, group);
    const state = b.shared("hidden", shape.dtype, 2 * group * units);
    const cells = cell.states === 2 ? b.shared("cell", shape.dtype, group * units) : undefined;
    const columns = cell.gates * units;
    const rowOf = (sequence: Expr): Expr => k.add(k.mul(direction, batch), sequence);

    b.lanes(units, (lane) => {
      sequences.forEach((n, s) => {
        b.store(state, k.add(lane, s * units), b.load(buffers.initial, k.add(k.mul(rowOf(n), units), lane)));
        if (cells === undefined) return;
        const row = k.add(k.mul(batch, directions), rowOf(n));
        b.store(cells, k.add(lane, s * units), b.load(buffers.initial, k.add(k.mul(row, units), lane)));
      });
    });

    b.loop("step", steps, (step) => {
      const time = b.let("time", timeOf(step));
      const before = b.let("before", k.mul(k.mod(step, 2), group * units));
      const after = b.let("after", k.sub(group * units, before));
      const frames = sequences.map((n) =>
        b.let("frame", k.add(k.mul(k.add(k.mul(n, steps), time), directions), direction)),
      );
      const moments = sequences.map((n) => b.let("moment", k.add(k.mul(rowOf(n), steps), time)));

      b.lanes(units, (lane) => {
        const biasAt = (gate: number): Expr => k.add(k.sum(k.mul(direction, columns), gate * units), lane);
        const hidden = sequences.map(() =>
          Array.from({ length: cell.gates }, (_, gate) => b.variable("sum", b.load(buffers.bias, biasAt(gate)))),
        );
        b.loop("unit", units, (unit) => {
          const row = b.let("row", k.mul(k.add(k.mul(direction, units), unit), columns));
          const weights = Array.from({ length: cell.gates }, (_, gate) =>
            b.let("weight", b.load(buffers.weight, k.add(k.sum(row, gate * units), lane))),
          );
          hidden.forEach((sums, s) => {
            const value = b.let("value", b.load(state, k.sum(before, unit, s * units)));
            sums.forEach((sum, gate) => {
              b.set(sum, k.add(sum, k.mul(value, at(weights, gate))));
            });
          });
        });
        hidden.forEach((sums, s) => {
          const input = sums.map((_, gate) =>
            b.let("input", b.load(buffers.input, k.add(k.sum(k.mul(at(frames, s), columns), gate * units), lane))),
          );
          const here = k.add(lane, s * units);
          const previous = b.let("previous", b.load(state, k.add(before, here)));
          const old: State<Expr> = cells === undefined ? [previous] : [previous, b.let("cell", b.load(cells, here))];
          const result = cell.forward(laneAlgebra(b), input, sums, old);
          const [next, cellNext] = result.state;
          b.store(state, k.add(after, here), next);
          b.store(buffers.hidden, k.add(k.mul(at(frames, s), units), lane), next);
          if (cells !== undefined && cellNext !== undefined) b.store(cells, here, cellNext);
          if (buffers.saved === undefined) return;
          const { saved, before: previousValues } = buffers.saved;
          b.store(previousValues, k.add(k.mul(at(moments, s), units), lane), previous);
          result.saved.forEach((value, i) => {
            const row = k.sum(k.mul(at(moments, s), cell.savedCount), i);
            b.store(saved, k.add(k.mul(row, units), lane), value);
          });
        });
      });
    });

    const { lastCell } = buffers;
    if (cells === undefined || lastCell === undefined) return;
    b.lanes(units, (lane) => {
      sequences.forEach((n, s) => {
        b.store(lastCell, k.add(k.mul(rowOf(n), units), lane), b.load(cells, k.add(lane, s * units)));
      });
    });
  });
}

function declareBuffers(b: KernelBuilder, { cell, dtype }: KernelShape, saves: boolean) {
  return {
    input: b.input("input", dtype),
    weight: b.input("weight", dtype),
    bias: b.input("bias", dtype),
    initial: b.input("initial", dtype),
    hidden: b.output("hidden", dtype),
    lastCell: cell.states === 2 ? b.output("lastCell", dtype) : undefined,
    saved: saves ? { saved: b.output("saved", dtype), before: b.output("before", dtype) } : undefined,
  };
}
