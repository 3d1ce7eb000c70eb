import { afterAll, expect, it } from "vitest";
import { loadEngine } from "../../src/engine/registry.ts";
import type { OpenChannel } from "../../src/host/channel.ts";
import { measureLimits } from "../../src/measure/limits.ts";
import { quickPace } from "../../src/measure/pace.ts";
import type { Request, Response } from "../../src/worker/protocol.ts";
import { Server } from "../../src/worker/serve.ts";

const pace = { ...quickPace, warmUpMs: 1, budgetMs: 4 };
const killed: string[] = [];
let end = (): void => undefined;

/** To a server in this process, for cores; none for WebGPU. */
const openChannel: OpenChannel = async (name) => {
  if (name !== "limits-cpu") throw new Error("there is no adapter");
  const server = new Server(loadEngine[name], { residentBytes: () => undefined });
  let tell: (response: Response) => void = () => undefined;
  return {
    send: (request: Request) => void server.answer(request).then((response) => tell(response)),
    onResponse: (listener) => {
      tell = listener;
    },
    ended: new Promise((resolve) => {
      end = () => resolve({ reason: "ended" });
    }),
    kill: () => void killed.push(name),
    residentBytes: async () => undefined,
  };
};

afterAll(() => end());

it("measures what cores can, and says what is missing", async () => {
  const { cpu, webgpu } = await measureLimits(openChannel, pace, new AbortController().signal);
  expect(webgpu).toEqual({ trouble: "there is no adapter" });
  expect(killed).toEqual(["limits-cpu"]);
  if ("trouble" in cpu) throw new Error(cpu.trouble);
  expect(cpu.threads).toBeGreaterThanOrEqual(1);
  expect(cpu.fma.one).toBeGreaterThan(0.1);
  expect(cpu.fma.all).toBeGreaterThan(0.1);
  for (const copy of [cpu.copy.one, cpu.copy.all]) {
    expect(copy.map(({ bytes }) => bytes)).toEqual([2 ** 15, 2 ** 18, 2 ** 21, 2 ** 24, 2 ** 27]);
    for (const { gigabytesPerSecond } of copy) {
      expect(gigabytesPerSecond).toBeGreaterThan(0.01);
      expect(gigabytesPerSecond).toBeLessThan(1e5);
    }
  }
});

it("starts nothing once the run is interrupted", async () => {
  const trouble = "the run was interrupted";
  const limits = await measureLimits(openChannel, pace, AbortSignal.abort());
  expect(limits).toEqual({ cpu: { trouble }, webgpu: { trouble } });
});
