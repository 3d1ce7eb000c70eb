/** @file Targets written one behind the other, as one padded row for each sequence. */
import {
  add,
  cast,
  clip,
  cumsum,
  equal,
  expandDims,
  formatShape,
  gather,
  reshape,
  ShapeError,
  sub,
  sum,
  type Tensor,
  tensor,
  where,
} from "@adjoint/core";
import { hostData } from "../check.ts";
import { indexAlong } from "../class-axis.ts";
import { checkLengths, type Lengths } from "./check-lengths.ts";

export interface PaddedLabels {
  /** [N, U]. */
  readonly labels: Tensor<"i32">;
  readonly lengths: Lengths;
}

/**
 * Labels [ΣU] with their lengths → [N, U], padded with what is not looked at. U is the greatest length, or, for lengths
 * that only the device knows, ΣU; their sum is then checked on the device: all are −1, which fits nothing, if it differs.
 * @throws {ShapeError} without lengths, or if the sum of those known is not the number of labels.
 */
export function padLabels(
  op: string,
  labels: Tensor<"i32">,
  lengths: Lengths | undefined,
  items: number,
): PaddedLabels {
  const total = labels.size;
  if (lengths === undefined) {
    const rule = "concatenated labels need labelLengths";
    throw new ShapeError({ op, rule, got: `labels=${formatShape(labels.shape)}`, hint: "or give labels as [N, U]" });
  }
  const checked = checkLengths(op, "labelLengths", lengths, items, total);
  if (checked.known === undefined) return padOnDevice(labels, checked.tensor as Tensor<"i32">, items);
  const known = Array.from(checked.known);
  const used = known.reduce((a, b) => a + b, 0);
  if (used !== total) {
    const rule = "labelLengths must sum to the number of concatenated labels";
    throw new ShapeError({ op, rule, got: `${used} for ${total} labels`, hint: "labels=[ΣU] hold no padding" });
  }
  const count = Math.max(0, ...known);
  const shape = [items, count];
  let end = 0;
  const starts = known.map((length) => {
    end += length;
    return end - length;
  });
  const places = Int32Array.from({ length: items * count }, (_, i) => {
    const [n, u] = [Math.floor(i / count), i % count];
    return u < (known[n] ?? 0) ? (starts[n] ?? 0) + u : 0;
  });
  const data = hostData(labels);
  if (data !== undefined)
    return {
      labels: tensor(
        places.map((place) => data[place] ?? 0),
        { dtype: "i32", shape },
      ),
      lengths,
    };
  return { labels: at(labels, tensor(places, { dtype: "i32", shape })), lengths };
}

const at = (labels: Tensor<"i32">, places: Tensor<"i32">): Tensor<"i32"> =>
  reshape(gather(labels, reshape(places, [places.size]), 0), places.shape);

function padOnDevice(labels: Tensor<"i32">, lengths: Tensor<"i32">, items: number): PaddedLabels {
  const total = labels.size;
  const starts = expandDims(sub(cast(cumsum(lengths, 0), "i32"), lengths), 1);
  const places = clip(add(starts, indexAlong([items, total], 1)), 0, Math.max(0, total - 1));
  const isRight = equal(sum(lengths), total);
  return { labels: at(labels, cast(places, "i32")), lengths: where(isRight, lengths, -1) };
}
