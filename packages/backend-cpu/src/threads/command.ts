/**
 * @file A command: one run of a plan as words that need no one else, so that it can wait its turn here or be sent to the
 * coordinator. All addresses in it are those of the moment of its submission.
 *
 *     scratch, scratch bytes of a thread, number of patches, patches: (index of a word of memory, value) …
 *     then parts: TASKS, whether to wake workers, number of words, tasks as in a `TaskList` …
 *              or COPY, from, to, bytes
 */
import type { Submission } from "@adjoint/core";
import { ownBuffer } from "../cpu-buffer.ts";
import type { EncodedPlan } from "../encoded-plan.ts";
import type { FixedWord } from "../launch.ts";
import type { Scratch } from "./executor.ts";

export const COMMAND = {
  scratch: 0,
  scratchBytes: 1,
  patchCount: 2,
  patches: 3,
  /** Kinds of parts. */
  tasks: 0,
  copy: 1,
} as const;

/** What a run of a plan does, in words. @throws {BackendError} if a buffer is not this backend's, or released. */
export function commandOf(
  encoded: EncodedPlan,
  { buffers, scalars }: Submission,
  scratch: Scratch,
): Int32Array<ArrayBuffer> {
  const patches: number[] = [];
  const pointerOf = (slot: number): number => ownBuffer("submit", buffers[slot]).pointer;
  for (const { offset, slot } of encoded.pointers) patches.push(offset >>> 2, pointerOf(slot));
  for (const { offset, dtype, scalar } of encoded.scalars) {
    wordsOf(dtype, scalars[scalar] ?? 0).forEach((word, i) => {
      patches.push((offset >>> 2) + i, word);
    });
  }
  const parts: number[] = [];
  for (const segment of encoded.segments) {
    if (segment.kind === "copy")
      parts.push(COMMAND.copy, pointerOf(segment.from), pointerOf(segment.to), segment.sizeBytes);
    else {
      const { words, shallWake } = segment.list;
      parts.push(COMMAND.tasks, shallWake ? 1 : 0, words.length);
      for (const word of words) parts.push(word);
    }
  }
  return Int32Array.from([scratch.pointer, scratch.sizeBytes, patches.length / 2, ...patches, ...parts]);
}

/** A scalar as it lies in memory. */
function wordsOf(dtype: FixedWord["dtype"], value: number): readonly number[] {
  switch (dtype) {
    case "f32":
      return [...new Int32Array(Float32Array.of(value).buffer)];
    case "f64":
      return [...new Int32Array(Float64Array.of(value).buffer)];
    case "bool":
      return [value === 0 ? 0 : 1];
    case "i32":
    case "u32":
      return [value | 0];
    default:
      return dtype satisfies never;
  }
}
