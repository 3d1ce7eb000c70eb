import { expect, test } from "vitest";
import { adapterNamed, onAdapter } from "../../src/host/adapter.ts";
import type { Channel } from "../../src/host/channel.ts";
import { needsAdapter } from "../../src/host/needs.ts";
import type { Response } from "../../src/worker/protocol.ts";

test.each([
  ["google, swiftshader", "swiftshader"],
  ["mesa, llvmpipe (LLVM 19.1.7, 256 bits)", "lavapipe"],
  ["nvidia, ampere", "native"],
])("%s is %s", (description, name) => expect(adapterNamed(description)).toBe(name));

test("WebGPU engines and their probe need an adapter, no others", () => {
  expect(["tfjs-webgpu", "limits-webgpu", "tfjs-cpu", "limits-cpu", "pytorch"].map(needsAdapter)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

/** What the harness hears from an engine that says it computes on `adapter`. */
function hear(adapter: string | undefined): Response | undefined {
  const facts = { threads: 1, ...(adapter === undefined ? {} : { adapter }) };
  const channel = {
    onResponse: (listener: (response: Response) => void) => listener({ kind: "started", facts, startMs: 1 }),
  } as Channel;
  let heard: Response | undefined;
  onAdapter({ name: "lavapipe", description: "mesa, llvmpipe" }, channel).onResponse((response) => {
    heard = response;
  });
  return heard;
}

test("an engine on another adapter than asked for has not started", () => {
  expect(hear("llvmpipe (LLVM 19)")?.kind).toBe("started");
  expect(hear(undefined)?.kind).toBe("started");
  expect(hear("google, swiftshader")).toEqual({
    kind: "failed",
    message: "computes on google, swiftshader, not on mesa, llvmpipe",
    isMissing: true,
  });
});
