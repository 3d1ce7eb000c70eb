/**
 * @file The order of test files: the longest first, so that no core is idle while another ends a long one. Vitest knows how
 * long files took from its last run, which a fresh clone has not had; without that it goes by size.
 */
import { BaseSequencer } from "vitest/node";

/** Files of ten seconds and more, the longest first. */
export const slow = [
  "examples/sequence/test/training.",
  "losses/test/properties/extremes.webgpu.",
  "examples/page/test/page.",
  "bench/test/every-engine.",
  "backend-webgpu/test/tune.webgpu.",
  "adjoint/test/cases.webgpu.",
  "adjoint/test/repeatability.",
  "nn/test/recurrent-layers.webgpu.",
  "backend-webgpu/test/backend-plans.",
  "losses/test/vocabulary-linear.webgpu.",
  "nn/test/recurrent-steps.webgpu.",
  "adjoint/test/fuzz.test.",
  "adjoint/test/lowered-limits.",
  "losses/test/ctc-scale.webgpu.",
  "losses/test/cross-entropy.webgpu.",
  "adjoint/test/counts.webgpu.",
  "backend-webgpu/test/dot.webgpu.",
  "test/browser-platform.",
  "test/docs.test.",
  "bench/test/flags/command-line.",
  "backend-cpu/test/math-ulp.",
  "test/bundle-size.",
  "adjoint/test/memory-of-training.",
  "test/runtimes.",
];

/** @param {{ readonly moduleId: string }} file */
function placeOf({ moduleId }) {
  const place = slow.findIndex((part) => moduleId.includes(`/${part}`));
  return place < 0 ? slow.length : place;
}

export class SlowFirst extends BaseSequencer {
  /**
   * @override
   * @param {import("vitest/node").TestSpecification[]} files
   */
  async sort(files) {
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}
