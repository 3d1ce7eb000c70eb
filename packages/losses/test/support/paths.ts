/** @file Exact probabilities of label sequences, by going through all paths of a small problem. */

/** Log-softmax of each row. */
export function logSoftmaxRows(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => {
    const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
    return row.map((x) => x - total);
  });
}

/** All paths of classes over the frames, with their log-probabilities. */
export function* allPaths(logProbs: readonly (readonly number[])[]): Generator<{ path: number[]; logProb: number }> {
  const classes = logProbs[0]?.length ?? 0;
  const count = classes ** logProbs.length;
  for (let i = 0; i < count; i++) {
    const path = logProbs.map((_, t) => Math.floor(i / classes ** t) % classes);
    yield { path, logProb: path.reduce((sum, label, t) => sum + (logProbs[t]?.[label] ?? 0), 0) };
  }
}

export function collapsePath(path: readonly number[], blank: number, mergesRepeated = true): number[] {
  return path.filter((label, t) => label !== blank && !(mergesRepeated && t > 0 && path[t - 1] === label));
}

/** The log-probability of each label sequence, by its labels joined with commas. */
export function posteriors(
  logProbs: readonly (readonly number[])[],
  blank: number,
  mergesRepeated = true,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { path, logProb } of allPaths(logProbs)) {
    const key = collapsePath(path, blank, mergesRepeated).join();
    sums.set(key, (sums.get(key) ?? 0) + Math.exp(logProb));
  }
  return new Map([...sums].map(([key, sum]) => [key, Math.log(sum)]));
}

/** Waves as logits, [T][C]. */
export function waveRows(frames: number, classes: number, scale = 2, phase = 0): number[][] {
  return Array.from({ length: frames }, (_, t) =>
    Array.from({ length: classes }, (_, c) => scale * Math.sin(1.3 * (classes * t + c) + phase)),
  );
}
