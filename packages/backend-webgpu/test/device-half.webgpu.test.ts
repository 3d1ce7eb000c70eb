/**
 * @file Storage of 16-bit floats on a device: as the type `f16` where there is one, and as halves of words everywhere. Both
 * keep every bit pattern, and round alike.
 */
import { type BufferParam, buildKernel, type Expr, type Kernel, k } from "@adjoint/core";
import { roundToHalf } from "@adjoint/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDevice } from "./support/device.ts";
import { runKernel } from "./support/run-kernel.ts";

let device: TestDevice;
beforeAll(async () => {
  device = await TestDevice.open();
});
afterAll(() => device.close());

/** The value of the bits of a 16-bit float. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

const copy = (from: "f16" | "f32", to: "f16" | "f32", at = (lane: Expr): Expr => lane): Kernel =>
  buildKernel("copy", (b) => {
    b.gridIndex("g");
    const n = b.param("n", "i32");
    const x = b.input("x", from);
    const out = b.output("out", to);
    b.hintLanes(256);
    b.lanes(n, (lane) => b.store(out, at(lane), b.load(x, at(lane))));
  });

/** The ways to keep them that this device has. */
const modes = (): boolean[] => (device.traits.hasF16 ? [true, false] : [false]);
const inMode = (hasF16: boolean) => ({ ...device.traits, hasF16 });
const grid = [1];

test("all bit patterns widen exactly and come back", async () => {
  const bits = Uint16Array.from({ length: 65536 }, (_, i) => i);
  const params = [bits.length];
  for (const hasF16 of modes()) {
    for (const at of [(lane: Expr) => lane, (lane: Expr) => k.xor(lane, 5)]) {
      const wide = await runKernel(
        device,
        copy("f16", "f32", at),
        { buffers: [bits, new Float32Array(65536)], params, grid },
        inMode(hasF16),
      );
      const back = await runKernel(
        device,
        copy("f32", "f16", at),
        { buffers: [wide[1] ?? bits, new Uint16Array(65536)], params, grid },
        inMode(hasF16),
      );
      const wrong = bits.findIndex((pattern) => {
        const [value, got, again] = [halfValue(pattern), wide[1]?.[pattern], back[1]?.[pattern] ?? 0];
        if (Number.isNaN(value)) return !Number.isNaN(got) || !Number.isNaN(halfValue(again));
        return got !== value || again !== pattern;
      });
      expect(wrong, `f16 ${hasF16}: ${wide[1]?.[wrong]} for ${halfValue(wrong)}, ${back[1]?.[wrong]}`).toBe(-1);
    }
  }
});

test("rounds to nearest, half to even; what is too large is infinite", async () => {
  const edges = [65504, 65519.99, 65520, 1e9, 2 ** -24, 2 ** -25, 2 ** -25 * 1.01, 2 ** -14 - 2 ** -26, 1 + 2 ** -11];
  const more = Array.from({ length: 500 }, (_, i) => (1 + i / 333) * 2 ** ((i % 45) - 27));
  const x = Float32Array.from([...edges, ...more].flatMap((v) => [v, -v, 1 + 3 * 2 ** -11]));
  for (const hasF16 of modes()) {
    const launch = { buffers: [x, new Uint16Array(x.length)], params: [x.length], grid };
    const [, out = []] = await runKernel(device, copy("f32", "f16"), launch, inMode(hasF16));
    const wrong = x.findIndex((value, i) => halfValue(out[i] ?? 0) !== roundToHalf(value));
    expect(wrong, `f16 ${hasF16}: ${x[wrong]} became ${halfValue(out[wrong] ?? 0)}`).toBe(-1);
  }
});

/** Two programs that write beside each other, of an odd length, in place. */
const inPlace = buildKernel("in place", (b) => {
  const g = b.gridIndex("g");
  const x = b.buffer("x", "f16", "readwrite");
  b.lanes(7, (lane) => {
    const at = k.add(k.mul(g, 7), lane);
    b.store(x, at, k.add(b.load(x, at), 1));
  });
});

const guarded = buildKernel("guarded", (b) => {
  b.gridIndex("g");
  const x: BufferParam = b.input("x", "f16");
  const out = b.output("out", "f16");
  b.lanes(9, (lane) => b.store(out, k.sub(lane, 2), b.load(x, k.add(lane, 1), true), { isGuarded: true }));
});

describe("odd lengths", () => {
  test("neighbours in a word do not disturb each other", async () => {
    const x = Uint16Array.from({ length: 21 }, (_, i) => 0x3c00 + 0x400 * (i % 3));
    for (const hasF16 of modes()) {
      const [out = []] = await runKernel(device, inPlace, { buffers: [x], grid: [3] }, inMode(hasF16));
      expect(Array.from(out, halfValue)).toEqual(Array.from(x, (bits) => halfValue(bits) + 1));
    }
  });

  test("the stray half of the last word is outside", async () => {
    for (const hasF16 of modes()) {
      const x = Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400, 0x4500);
      const launch = { buffers: [x, new Uint16Array(5).fill(0x7000)], grid: [1] };
      const [, out = []] = await runKernel(device, guarded, launch, inMode(hasF16));
      expect([...out].map(halfValue)).toEqual([4, 5, 0, 0, 0]);
    }
  });
});
