/** @file TensorFlow.js on its CPU backend. */
import { tfjsCpu } from "../../src/engine/tfjs/start-cpu.ts";
import { smallConv, smallWorkloads } from "./small-workloads.ts";
import { testEngine, testTraining } from "./test-engine.ts";

testEngine(tfjsCpu, [...smallWorkloads, smallConv]);
testTraining(tfjsCpu);
