import { BackendError } from "@adjoint/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Arena, GUARD_BYTES } from "../src/arena.ts";

const MIB = 2 ** 20;

/** What an arena holds: pairs of an address and a size, that must not overlap. */
function expectDisjoint(blocks: ReadonlyMap<number, number>, arena: Arena): void {
  let end = arena.reservedBytes;
  for (const [pointer, size] of [...blocks].sort(([a], [b]) => a - b)) {
    expect(pointer % 64).toBe(0);
    expect(pointer).toBeGreaterThanOrEqual(end);
    end = pointer + size;
  }
  expect(end).toBeLessThanOrEqual(arena.sizeBytes - GUARD_BYTES);
}

describe.each([true, false])("arena, shared: %s", (isShared) => {
  test("keeps the bottom for its owner, and never gives pointer 0", () => {
    const arena = new Arena({ isShared, maximumBytes: MIB, reservedBytes: 1000 });
    expect(arena.reservedBytes).toBe(1024);
    expect(arena.allocate(1)).toBe(1024);
    expect(arena.isShared).toBe(isShared);
  });

  test("random allocations never overlap, and all memory can be used again", () => {
    const sizes = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 40_000 }));
    const steps = fc.array(fc.tuple(fc.boolean(), sizes), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(steps, (actions) => {
        const arena = new Arena({ isShared, maximumBytes: 4 * MIB });
        const blocks = new Map<number, number>();
        for (const [isRelease, size] of actions) {
          const pointers = [...blocks.keys()];
          const victim = pointers[size % Math.max(1, pointers.length)];
          if (isRelease && victim !== undefined) {
            arena.release(victim);
            blocks.delete(victim);
          } else {
            blocks.set(arena.allocate(size), size);
          }
          expectDisjoint(blocks, arena);
        }
        for (const pointer of blocks.keys()) arena.release(pointer);
        expect(arena.liveBytes).toBe(0);
        const sizeBytes = arena.sizeBytes;
        const whole = sizeBytes - arena.reservedBytes - GUARD_BYTES;
        expect(arena.allocate(whole)).toBe(arena.reservedBytes);
        expect(arena.sizeBytes).toBe(sizeBytes);
      }),
      { numRuns: 60 },
    );
  });

  test("contents survive growth, through views taken afresh", () => {
    const arena = new Arena({ isShared, maximumBytes: 8 * MIB });
    const first = arena.allocate(4);
    arena.views.f32[first >>> 2] = 42;
    const before = arena.views;
    const second = arena.allocate(MIB);
    expect(arena.views === before).toBe(false);
    arena.views.f32[(second + MIB - 4) >>> 2] = 7;
    expect(arena.views.f32[first >>> 2]).toBe(42);
    expect(arena.views.f32[(second + MIB - 4) >>> 2]).toBe(7);
  });

  test("says what was asked, what lives and what the maximum is when full, and goes on", () => {
    const arena = new Arena({ isShared, maximumBytes: MIB });
    const half = arena.allocate(MIB / 2);
    expect(() => arena.allocate(MIB)).toThrow(BackendError);
    expect(() => arena.allocate(MIB)).toThrow(`asked=${MIB}, live=${MIB / 2}, maximum=${MIB} bytes`);
    arena.release(half);
    const most = MIB - arena.reservedBytes - GUARD_BYTES;
    expect(arena.allocate(most)).toBe(arena.reservedBytes);
    expect(() => arena.allocate(1)).toThrow(/full/);
  });

  test("counts live and peak bytes", () => {
    const arena = new Arena({ isShared, maximumBytes: MIB });
    const a = arena.allocate(100);
    const b = arena.allocate(64);
    expect([arena.liveBytes, arena.peakBytes]).toEqual([192, 192]);
    arena.release(a);
    arena.release(b);
    expect([arena.liveBytes, arena.peakBytes]).toEqual([0, 192]);
  });

  test("refuses to release what is not allocated", () => {
    const arena = new Arena({ isShared, maximumBytes: MIB });
    const pointer = arena.allocate(256);
    expect(() => arena.release(pointer + 64)).toThrow(BackendError);
    arena.release(pointer);
    expect(() => arena.release(pointer)).toThrow(BackendError);
  });

  test("a hole takes a block of just its size, though others of its class are smaller", () => {
    const arena = new Arena({ isShared, maximumBytes: MIB });
    const hole = arena.allocate(64 * 33);
    const wall = arena.allocate(64);
    const rest = arena.allocate(MIB - arena.reservedBytes - GUARD_BYTES - 64 * 34);
    arena.release(hole);
    expect(arena.allocate(64 * 33)).toBe(hole);
    arena.release(wall);
    arena.release(rest);
  });
});

test("pointers beyond 2 GiB are unsigned", () => {
  const arena = new Arena();
  if (arena.maximumBytes < 3 * 2 ** 30) return; // This machine does not lend enough address space.
  const large = arena.allocate(2 ** 31);
  const beyond = arena.allocate(64);
  expect(beyond).toBeGreaterThanOrEqual(2 ** 31);
  arena.views.f32[beyond >>> 2] = 3;
  expect(arena.views.f32[beyond >>> 2]).toBe(3);
  arena.release(large);
  arena.release(beyond);
});
