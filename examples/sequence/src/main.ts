import type { Flags } from "@adjoint/examples-shared";

/** Placeholder: the program is not written yet. */
export async function main(_flags: Flags): Promise<void> {
  console.log("The sequence example is not there yet.");
}
