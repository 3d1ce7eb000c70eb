/** @file Not there yet. */
import { type Engine, MissingError } from "../contract.ts";

export async function jaxJsWasm(): Promise<Engine> {
  throw new MissingError("is not there yet");
}

export async function jaxJsWebgpu(): Promise<Engine> {
  throw new MissingError("is not there yet");
}
