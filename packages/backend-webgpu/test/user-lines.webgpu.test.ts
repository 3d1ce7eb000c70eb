/** @file Development mode on a device: what it refuses names the lines that built it. */
import { BackendError, configure, realize, shutdown, tensor } from "adjoint";
import { afterEach, expect, test } from "vitest";
import { fragileGpu } from "./support/fragile-gpu.ts";

afterEach(() => shutdown());

async function hintOf(read: Promise<unknown>): Promise<string> {
  const error = await read.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BackendError);
  return (error as BackendError).hint ?? "";
}

/** Matches what names the line below the caller's. */
function nextLine(): RegExp {
  const [, line] = /user-lines\.webgpu\.test\.ts:(\d+)/.exec(new Error().stack?.split("\n")[2] ?? "") ?? [];
  return new RegExp(`built at .*user-lines\\.webgpu\\.test\\.ts:${Number(line) + 1}:\\d+`);
}

test("shaders that do not compile, submissions that are refused, and memory that runs out name the user's line", async () => {
  let broken: "nothing" | "shaders" | "bindings" | "memory" = "nothing";
  const onDevice = (device: GPUDevice): void => {
    const [module, group, buffer] = [
      device.createShaderModule.bind(device),
      device.createBindGroup.bind(device),
      device.createBuffer.bind(device),
    ];
    device.createShaderModule = ({ label = "", code }) =>
      module({
        label,
        code: broken === "shaders" ? code.replace("fn main(", "fn broken() { nothing(); }\nfn main(") : code,
      });
    device.createBindGroup = (descriptor) => group(broken === "bindings" ? { ...descriptor, entries: [] } : descriptor);
    device.createBuffer = (descriptor) =>
      buffer(broken === "memory" && descriptor.label === "tensor" ? { size: descriptor.size, usage: 0 } : descriptor);
  };
  await configure({ backend: "webgpu", gpu: fragileGpu({ onDevice }).gpu, debug: true });
  const x = tensor([1, 2]);
  await realize(x.exp());

  broken = "shaders";
  const ofShader = nextLine();
  const y = x.sin();
  expect(await hintOf(y.data())).toMatch(ofShader);

  broken = "bindings";
  const ofBinding = nextLine();
  const z = x.mul(2.5);
  expect(await hintOf(z.data())).toMatch(ofBinding);

  broken = "memory";
  const ofMemory = nextLine();
  const large = x.reshape([2, 1]).broadcastTo([2, 3_000_000]).mul(1.5);
  const told = await hintOf(large.data());
  expect(told).toMatch(/dispose of tensors.*; the largest buffer, 24000000 bytes, is for \w+, built at/);
  expect(told).toMatch(ofMemory);
});
