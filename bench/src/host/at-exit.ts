/** @file What must not outlive this process: other processes, and temporary folders. */

type CleanUp = () => void;

const cleanUps = new Set<CleanUp>();

/** By default these end a process on the spot. */
const signals = { SIGHUP: 1, SIGTERM: 15 } as const;

/**
 * Calls back when this process ends, by an error or by a signal too (Ctrl-C is for the program to take). Only what is
 * synchronous happens then. Gives a function that takes the call back.
 */
export function atExit(cleanUp: CleanUp): () => void {
  if (cleanUps.size === 0) {
    process.on("exit", cleanAll);
    for (const signal of Object.keys(signals)) process.on(signal, endBy);
  }
  cleanUps.add(cleanUp);
  return () => {
    if (!cleanUps.delete(cleanUp) || cleanUps.size > 0) return;
    process.off("exit", cleanAll);
    for (const signal of Object.keys(signals)) process.off(signal, endBy);
  };
}

function cleanAll(): void {
  for (const cleanUp of cleanUps) cleanUp();
}

function endBy(signal: keyof typeof signals): void {
  // A program that takes the signal itself ends in its own way.
  if (process.listenerCount(signal) > 1) return;
  process.exit(128 + signals[signal]);
}
