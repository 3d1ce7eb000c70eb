/** @file TensorFlow.js on its WebGPU backend. */
import { tfjsWebgpu } from "../../src/engine/tfjs/start-webgpu.ts";
import { smallConv, smallWorkloads } from "./small-workloads.ts";
import { testEngine, testTraining } from "./test-engine.ts";

testEngine(tfjsWebgpu, [...smallWorkloads, smallConv]);
// Compiling all kernels of a transformer takes software adapters seconds.
testTraining(tfjsWebgpu, ["memory-mlp-64x32x10-n16"]);
