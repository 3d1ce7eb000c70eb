/** @file The gradients of the operations, which the core leaves to the package that holds all of TensorFlow.js. */

/** Before anything is differentiated. */
export async function loadGradients(): Promise<void> {
  await import("@tensorflow/tfjs");
}
