/** @file A matrix product as an ordinary kernel: one program for a row of the output, lanes over its columns. */
import { buildKernel, type DotSpec, type Kernel, k } from "@adjoint/core";

export function dotKernel(spec: DotSpec): Kernel {
  const { m, n, isATransposed, isBTransposed, aBatchStride, bBatchStride } = spec;
  return buildKernel("dot", (builder) => {
    const batch = builder.gridIndex("batch");
    const row = builder.gridIndex("row");
    const a = builder.input("a", "f32");
    const b = builder.input("b", "f32");
    const out = builder.output("out", "f32");
    const aStart = builder.let("aStart", k.add(k.mul(batch, aBatchStride), k.mul(row, isATransposed ? 1 : spec.k)));
    const bStart = builder.let("bStart", k.mul(batch, bBatchStride));
    builder.lanes(n, (column) => {
      const total = builder.variable("total", k.constant(0, "f32"));
      builder.loop("i", spec.k, (i) => {
        const left = builder.load(a, k.add(aStart, isATransposed ? k.mul(i, m) : i));
        const at = isBTransposed ? k.add(k.mul(column, spec.k), i) : k.add(k.mul(i, n), column);
        builder.set(total, k.add(total, k.mul(left, builder.load(b, k.add(bStart, at)))));
      });
      builder.store(out, k.add(k.mul(k.add(k.mul(batch, m), row), n), column), total);
    });
  });
}
