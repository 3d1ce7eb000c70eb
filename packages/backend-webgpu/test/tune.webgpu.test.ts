/**
 * @file On a device: all tiles that may be chosen for a product are equal to each other bit for bit, and a backend that is
 * asked to measures them while it is idle.
 */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DotSpec } from "@adjoint/core";
import { dotMistake, uniforms } from "@adjoint/core/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { dotModuleOf } from "../src/dot/dot-module.ts";
import { tileKey } from "../src/dot/tile.ts";
import { candidateTiles } from "../src/tune/candidates.ts";
import { classKey } from "../src/tune/product-class.ts";
import { startWebgpuBackend } from "../src/webgpu-backend.ts";
import { TestDevice } from "./support/device.ts";

let device: TestDevice;
beforeAll(async () => {
  device = await TestDevice.open();
});
afterAll(() => device.close());

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

function spec(m: number, n: number, k: number, layout: string, batch = 1): DotSpec {
  const [isATransposed, isBTransposed] = [layout[0] === "T", layout[1] === "T"];
  return { batch, m, n, k, isATransposed, isBTransposed, aBatchStride: m * k, bBatchStride: k * n };
}

/** Not whole vectors, and whole ones; each larger than some tiles and smaller than others. */
test.each([
  [37, 65, 18, "NN"],
  [36, 40, 8, "TN"],
] as const)("all candidates give the same bits, %i × %i × %i %s", async (m, n, k, layout) => {
  const s = spec(m, n, k, layout, 2);
  const operands = { a: uniforms(1, 2 * m * k, -1), b: uniforms(2, 2 * k * n, -1) };
  let first: Float32Array | undefined;
  for (const tile of candidateTiles(s, device.traits)) {
    const { code, groups, args } = dotModuleOf(s, tile);
    const buffers = [operands.a, operands.b, new Float32Array(2 * m * n).fill(12345)].map(bytesOf);
    const results = await device.run({ code, groups, buffers, written: [2], args: bytesOf(args) });
    const got = new Float32Array(results.get(2)?.buffer ?? new ArrayBuffer(0));
    expect(dotMistake(s, operands, got), JSON.stringify(tile)).toBeUndefined();
    first ??= got;
    expect(bytesOf(got), JSON.stringify(tile)).toEqual(bytesOf(first));
  }
});

test("a backend that may measures a product that it ran a few times, and keeps what it found", async () => {
  const folder = await mkdtemp(join(tmpdir(), "adjoint-tune-"));
  vi.stubEnv("XDG_CACHE_HOME", folder);
  for (const name of ["HOME", "LOCALAPPDATA"]) vi.stubEnv(name, folder);
  const s = spec(32, 32, 8, "NN");
  const slot = (role: "input" | "output", size: number) => ({ dtype: "f32", sizeBytes: 4 * size, role }) as const;
  const plan = () => ({
    slots: [slot("input", 256), slot("input", 256), slot("output", 1024)],
    steps: [{ kind: "dot", spec: s, slots: [0, 1, 2], flops: 0, bytes: 0 } as const],
    inputs: [0, 1],
    outputs: [2],
    scalarCount: 0,
    scratchBytes: 0,
  });
  const backend = await startWebgpuBackend({ tune: true });
  const used = plan();
  const buffers = used.slots.map(({ sizeBytes }) => backend.allocate(sizeBytes));
  const submission = { plan: used, executables: [undefined], buffers, scalars: [] };
  await backend.prepare(used);
  expect(backend.tuning).toEqual({});
  for (let i = 0; i < 8; i++) backend.submit(submission);
  await vi.waitFor(() => expect(backend.tuning).toHaveProperty([classKey(s)]), { timeout: 60_000, interval: 50 });
  const found = backend.tuning;
  expect(candidateTiles(s, device.traits).map(tileKey)).toContain(found?.[classKey(s)]);
  await backend.idle();
  await backend.dispose();
  await vi.waitFor(async () => expect((await readdir(folder, { recursive: true })).join()).toMatch(/json$/), 10_000);
  const next = await startWebgpuBackend({ tune: true });
  await next.prepare(plan());
  expect(next.tuning).toEqual(found);
  await next.dispose();
  const untuned = await startWebgpuBackend({});
  await untuned.prepare(plan());
  expect(untuned.tuning).toBeUndefined();
  await untuned.dispose();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});
