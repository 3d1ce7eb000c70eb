/** @file What one would write without a library: loops over typed arrays, in an order that is kind to the cache. */
import { engineOf } from "../by-kind.ts";
import type { Engine } from "../contract.ts";
import { matmul } from "./matmul.ts";

export async function loops(): Promise<Engine> {
  return engineOf({ threads: 1 }, { matmul });
}
