/**
 * @file The transducer from primitives, in log space, one step of the graph for each diagonal: what the kernels must agree
 * with, what defines their second derivative, and what computes f64. Its graph grows with T + U.
 */
import {
  add,
  cast,
  detach,
  equal,
  exp,
  expandDims,
  full,
  gather,
  less,
  log,
  logicalAnd,
  logSoftmax,
  maximum,
  minimum,
  mul,
  neg,
  pad,
  reshape,
  slice,
  squeeze,
  stack,
  sub,
  sum,
  type Tensor,
  takeAlongAxis,
  tensor,
  where,
} from "@adjoint/core";
import { indexAlong } from "../class-axis.ts";
import type { RnntProblem } from "./problem.ts";
import { diagonalCount } from "./sizes.ts";

/** Stands for the logarithm of 0: adding a log-probability leaves it as it is, and it is finite. */
const LOG_ZERO = -1e30;
/** Sums of logarithms below this hold no path. */
const NO_PATH = -1e29;

/** Logarithms of the probabilities at each node, [N, T, U + 1]; impossible ones are `LOG_ZERO`. */
interface Emissions {
  readonly blank: Tensor;
  readonly label: Tensor;
}

/**
 * The loss of each sequence, as `rnntLoss` defines it, FastEmit's term included. Shapes: → [N], in the dtype of the logits.
 * @see Graves (2012), Sequence transduction with recurrent neural networks, equations 16 to 18
 */
export function rnntCompositeLosses(problem: RnntProblem): Tensor {
  const { blank, label } = emissionsOf(problem);
  const losses = pathLosses(problem, { blank, label });
  if (problem.fastEmitLambda === 0) return losses;
  // The term that FastEmit adds has the gradient of the loss along labels only.
  return add(losses, mul(pathLosses(problem, { blank: detach(blank), label }), problem.fastEmitLambda));
}

function lengthsOf({ inputLengths, labelLengths, sizes }: RnntProblem) {
  const { items, frames, positions } = sizes;
  return {
    frames: reshape(inputLengths ?? full([items], frames, { dtype: "i32" }), [items, 1, 1]),
    labels: reshape(labelLengths ?? full([items], positions - 1, { dtype: "i32" }), [items, 1, 1]),
  };
}

function emissionsOf(problem: RnntProblem): Emissions {
  const { input, logits, labels, sizes } = problem;
  const { items, frames, positions, blank } = sizes;
  const lengths = lengthsOf(problem);
  const shape = [items, frames, positions];
  const isFrame = less(indexAlong(shape, 1), lengths.frames);
  const u = indexAlong(shape, 2);
  const isNode = logicalAnd(isFrame, less(u, add(lengths.labels, 1)));
  const known = where(expandDims(isNode, 3), logits, 0);
  const logProbabilities = input === "logits" ? logSoftmax(known, 3) : known;
  const at = (classes: Tensor<"i32">): Tensor => squeeze(takeAlongAxis(logProbabilities, expandDims(classes, 3), 3), 3);
  const possible = (x: Tensor, isThere: Tensor<"bool">): Tensor =>
    where(isThere, where(less(x, LOG_ZERO), LOG_ZERO, x), LOG_ZERO);
  const count = positions - 1;
  const row =
    count === 0
      ? full([items, 1], 0, { dtype: "i32" })
      : pad(
          labels,
          [
            [0, 0],
            [0, 1],
          ],
          0,
        );
  const next = where(less(u, lengths.labels), expandDims(row, 1), 0);
  return {
    blank: possible(at(full(shape, blank, { dtype: "i32" })), isNode),
    label: possible(at(cast(next, "i32")), logicalAnd(isNode, less(u, lengths.labels))),
  };
}

function pathLosses(problem: RnntProblem, emissions: Emissions): Tensor {
  const { sizes } = problem;
  const { items, frames, positions } = sizes;
  const lengths = lengthsOf(problem);
  const isEmpty = reshape(equal(lengths.labels, 0), [items]);
  const zero = full([items], 0, { dtype: problem.logits.dtype });
  const frameless = where(isEmpty, zero, Number.POSITIVE_INFINITY);
  if (frames === 0) return frameless;
  const [blank, label] = [skew(emissions.blank, problem), skew(emissions.label, problem)];
  const diagonals = diagonalCount(sizes);
  const rowOf = (x: Tensor, d: number): Tensor => squeeze(slice(x, [0, d, 0], [items, d + 1, positions]), 1);
  const start = where(equal(indexAlong([items, positions], 1), 0), 0, LOG_ZERO);
  const alphas: Tensor[] = [cast(start, problem.logits.dtype) as Tensor];
  for (let d = 1; d < diagonals; d++) {
    const before = alphas[d - 1] as Tensor;
    const labelled = slice(add(before, rowOf(label, d - 1)), [0, 0], [items, positions - 1]);
    const byLabel = pad(
      labelled,
      [
        [0, 0],
        [1, 0],
      ],
      LOG_ZERO,
    );
    alphas.push(logAdd(add(before, rowOf(blank, d - 1)), byLabel));
  }
  // One node is the last: (T − 1, U), which a blank leaves.
  const d = indexAlong([items, diagonals, positions], 1);
  const u = indexAlong([items, diagonals, positions], 2);
  const isEnd = logicalAnd(equal(u, lengths.labels), equal(d, sub(add(lengths.frames, lengths.labels), 1)));
  const total = sum(where(isEnd, add(stack(alphas, 1), blank), 0), [1, 2]);
  // Rounding may leave a loss just below 0. Its gradient is right all the same.
  const below = problem.input === "logits" ? detach(minimum(neg(total), 0)) : 0;
  const loss = sub(neg(total), below);
  const known = where(less(total, NO_PATH), Number.POSITIVE_INFINITY, loss);
  return where(reshape(equal(lengths.frames, 0), [items]), frameless, known);
}

/** [N, T, U + 1] → [N, T + U, U + 1], row d holding the nodes with t + u = d; `LOG_ZERO` where there is none. */
function skew(x: Tensor, { sizes }: RnntProblem): Tensor {
  const { items, frames, positions } = sizes;
  const diagonals = diagonalCount(sizes);
  const nodes = Array.from({ length: diagonals * positions }, (_, i) => {
    const u = i % positions;
    const t = Math.floor(i / positions) - u;
    return t >= 0 && t < frames ? t * positions + u : -1;
  });
  const places = tensor(
    Int32Array.from(nodes, (node) => Math.max(node, 0)),
    { dtype: "i32" },
  );
  const isNode = tensor(Int32Array.from(nodes), { shape: [1, diagonals, positions] });
  const rows = reshape(gather(reshape(x, [items, frames * positions]), places, 1), [items, diagonals, positions]);
  return where(less(isNode, 0), LOG_ZERO, rows);
}

function logAdd(a: Tensor, b: Tensor): Tensor {
  const peak = detach(maximum(a, b));
  return add(peak, log(add(exp(sub(a, peak)), exp(sub(b, peak)))));
}
