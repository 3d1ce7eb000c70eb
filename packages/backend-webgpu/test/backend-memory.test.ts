/** @file The pool of buffers, with buffers that are none. */
import { BackendError } from "@adjoint/core";
import { expect, test } from "vitest";
import { BufferPool } from "../src/memory/buffer-pool.ts";
import { classBytes } from "../src/memory/size-class.ts";

function poolWith(slackBytes: number) {
  const destroyed: number[] = [];
  const fails: ((error: BackendError) => void)[] = [];
  const pool = new BufferPool({
    maxBufferBytes: 1 << 20,
    slackBytes,
    create: (size, fail) => {
      fails.push(fail);
      return { size, destroy: () => destroyed.push(size) } as unknown as GPUBuffer;
    },
  });
  return { pool, destroyed, fails };
}

test.each([
  [0, 256],
  [1, 256],
  [256, 256],
  [257, 320],
  [320, 320],
  [321, 384],
  [1000, 1024],
  [1024, 1024],
  [1025, 1280],
  [1 << 20, 1 << 20],
  [(1 << 20) - 4, 1 << 20],
])("%d bytes take a buffer of %d", (sizeBytes, expected) => {
  expect(classBytes(sizeBytes, 1 << 30)).toBe(expected);
});

test("a class is at most a quarter too large, whole words, and within the limit", () => {
  for (let size = 257; size < 1 << 20; size = Math.ceil(size * 1.01)) {
    const bytes = classBytes(size, 1 << 20);
    expect(bytes).toBeGreaterThanOrEqual(size);
    expect(bytes).toBeLessThanOrEqual(size * 1.25);
    expect(bytes % 4).toBe(0);
  }
  expect(classBytes(1100, 1200)).toBe(1200);
});

test("what is returned is taken again, the last first", () => {
  const { pool } = poolWith(1 << 20);
  const [a, b] = [pool.take(1000), pool.take(1020)];
  pool.give(a);
  pool.give(b);
  expect([pool.take(1024) === b, pool.take(900) === a]).toEqual([true, true]);
  expect(pool.createdCount).toBe(2);
});

test("bytes in use and bytes that wait are counted apart", () => {
  const { pool } = poolWith(1 << 20);
  const a = pool.take(1000);
  pool.take(2000);
  expect([pool.usedBytes, pool.cachedBytes]).toEqual([3072, 0]);
  pool.give(a);
  expect([pool.usedBytes, pool.cachedBytes]).toEqual([2048, 1024]);
  pool.drain();
  expect([pool.usedBytes, pool.cachedBytes]).toEqual([2048, 0]);
});

test("what waits is bounded by what was in use and some slack; the oldest goes first", () => {
  const { pool, destroyed } = poolWith(1024);
  // In use one after the other: never more than 8 KiB at a time.
  for (let kib = 1; kib <= 8; kib++) pool.give(pool.take(kib * 1024));
  expect(pool.usedBytes).toBe(0);
  expect(pool.cachedBytes).toBeLessThanOrEqual(1.25 * 8192 + 1024);
  expect(destroyed.map((bytes) => bytes / 1024)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("memory that a step needs and gives back stays for the next, however much it is", () => {
  const { pool, destroyed } = poolWith(0);
  for (let run = 0; run < 3; run++) {
    const blocks = Array.from({ length: 10 }, () => pool.take(1 << 20));
    for (const block of blocks) pool.give(block);
  }
  expect([pool.createdCount, destroyed.length]).toEqual([10, 0]);
});

test("the greatest use is forgotten in time", () => {
  const { pool } = poolWith(1024);
  for (const block of Array.from({ length: 10 }, () => pool.take(1 << 20))) pool.give(block);
  expect(pool.cachedBytes).toBe(10 << 20);
  for (let i = 0; i < 10_000; i++) pool.give(pool.take(256));
  expect(pool.cachedBytes).toBeLessThanOrEqual(1024 + 1.25 * 256);
});

test("a buffer that there was no memory for is not used again, and what waits is freed", () => {
  const { pool, fails, destroyed } = poolWith(1 << 20);
  pool.give(pool.take(1000));
  const failed = pool.take(5000);
  const error = new BackendError({ op: "allocate", rule: "memory must suffice" });
  fails[1]?.(error);
  expect([failed.failure, pool.cachedBytes, destroyed]).toEqual([error, 0, [1024]]);
  pool.give(failed);
  expect([pool.usedBytes, pool.cachedBytes]).toEqual([0, 0]);
  expect(pool.take(5000)).not.toBe(failed);
});
