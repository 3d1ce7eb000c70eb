/**
 * @file The leak check: whatever a test makes is disposed at its end, and memory must then be what it was before.
 */
import { memory } from "../runtime/memory.ts";
import { openTestScope } from "../runtime/scope.ts";

/** What a test framework offers. */
export interface TestHooks {
  readonly beforeEach: (run: () => void) => void;
  readonly afterEach: (run: () => void) => void;
}

/**
 * Runs `body`, disposes the tensors it made, and fails if memory was taken and not returned.
 * @example await expectNoLeak(async () => expect(await tensor(1).add(1).item()).toBe(2))
 */
export async function expectNoLeak(body: () => unknown): Promise<void> {
  const check = beginLeakCheck();
  try {
    await body();
  } catch (error) {
    check();
    throw error;
  }
  const leak = check();
  if (leak !== undefined) throw new Error(leak);
}

/** The check of the test that runs. */
let running: (() => string | undefined) | undefined;
let isMemoryLeft = false;

/** Checks every test of a file. `installLeakCheck({ beforeEach, afterEach })` */
export function installLeakCheck({ beforeEach, afterEach }: TestHooks): void {
  beforeEach(() => {
    isMemoryLeft = false;
    running = beginLeakCheck();
  });
  afterEach(() => {
    const leak = running?.();
    running = undefined;
    if (leak !== undefined && !isMemoryLeft) throw new Error(leak);
  });
}

/** Says that the test that runs leaves memory behind on purpose. The reason is for who reads the test. */
export function expectMemoryLeft(_reason: string): void {
  isMemoryLeft = true;
}

/** Ends the check of the test that runs: its tensors are not held any more, so that the garbage collector may have them. */
export function leaveToCollector(): void {
  running?.();
  running = undefined;
}

/** Begins a check. The function it returns ends it, and says what leaked. */
function beginLeakCheck(): () => string | undefined {
  const before = memory();
  const close = openTestScope();
  return () => {
    close();
    const after = memory();
    if (after.buffers <= before.buffers && after.bytes <= before.bytes) return undefined;
    return `leaked ${after.buffers - before.buffers} buffers, ${after.bytes - before.bytes} bytes; memory({ sites: true }) tells where`;
  };
}
