/** @file Not there yet. */
import { type Engine, MissingError } from "../contract.ts";

export async function gpuJsCpu(): Promise<Engine> {
  throw new MissingError("is not there yet");
}

export async function gpuJsWebgpu(): Promise<Engine> {
  throw new MissingError("is not there yet");
}
