/**
 * @file CTC in double precision, written as the textbook has it: logarithms, one state after the other. The oracle for
 * sizes at which paths cannot be enumerated; `enumerateCtc` is the oracle of this one.
 * @see Graves et al. (2006)
 */

export interface ReferenceResult {
  readonly loss: number;
  /** With respect to the logits, [frames][classes]. */
  readonly gradient: readonly (readonly number[])[];
}

function logSumExp(values: readonly number[]): number {
  const peak = Math.max(...values);
  if (peak === Number.NEGATIVE_INFINITY) return peak;
  return peak + Math.log(values.reduce((sum, v) => sum + Math.exp(v - peak), 0));
}

export function logSoftmax(row: readonly number[]): number[] {
  const total = logSumExp(row);
  return row.map((x) => x - total);
}

function extend(labels: readonly number[], blank: number): number[] {
  return [blank, ...labels.flatMap((label) => [label, blank])];
}

/** log(e^a + e^b). */
function logAdd(a: number, b: number): number {
  const [small, great] = a < b ? [a, b] : [b, a];
  return small === Number.NEGATIVE_INFINITY ? great : great + Math.log1p(Math.exp(small - great));
}

const at = (row: readonly number[] | undefined, index: number): number => row?.[index] ?? Number.NaN;

/** Forward weights by frame and state. Blanks are equal to each other, so only labels skip what is between them. */
function forward(logProbabilities: readonly number[][], states: readonly number[]): number[][] {
  const rows: number[][] = [];
  logProbabilities.forEach((frame, t) => {
    const before = rows[t - 1];
    rows.push(
      states.map((class_, s) => {
        if (before === undefined) return s < 2 ? at(frame, class_) : Number.NEGATIVE_INFINITY;
        let weight = at(before, s);
        if (s > 0) weight = logAdd(weight, at(before, s - 1));
        if (s > 1 && class_ !== states[s - 2]) weight = logAdd(weight, at(before, s - 2));
        return weight + at(frame, class_);
      }),
    );
  });
  return rows;
}

/** Weights of all ways from each state to the end, without the state's own frame. */
function backward(logProbabilities: readonly number[][], states: readonly number[]): number[][] {
  const last = logProbabilities.length - 1;
  const rows: number[][] = logProbabilities.map(() => []);
  for (let t = last; t >= 0; t--) {
    const frame = logProbabilities[t + 1];
    const behind = (s: number): number => at(rows[t + 1], s) + at(frame, states[s] ?? Number.NaN);
    rows[t] = states.map((class_, s) => {
      if (t === last) return s >= states.length - 2 ? 0 : Number.NEGATIVE_INFINITY;
      let weight = behind(s);
      if (s + 1 < states.length) weight = logAdd(weight, behind(s + 1));
      if (s + 2 < states.length && states[s + 2] !== class_) weight = logAdd(weight, behind(s + 2));
      return weight;
    });
  }
  return rows;
}

/**
 * Loss and gradient of one sequence, from logits, or with respect to log-probabilities if `isLogProbs`. A sequence without
 * a path has the loss Infinity and the gradient 0.
 */
export function referenceCtc(
  logits: readonly (readonly number[])[],
  labels: readonly number[],
  blank = 0,
  isLogProbs = false,
): ReferenceResult {
  const zeros = logits.map((row) => row.map(() => 0));
  if (logits.length === 0) return { loss: labels.length === 0 ? 0 : Number.POSITIVE_INFINITY, gradient: zeros };
  const logProbabilities = isLogProbs ? logits.map((row) => [...row]) : logits.map(logSoftmax);
  const states = extend(labels, blank);
  const alpha = forward(logProbabilities, states);
  const beta = backward(logProbabilities, states);
  const loss = -logSumExp((alpha[alpha.length - 1] ?? []).slice(-2));
  if (loss === Number.POSITIVE_INFINITY) return { loss, gradient: zeros };
  const gradient = logProbabilities.map((frame, t) => {
    const weights = states.map((_, s) => (alpha[t]?.[s] ?? 0) + (beta[t]?.[s] ?? 0));
    const total = logSumExp(weights);
    const row = frame.map((x) => (isLogProbs ? 0 : Math.exp(x)));
    states.forEach((class_, s) => {
      row[class_] = (row[class_] ?? 0) - Math.exp((weights[s] ?? 0) - total);
    });
    return row;
  });
  return { loss, gradient };
}

/** The loss, by summing over all C^T paths. A label equal to the blank cannot be told apart here. */
export function enumerateCtc(logits: readonly (readonly number[])[], labels: readonly number[], blank = 0): number {
  const logProbabilities = logits.map(logSoftmax);
  const classes = logits[0]?.length ?? 0;
  let total = 0;
  const visit = (t: number, path: readonly number[], weight: number): void => {
    if (t === logits.length) {
      const read = path.filter((c, i) => c !== blank && c !== path[i - 1]);
      if (read.length === labels.length && read.every((c, i) => c === labels[i])) total += Math.exp(weight);
      return;
    }
    for (let c = 0; c < classes; c++) visit(t + 1, [...path, c], weight + (logProbabilities[t]?.[c] ?? 0));
  };
  visit(0, [], 0);
  return -Math.log(total);
}
