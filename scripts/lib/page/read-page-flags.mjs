/** @file The flags of `npm run page`. */
import { Command, InvalidArgumentError, Option } from "commander";

/**
 * Reads the flags. Prints usage and ends the process with 0 on `--help`, with 2 on a wrong flag or value.
 *
 * @param {readonly string[]} args
 * @returns {{ port: number, host: string, isolation: boolean }}
 */
export function readPageFlags(args) {
  return new Command("npm run page --")
    .description("Serve a page that trains the sequence example, on the CPU or by WebGPU.")
    .allowExcessArguments(false)
    .showHelpAfterError()
    .addOption(new Option("--port <n>", "where to listen; 0 takes a free one").argParser(toPort).default(0))
    .option(
      "--host <name>",
      "where to listen; browsers give WebGPU and threads to localhost and HTTPS alone",
      "127.0.0.1",
    )
    .option("--no-isolation", "without the headers that threads need, to see the page work without them")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse(args, { from: "user" })
    .opts();
}

/** @param {string} text */
function toPort(text) {
  if (!/^\d+$/.test(text) || Number(text) > 65535) throw new InvalidArgumentError("It takes a number from 0 to 65535.");
  return Number(text);
}
