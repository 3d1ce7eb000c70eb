/** @file How long things are measured, and how long they may take. */

export interface Pace {
  readonly rounds: number;
  readonly warmUpMs: number;
  /** Before the first round: engines compile what they run, and run it slowly until then. */
  readonly firstWarmUpMs: number;
  /** In a round, at most. */
  readonly samples: number;
  readonly sampleMs: number;
  /** No new sample of a round begins after this. */
  readonly budgetMs: number;
  /** Loading an engine, in its process. */
  readonly startLimitMs: number;
  /** Setting a workload up, with its first run or first steps. */
  readonly openLimitMs: number;
  /** A round. */
  readonly roundLimitMs: number;
  /** Steps of the workload that looks at memory. */
  readonly heldRuns: number;
  readonly holdLimitMs: number;
}

export const fullPace: Pace = {
  rounds: 7,
  warmUpMs: 300,
  firstWarmUpMs: 600,
  samples: 5,
  sampleMs: 10,
  budgetMs: 1_000,
  startLimitMs: 60_000,
  openLimitMs: 120_000,
  roundLimitMs: 120_000,
  heldRuns: 1_000,
  holdLimitMs: 300_000,
};

export const quickPace: Pace = {
  rounds: 3,
  warmUpMs: 40,
  firstWarmUpMs: 250,
  samples: 3,
  sampleMs: 4,
  budgetMs: 100,
  startLimitMs: 20_000,
  openLimitMs: 20_000,
  roundLimitMs: 5_000,
  heldRuns: 1_000,
  holdLimitMs: 20_000,
};
