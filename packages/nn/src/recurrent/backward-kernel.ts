/**
 * @file The kernel that takes cotangents through a recurrence, from its last step to its first.
 */
import { buildKernel, type Expr, type Kernel, k } from "@adjoint/core";
import { laneAlgebra } from "./algebra.ts";
import { at, type State } from "./cells.ts";
import type { KernelShape } from "./forward-kernel.ts";
import { declarePosition } from "./launch.ts";

/**
 * Builds the kernel. Each step has two lane blocks: the cotangents of the pre-activations, unit by unit; then the
 * cotangent of the hidden state before, for which a lane owns two units where their number is even, so that each
 * shared value it loads is used twice.
 *
 * Buffers, in order: cotangents of hidden [N, T, D, H]; if there are two states, of the last cell values [D, N, H];
 * saved [D, N, T, K, H]; if the cell needs them, the hidden values before each step [D, N, T, H]; the transposed weight
 * [D, G·H, H] → cotangents of input [N, T, D, G·H], of the hidden pre-activations [D, N, T, G·H], and of the initial
 * state [S, D, N, H].
 */
export function backwardKernel(shape: KernelShape): Kernel {
  const { cell, dtype, hidden: units, directions, group } = shape;
  return buildKernel(`${cell.name}-backward`, (b) => {
    const dHidden = b.input("dHidden", dtype);
    const dLastCell = cell.states === 2 ? b.input("dLastCell", dtype) : undefined;
    const saved = b.input("saved", dtype);
    const previous = cell.needsPrevious ? b.input("previous", dtype) : undefined;
    const weight = b.input("weight", dtype);
    const dInput = b.output("dInput", dtype);
    const dGates = b.output("dGates", dtype);
    const dInitial = b.output("dInitial", dtype);
    const { direction, sequences, batch, steps, timeOf } = declarePosition(b, group);
    const columns = cell.gates * units;
    const gates = b.shared("gates", dtype, group * columns);
    const carried = b.shared("carried", dtype, group * units);
    const cells = cell.states === 2 ? b.shared("cell", dtype, group * units) : undefined;
    const rowOf = (sequence: Expr): Expr => k.add(k.mul(direction, batch), sequence);

    b.lanes(units, (lane) => {
      sequences.forEach((n, s) => {
        b.store(carried, k.add(lane, s * units), k.constant(0, dtype));
        if (cells === undefined || dLastCell === undefined) return;
        b.store(cells, k.add(lane, s * units), b.load(dLastCell, k.add(k.mul(rowOf(n), units), lane)));
      });
    });

    b.loop("step", steps, (step) => {
      const time = b.let("time", timeOf(k.sub(k.sub(steps, 1), step)));
      const frames = sequences.map((n) =>
        b.let("frame", k.add(k.mul(k.add(k.mul(n, steps), time), directions), direction)),
      );
      const moments = sequences.map((n) => b.let("moment", k.add(k.mul(rowOf(n), steps), time)));

      b.lanes(units, (lane) => {
        sequences.forEach((_, s) => {
          const frame = at(frames, s);
          const moment = at(moments, s);
          const here = k.add(lane, s * units);
          const fromOutput = b.load(dHidden, k.add(k.mul(frame, units), lane));
          const dh = b.let("dh", k.add(b.load(carried, here), fromOutput));
          const after: State<Expr> = cells === undefined ? [dh] : [dh, b.let("dc", b.load(cells, here))];
          const values = Array.from({ length: cell.savedCount }, (_, i) =>
            b.let("saved", b.load(saved, k.add(k.mul(k.sum(k.mul(moment, cell.savedCount), i), units), lane))),
          );
          const old = previous === undefined ? undefined : b.load(previous, k.add(k.mul(moment, units), lane));
          const result = cell.backward(laneAlgebra(b), values, old, after);
          result.input.forEach((value, gate) => {
            b.store(dInput, k.add(k.sum(k.mul(frame, columns), gate * units), lane), value);
          });
          result.hidden.forEach((value, gate) => {
            b.store(dGates, k.add(k.sum(k.mul(moment, columns), gate * units), lane), value);
            b.store(gates, k.add(lane, s * columns + gate * units), value);
          });
          const [kept, cellKept] = result.state;
          b.store(carried, here, kept ?? k.constant(0, dtype));
          if (cells !== undefined && cellKept !== undefined) b.store(cells, here, cellKept);
        });
      });

      const owned = units % 2 === 0 ? 2 : 1;
      const lanes = units / owned;
      b.lanes(lanes, (lane) => {
        const placeOf = (s: number, part: number): Expr => k.add(lane, s * units + part * lanes);
        const sums = sequences.map((_, s) =>
          Array.from({ length: owned }, (_, part) => b.variable("sum", b.load(carried, placeOf(s, part)))),
        );
        b.loop("column", columns, (column) => {
          const row = b.let("row", k.mul(k.add(k.mul(direction, columns), column), units));
          const weights = Array.from({ length: owned }, (_, part) =>
            b.let("weight", b.load(weight, k.add(k.sum(row, part * lanes), lane))),
          );
          sums.forEach((parts, s) => {
            const value = b.let("value", b.load(gates, k.add(column, s * columns)));
            parts.forEach((sum, part) => {
              b.set(sum, k.add(sum, k.mul(value, at(weights, part))));
            });
          });
        });
        sums.forEach((parts, s) => {
          parts.forEach((sum, part) => {
            b.store(carried, placeOf(s, part), sum);
          });
        });
      });
    });

    b.lanes(units, (lane) => {
      sequences.forEach((n, s) => {
        const here = k.add(lane, s * units);
        b.store(dInitial, k.add(k.mul(rowOf(n), units), lane), b.load(carried, here));
        if (cells === undefined) return;
        const row = k.add(k.mul(batch, directions), rowOf(n));
        b.store(dInitial, k.add(k.mul(row, units), lane), b.load(cells, here));
      });
    });
  });
}
