/** @file The multi-label margin loss of each row: in f32 by one kernel, which gives the slopes as well; else from primitives. */
import { ir, type Node, sizeOf, Tensor } from "@adjoint/core";
import { multiLabelPairs } from "./multi-label-pairs.ts";
import { multiLabelProgram } from "./multi-label-program.ts";

/** Shapes: scores f32[…, C], labels i32[…, C], ended by −1 → […]. A row with a label that is no class gives NaN. */
export function multiLabelRows(scores: Tensor, labels: Tensor<"i32">): Tensor {
  const { shape, dtype } = scores;
  if (dtype !== "f32" || sizeOf(shape) === 0) return multiLabelPairs(scores, labels);
  const [losses, slopes] = ir.kernel(multiLabelProgram(shape), [scores.node, labels.node]) as [Node, Node];
  const rule = (cotangent: Node): readonly Node[] => {
    const perRow = ir.reshape(cotangent, [...losses.shape, 1]);
    return [ir.map("mul", ir.detach(slopes), ir.expand(perRow, shape))];
  };
  return new Tensor(ir.custom(losses, [scores.node], rule));
}
