/** @file Evaluates a scalar operation on the CPU backend: on real WebAssembly, at many numbers at once. */
import {
  type Backend,
  buildKernel,
  type Kernel,
  k,
  type Plan,
  type ScalarOp,
  type Slot,
  scalarDef,
} from "@adjoint/core";

/** Lanes of one program. */
const BLOCK = 4096;

/** out[i] = op(x[i], …). */
function mapKernel(op: ScalarOp): Kernel {
  return buildKernel(op, (b) => {
    const block = b.gridIndex("block");
    const inputs = Array.from({ length: scalarDef(op).arity }, (_, i) => b.input(`x${i}`, "f32"));
    const out = b.output("out", "f32");
    const count = b.param("count", "i32");
    const start = b.let("start", k.mul(block, BLOCK));
    b.lanes(k.min(k.sub(count, start), BLOCK), (lane) => {
      const i = k.add(start, lane);
      const value = k.apply(
        op,
        inputs.map((input) => b.load(input, i)),
      );
      b.store(out, i, value);
    });
  });
}

/** A function of arrays with as many elements as `count`, or fewer. */
export async function compileOp(
  backend: Backend,
  op: ScalarOp,
  count: number,
): Promise<(...operands: Float32Array[]) => Promise<Float32Array>> {
  const kernel = mapKernel(op);
  const executable = await backend.compile(kernel);
  const sizeBytes = 4 * count;
  const { arity } = scalarDef(op);
  const slots = Array.from(
    { length: arity + 1 },
    (_, i): Slot => ({ role: i < arity ? "input" : "output", dtype: "f32", sizeBytes }),
  );
  const all = slots.map((_, i) => i);
  const work = { flops: 20 * count, bytes: sizeBytes * slots.length };
  const plan: Plan = {
    slots,
    steps: [{ kind: "kernel", kernel, slots: all, params: [{ scalar: 0 }], grid: [Math.ceil(count / BLOCK)], ...work }],
    inputs: all.slice(0, arity),
    outputs: all.slice(arity),
    scalarCount: 1,
    scratchBytes: 0,
  };
  const buffers = slots.map((slot) => backend.allocate(slot.sizeBytes));
  const out = buffers.at(-1) ?? backend.allocate(sizeBytes);
  return async (...operands) => {
    const length = operands[0]?.length ?? 0;
    for (const [i, operand] of operands.entries()) backend.upload(buffers[i] ?? out, operand);
    backend.submit({ plan, executables: [executable], buffers, scalars: [length] });
    return new Float32Array(await backend.download(out, 4 * length));
  };
}
