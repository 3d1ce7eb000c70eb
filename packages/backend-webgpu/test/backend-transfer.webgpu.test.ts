/** @file Bytes to the device and back: sizes, order, and reads that overlap. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWebgpuBackend, type WebgpuBackend } from "../src/webgpu-backend.ts";

let backend: WebgpuBackend;
beforeAll(async () => {
  backend = await startWebgpuBackend({});
});
afterAll(() => backend.dispose());

test.each([0, 1, 2, 3, 4, 5, 255, 256, 257, 1 << 20])("%d bytes come back as they went", async (size) => {
  const data = Uint8Array.from({ length: size }, (_, i) => (i * 7) % 251);
  const buffer = backend.allocate(size);
  backend.upload(buffer, data);
  expect(Buffer.compare(Buffer.from(await backend.download(buffer, size)), data)).toBe(0);
  backend.release(buffer);
});

test("arrays may be parts of larger ones, or of shared memory", async () => {
  const data = Float32Array.of(1, 2, 3, 4, 5);
  const shared = new Float32Array(new SharedArrayBuffer(16)).fill(9);
  const buffer = backend.allocate(16);
  backend.upload(buffer, data.subarray(1, 3));
  expect([...new Float32Array(await backend.download(buffer, 8))]).toEqual([2, 3]);
  backend.upload(buffer, shared);
  expect([...new Float32Array(await backend.download(buffer, 16))]).toEqual([9, 9, 9, 9]);
  backend.release(buffer);
});

test("reads overlap, and each sees what was uploaded before it", async () => {
  const buffer = backend.allocate(4);
  const reads = Array.from({ length: 20 }, (_, i) => {
    backend.upload(buffer, Int32Array.of(i));
    return backend.download(buffer, 4);
  });
  // Memory that is returned while reads are under way goes to the next, and they do not notice.
  backend.release(buffer);
  const next = backend.allocate(4);
  backend.upload(next, Int32Array.of(-1));
  const values = (await Promise.all(reads)).map((bytes) => new Int32Array(bytes)[0]);
  expect(values).toEqual(Array.from({ length: 20 }, (_, i) => i));
  backend.release(next);
});

test("memory for reading is used again", async () => {
  const buffer = backend.allocate(4000);
  const before = backend.downloads.pool.createdCount;
  for (let i = 0; i < 5; i++) await backend.download(buffer, 4000);
  expect(backend.downloads.pool.createdCount - before).toBeLessThanOrEqual(1);
  expect(backend.downloads.pool.usedBytes).toBe(0);
  backend.release(buffer);
});

test("data must fit, and buffers be of this backend and not released", async () => {
  const buffer = backend.allocate(8);
  expect(() => backend.upload(buffer, new Float32Array(3))).toThrow(
    "upload: data must fit into its buffer; got 12 bytes for 8",
  );
  await expect(backend.download(buffer, 12)).rejects.toThrow(
    "download: data must fit into its buffer; got 12 bytes for 8",
  );
  expect(() => backend.release({ sizeBytes: 8 })).toThrow("release: a buffer must live on this backend");
  backend.release(buffer);
  expect(() => backend.release(buffer)).toThrow("got a released one");
});
