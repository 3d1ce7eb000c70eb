/** @file Lets programs of the repository compute with WebGPU on machines that have no driver for it. */
import { run } from "./run.mjs";
import { isPackaged } from "./unpack-chromium.mjs";
import { prepareAdapter, probe, swiftShader } from "./webgpu-adapters.mjs";

/** Who chooses a driver gets that one; and a machine's own adapter is left alone. */
const isChosen = () => ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"].some((name) => process.env[name] !== undefined);
const isFound = () => probe({}).description !== undefined;

/**
 * Where the machine has no WebGPU adapter, runs this same program to its end in a process that has SwiftShader: drivers are
 * found by the environment that a process starts with. Gives the exit code, or nothing if this process should go on itself.
 *
 * @returns {Promise<number | undefined>}
 */
export async function startWithAdapter() {
  if (!isPackaged || isChosen() || isFound()) return undefined;
  const software = swiftShader();
  const description = await prepareAdapter(software);
  console.error(`This machine has no driver for WebGPU: computing in software (${description}), slowly.`);
  const [program = "", ...args] = process.argv.slice(1);
  return run(process.execPath, [...process.execArgv, program, ...args], { env: software.env });
}
