/** @file Picks the example that the flags ask for and runs it. Bundled and started by `start.mjs`. */
import type { Flags, Task } from "@adjoint/examples-shared";
import { parseFlags } from "@adjoint/examples-shared";
import { AdjointError } from "adjoint";

interface Program {
  main(flags: Flags): Promise<void>;
}

const programs: Readonly<Record<Task, () => Promise<Program>>> = {
  regression: () => import("@adjoint/example-regression"),
  classification: () => import("@adjoint/example-classification"),
  sequence: () => import("@adjoint/example-sequence"),
  sgd: () => import("@adjoint/example-sgd"),
};

const flags = parseFlags(process.argv.slice(2));
const program = await programs[flags.task]();
try {
  await program.main(flags);
} catch (error) {
  // A typed error says what is wrong and what to do; where it was thrown is of no use to who started the example.
  if (!(error instanceof AdjointError)) throw error;
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 1;
}
