/**
 * @file A kernel with its pipeline.
 */
import { BackendError, BUFFERS_PER_KERNEL, type Executable, type Kernel } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import { renderWgsl, type WgslModule } from "../wgsl/render.ts";
import type { CompiledShader, Pipelines } from "./pipelines.ts";

export class WebgpuExecutable implements Executable {
  readonly kernel: Kernel;
  readonly shader: CompiledShader;
  readonly module: WgslModule;

  constructor(kernel: Kernel, shader: CompiledShader, module: WgslModule) {
    this.kernel = kernel;
    this.shader = shader;
    this.module = module;
  }
}

/**
 * Compiles a kernel.
 * @throws {BackendError} if it needs f64, more than the device offers, or the device refuses it.
 */
export async function compileKernel(
  kernel: Kernel,
  pipelines: Pipelines,
  traits: DeviceTraits,
): Promise<WebgpuExecutable> {
  refuseF64(kernel);
  refuseManyBuffers(kernel);
  const module = renderWgsl(kernel, traits);
  const signature = kernel.buffers.map((buffer) => buffer.access !== "read");
  const shader = await pipelines.compile({ name: kernel.name, key: kernel.key, code: module.code, signature });
  return new WebgpuExecutable(kernel, shader, module);
}

/** The run time refuses f64 with more to say; this keeps kernels out that did not come through it. */
function refuseF64({ name, buffers, params, shared }: Kernel): void {
  const [found] = [...buffers, ...params, ...shared].filter(({ dtype }) => dtype === "f64");
  if (found === undefined) return;
  throw new BackendError({
    op: "compile",
    rule: "webgpu has no f64",
    got: `f64 ${found.name} of kernel ${name}`,
    hint: 'cast to f32, or take backend "cpu"',
  });
}

/** The run time plans for the limit; kernels that users write may exceed it. */
function refuseManyBuffers({ name, buffers }: Kernel): void {
  if (buffers.length <= BUFFERS_PER_KERNEL) return;
  const got = `${buffers.length} of kernel ${name}`;
  throw new BackendError({
    op: "compile",
    rule: `webgpu binds at most ${BUFFERS_PER_KERNEL} buffers to a kernel`,
    got,
  });
}
