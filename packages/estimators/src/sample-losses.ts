/**
 * @file The losses of stochastic gradient descent, for one sample: a linear model's value `p` against the target `y`, with
 * the slope in `p`. Plain numbers in double precision; the same losses on tensors are in `losses`.
 */

/** The loss of one sample and its derivative by the prediction. */
export interface SampleLoss {
  value(p: number, y: number): number;
  slope(p: number, y: number): number;
}

/** How far from zero a slope may be, so that one outlier cannot overflow the weights. */
const STEEPEST = 1e12;

/** The slope, held within ±1e12. */
export function boundedSlope(loss: SampleLoss, p: number, y: number): number {
  return Math.min(STEEPEST, Math.max(-STEEPEST, loss.slope(p, y)));
}

/** Losses whose target is any number. */
export type RegressionLoss = "squared_error" | "huber" | "epsilon_insensitive" | "squared_epsilon_insensitive";

/** Losses whose target is −1 or 1. */
export type MarginLoss = "hinge" | "log_loss" | "modified_huber" | "squared_hinge" | "perceptron";

/** Makes a loss; `epsilon` is the width of those that have one. */
type LossMaker = (epsilon: number) => SampleLoss;

/** Half the squared error, (p − y)² / 2. */
const squaredError: LossMaker = () => ({
  value: (p, y) => 0.5 * (p - y) * (p - y),
  slope: (p, y) => p - y,
});

/** Quadratic up to ε from the target, linear beyond. */
const huber: LossMaker = (epsilon) => ({
  value: (p, y) => {
    const distance = Math.abs(p - y);
    return distance <= epsilon ? 0.5 * distance * distance : epsilon * distance - 0.5 * epsilon * epsilon;
  },
  slope: (p, y) => Math.max(-epsilon, Math.min(epsilon, p - y)),
});

/** max(0, |p − y| − ε); its slope is 0 where |p − y| = ε. */
const epsilonInsensitive: LossMaker = (epsilon) => ({
  value: (p, y) => Math.max(0, Math.abs(p - y) - epsilon),
  slope: (p, y) => (Math.abs(p - y) > epsilon ? Math.sign(p - y) : 0),
});

/** The square of the above. */
const squaredEpsilonInsensitive: LossMaker = (epsilon) => ({
  value: (p, y) => Math.max(0, Math.abs(p - y) - epsilon) ** 2,
  slope: (p, y) => 2 * Math.sign(p - y) * Math.max(0, Math.abs(p - y) - epsilon),
});

/** max(0, margin − p y); at the kink the slope is −y. */
function hingeAt(margin: number): SampleLoss {
  return {
    value: (p, y) => Math.max(0, margin - p * y),
    slope: (p, y) => (p * y <= margin ? -y : 0),
  };
}

/** log(1 + exp(−p y)), exact for any p y: nothing is cut off as it is beyond ±18 in scikit-learn. */
const logLoss: LossMaker = () => ({
  value: (p, y) => Math.max(0, -p * y) + Math.log1p(Math.exp(-Math.abs(p * y))),
  slope: (p, y) => -y / (1 + Math.exp(p * y)),
});

/** max(0, 1 − p y)² down to p y = −1, and −4 p y below, a line of the same slope. */
const modifiedHuber: LossMaker = () => ({
  value: (p, y) => (p * y < -1 ? -4 * p * y : Math.max(0, 1 - p * y) ** 2),
  slope: (p, y) => (p * y < -1 ? -4 * y : -2 * y * Math.max(0, 1 - p * y)),
});

/** max(0, 1 − p y)². */
const squaredHinge: LossMaker = () => ({
  value: (p, y) => Math.max(0, 1 - p * y) ** 2,
  slope: (p, y) => -2 * y * Math.max(0, 1 - p * y),
});

export const REGRESSION_LOSSES: Readonly<Record<RegressionLoss, LossMaker>> = {
  squared_error: squaredError,
  huber,
  epsilon_insensitive: epsilonInsensitive,
  squared_epsilon_insensitive: squaredEpsilonInsensitive,
};

/** A classifier may have the losses of regression, too: its targets are ±1. */
export const CLASSIFICATION_LOSSES: Readonly<Record<MarginLoss | RegressionLoss, LossMaker>> = {
  hinge: () => hingeAt(1),
  log_loss: logLoss,
  modified_huber: modifiedHuber,
  squared_hinge: squaredHinge,
  perceptron: () => hingeAt(0),
  ...REGRESSION_LOSSES,
};
