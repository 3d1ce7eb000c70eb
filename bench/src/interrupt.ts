/** @file Ctrl-C: the first ends the run and keeps what is done, the second ends at once. */

export const INTERRUPTED_STATUS = 130;

const signals = ["SIGINT", "SIGTERM"] as const;

export interface Interrupts {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** From here on signals do what they always do. */
  stop(): void;
}

export function listenForInterrupts(say: (line: string) => void): Interrupts {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED_STATUS);
    controller.abort();
    say("Interrupted: writing what is done. Once more, and it ends at once.");
  };
  for (const signal of signals) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    stop() {
      for (const signal of signals) process.off(signal, interrupt);
    },
  };
}
