/** @file How often a device is asked whether it is done. */
import { describe, expect, test, vi } from "vitest";
import { DIRECT, PollThrottle, pauseAfter } from "../src/device/poll-throttle.ts";

describe("pauses", () => {
  test.each([
    [0, { kind: "turn" }],
    [0.09, { kind: "turn" }],
    [0.8, { kind: "sleep", ms: 0.1 }],
    [2, { kind: "sleep", ms: 0.25 }],
    [4, { kind: "timer", ms: 1 }],
    [16, { kind: "timer", ms: 2 }],
    [1e6, { kind: "timer", ms: 2 }],
  ])("after %d ms", (waitedMs, pause) => {
    expect(pauseAfter(waitedMs)).toEqual(pause);
  });

  test("add an eighth to a wait, or a millisecond, at most two", () => {
    for (let waitedMs = 0; waitedMs < 100; waitedMs += 0.01) {
      const pause = pauseAfter(waitedMs);
      const ms = pause.kind === "turn" ? 0 : pause.ms;
      expect(ms).toBeLessThanOrEqual(Math.min(2, Math.max(waitedMs / 8, waitedMs > 2 ? 1 : 0)));
    }
  });
});

describe("a throttle", () => {
  /** Asks again and again, as Dawn does, until it has asked `count` times. */
  function asker(holder: { setImmediate: (f: () => void) => unknown }, count: number): () => Promise<void> {
    return () =>
      new Promise((resolve) => {
        let asked = 0;
        const ask = (): void => {
          if (++asked === count) resolve();
          else holder.setImmediate(ask);
        };
        holder.setImmediate(ask);
      });
  }

  test("stands in for setImmediate during calls alone", async () => {
    const original = vi.fn((f: () => void) => setImmediate(f));
    const holder = { setImmediate: original };
    const throttle = new PollThrottle(holder);
    const waiting = throttle.call(() => {
      expect(holder.setImmediate).not.toBe(original);
      return asker(holder, 3)();
    });
    expect(holder.setImmediate).toBe(original);
    await waiting;
    expect(holder.setImmediate).toBe(original);
    expect(original).toHaveBeenCalled();
  });

  test("puts it back when the call fails", () => {
    const holder = { setImmediate: (f: () => void) => setImmediate(f) };
    const { setImmediate: original } = holder;
    const fail = () => {
      throw new Error("no");
    };
    expect(() => new PollThrottle(holder).call(fail)).toThrow("no");
    expect(holder.setImmediate).toBe(original);
  });

  test("spreads questions out", async () => {
    const holder = { setImmediate: (f: () => void) => setImmediate(f) };
    const startMs = performance.now();
    await new PollThrottle(holder).call(asker(holder, 100));
    // 100 turns of an idle event loop take less than a millisecond.
    expect(performance.now() - startMs).toBeGreaterThan(20);
  });

  test("is not needed where the platform wakes us", () => {
    expect(DIRECT.call(() => 7)).toBe(7);
  });
});
