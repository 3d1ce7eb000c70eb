/** @file Not there yet. */
import { type Engine, MissingError } from "../contract.ts";

export async function limitsWebgpu(): Promise<Engine> {
  throw new MissingError("is not there yet");
}
