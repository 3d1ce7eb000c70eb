/** @file Losses of real numbers, and of counts and durations. */
import type { LossEntry } from "./entry.ts";

export const regression: readonly LossEntry[] = [
  {
    name: "mse",
    title: "Squared error",
    formula: "e²; with half: e²/2",
    names: {
      keras: "MeanSquaredError",
      tensorflow: "compat.v1.losses.mean_squared_error, nn.l2_loss (half the sum)",
      pytorch: "MSELoss",
      optax: "squared_error, l2_loss (half)",
      sklearn: "SGD squared_error (half), mean_squared_error",
    },
    options: [
      ["half", "false", "half of the squared error, so that the gradient is e/N"],
      ["weight", "none", "factors of the elements' errors, broadcast"],
    ],
    edges: ["In f32 it overflows to ∞ beyond |e| = 1.8e19.", "The mean of no elements is NaN."],
    mean: "the number of elements, whatever their weights",
    vectors: [
      { file: "torch.json", cases: ["mse_*"] },
      { file: "keras.json", cases: ["mean_squared_error"] },
    ],
    source: "Legendre (1805)",
  },
];
