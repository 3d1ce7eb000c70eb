/** @file Rows of a matrix, copied once other values exist: it is how work that could run at any time is put in an order. */
import { buildKernel, type Expr, extentOf, inputBuffer, ir, k, type Node, outputBuffer, Tensor } from "@adjoint/core";

/** Elements that one program of the kernel copies. */
const BLOCK = 256;

/**
 * Rows [begin, end) of `x` [N, H], which are not there before all of `earlier` are. No gradient goes through.
 *
 * A plan runs what frees memory first, but does not look ahead: of independent chunks it could begin all before it ends
 * one. A copy of the rows is little beside what each chunk takes.
 */
export function rowsAfter(x: Tensor, begin: number, end: number, earlier: readonly Tensor[]): Tensor {
  const width = extentOf(x.shape, 1);
  const count = (end - begin) * width;
  const dtype = x.dtype;
  const kernel = buildKernel("rows_after", (b) => {
    const block = b.gridIndex("block");
    const from = b.input("x", dtype);
    const to = b.output("rows", dtype);
    const first = b.param("first", "i32");
    const size = b.param("count", "i32");
    b.hintLanes(BLOCK);
    b.lanes(BLOCK, (lane: Expr) => {
      const at = b.let("at", k.add(k.mul(block, BLOCK), lane));
      const value = b.load(from, k.add(first, k.min(at, k.sub(size, 1))));
      b.store(to, at, value, { condition: k.lt(at, size) });
    });
  });
  const program = {
    name: "rows_after",
    outputs: [{ dtype, shape: [end - begin, width] }],
    scratch: [],
    calls: [
      {
        kernel,
        buffers: [inputBuffer(0), outputBuffer(0)],
        params: [begin * width, count],
        grid: [Math.ceil(count / BLOCK)],
        flops: 0,
      },
    ],
  };
  const [rows] = ir.kernel(program, [x.node, ...earlier.map(({ node }) => node)]);
  return new Tensor(rows as Node);
}
