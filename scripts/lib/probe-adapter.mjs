/**
 * @file Run in a process of its own, since drivers are found by the environment that a process starts with: prints how
 * the WebGPU adapter names itself, or nothing if there is none.
 */
import { create } from "webgpu";

const gpu = create([]);
const adapter = await gpu.requestAdapter();
if (adapter !== null) {
  const { vendor, architecture, description } = adapter.info;
  console.log([vendor, architecture, description].filter(Boolean).join(", "));
}
