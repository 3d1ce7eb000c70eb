/** @file Before tests of WebGPU in Node: says which adapter they have, or fails the run and says how to get one. */
import type { TestProject } from "vitest/node";
import { type Adapter, prepareAdapter } from "../../scripts/lib/webgpu-adapters.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Given to the tests of WebGPU in Node. */
    readonly adapter: Adapter["name"];
  }
}

export async function setup(project: TestProject): Promise<void> {
  const { adapter } = project.getProvidedContext();
  const description = await prepareAdapter({ name: adapter, env: project.config.env as Record<string, string> });
  console.log(`${project.name}: ${description}`);
}
