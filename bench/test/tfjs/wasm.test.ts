/** @file TensorFlow.js on its WebAssembly backend. */
import { expect, it } from "vitest";
import { tfjsWasm } from "../../src/engine/tfjs/start-wasm.ts";
import { complaintAbout } from "../check-engine.ts";
import { smallConv, smallWorkloads } from "./small-workloads.ts";
import { testEngine, testTraining } from "./test-engine.ts";

testEngine(tfjsWasm, smallWorkloads);
testTraining(tfjsWasm);

it("fails where a kernel is missing, and says which", async () => {
  const failure = "Kernel 'Conv2DBackpropFilter' not registered for backend 'wasm'";
  await expect(complaintAbout(await tfjsWasm(), smallConv)).rejects.toThrow(failure);
});
