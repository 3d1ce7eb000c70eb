import { nn, relu, type Tensor } from "adjoint";
import { FEATURES } from "./batch.ts";

const HIDDEN = 64;

/** The blank of CTC and ten digits. */
const CLASSES = 11;

/**
 * A network that reads an image column by column: what is seen around each column, then in which context, from both
 * sides, then which digit, if any, is read there.
 */
export function createReader() {
  const see = nn.linear(FEATURES, HIDDEN);
  const relate = nn.gru(HIDDEN, HIDDEN, { bidirectional: true });
  const name = nn.linear(2 * HIDDEN, CLASSES);
  return {
    params: { see: see.params, relate: relate.params, name: name.params },
    /** [N, T, FEATURES] → scores of the classes, [N, T, CLASSES]. */
    read: (windows: Tensor): Tensor => name(relate(relu(see(windows))).output),
  };
}

export type Reader = ReturnType<typeof createReader>;
