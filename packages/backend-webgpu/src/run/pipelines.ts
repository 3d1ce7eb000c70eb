/**
 * @file Pipelines by the text they are made from: compiled in the background, once each.
 */
import { type AdjointError, BackendError } from "@adjoint/core";
import type { Faults } from "../device/faults.ts";
import type { Waiting } from "../device/poll-throttle.ts";
import { compileError } from "./compile-error.ts";
import { type Layout, Layouts, type Signature } from "./layouts.ts";

export interface ShaderSource {
  /** As users see it in `explain`. */
  readonly name: string;
  /** Equal for equal shaders. */
  readonly key: string;
  readonly code: string;
  readonly signature: Signature;
}

export interface CompiledShader {
  readonly name: string;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Pipelines that are kept for kernels to come. Those in use are held by who uses them. */
const CAPACITY = 1024;

export class Pipelines {
  /** Pipelines made so far. */
  createdCount = 0;
  readonly #device: GPUDevice;
  readonly #waiting: Waiting;
  readonly #faults: Faults;
  readonly #layouts: Layouts;
  readonly #known = new Map<string, Promise<CompiledShader>>();

  constructor(device: GPUDevice, waiting: Waiting, faults: Faults) {
    this.#device = device;
    this.#waiting = waiting;
    this.#faults = faults;
    this.#layouts = new Layouts(device);
  }

  /** @throws {BackendError} if the device refuses the shader, naming the line. */
  compile(source: ShaderSource): Promise<CompiledShader> {
    const known = this.#known.get(source.key);
    if (known !== undefined) return known;
    const compiled = this.#create(source);
    this.#known.set(source.key, compiled);
    // A failed compilation may be tried again.
    compiled.catch(() => this.#known.delete(source.key));
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= CAPACITY) break;
      this.#known.delete(oldest);
    }
    return compiled;
  }

  async #create({ name, code, signature }: ShaderSource): Promise<CompiledShader> {
    const layout = this.#layouts.of(signature);
    const module = this.#moduleOf(name, code);
    try {
      const pipeline = await this.#faults.wait("compile", () => this.#pipelineOf(name, module, layout));
      this.createdCount++;
      return { name, pipeline, layout: layout.group };
    } catch (thrown) {
      if (this.#faults.lost !== undefined) throw thrown;
      const { messages } = await this.#faults.wait("compile", () => module.getCompilationInfo());
      throw compileError({ name, code, messages, cause: causeOf(thrown) });
    }
  }

  /** A module that is refused says so itself: the scope keeps it from being reported twice. */
  #moduleOf(name: string, code: string): GPUShaderModule {
    const device = this.#device;
    const waiting = this.#waiting;
    device.pushErrorScope("validation");
    const module = device.createShaderModule({ label: name, code });
    waiting.call(() => device.popErrorScope()).catch(() => undefined);
    return module;
  }

  #pipelineOf(name: string, module: GPUShaderModule, layout: Layout): Promise<GPUComputePipeline> {
    const compute = { module, entryPoint: "main" };
    return this.#device.createComputePipelineAsync({ label: name, layout: layout.pipeline, compute });
  }
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof BackendError ? (thrown as AdjointError).cause : thrown;
}
