/** @file Metrics: deviances, and shares that are explained. */
import { type LossEntry, NONE } from "./entry.ts";

const BAD_NUMBERS =
  "NaN or infinite numbers, other shapes, no samples, and weights that are negative or all 0 are errors.";

export const scoreMetrics: readonly LossEntry[] = [
  {
    name: "meanTweedieDeviance",
    title: "Mean Tweedie deviance",
    formula: "2 (t^(2−k) / ((1−k)(2−k)) − t p^(1−k) / (1−k) + p^(2−k) / (2−k)) for the power k, and its limits",
    names: { keras: NONE, tensorflow: NONE, pytorch: NONE, optax: NONE, sklearn: "mean_tweedie_deviance" },
    options: [
      ["power", "0", "0 squared error, 1 Poisson, 2 gamma, 3 inverse Gaussian"],
      ["sampleWeight", "1 for all", "how much each sample counts"],
    ],
    edges: [
      "A power in (0, 1) is an error, as are predictions that are not positive (but for power 0) and targets outside the distribution.",
      BAD_NUMBERS,
    ],
    mean: "the sum of the weights, over samples",
    vectors: [{ file: "sklearn-metrics.json", cases: ["mean_tweedie_deviance"] }],
    source: "Jørgensen (1987)",
  },
  {
    name: "meanPoissonDeviance",
    title: "Mean Poisson deviance",
    formula: "2 (t log(t / p) − t + p)",
    names: {
      keras: "metrics.Poisson (another constant)",
      tensorflow: NONE,
      pytorch: NONE,
      optax: NONE,
      sklearn: "mean_poisson_deviance",
    },
    options: [["sampleWeight", "1 for all", "how much each sample counts"]],
    edges: ["A prediction that is not positive or a negative target is an error; 0 log 0 is 0.", BAD_NUMBERS],
    mean: "the sum of the weights, over samples",
    vectors: "meanTweedieDeviance of power 1, which published cases check: metrics.test.ts.",
    source: "Nelder and Wedderburn (1972)",
  },
  {
    name: "meanGammaDeviance",
    title: "Mean gamma deviance",
    formula: "2 (log(p / t) + t / p − 1)",
    names: { keras: NONE, tensorflow: NONE, pytorch: NONE, optax: NONE, sklearn: "mean_gamma_deviance" },
    options: [["sampleWeight", "1 for all", "how much each sample counts"]],
    edges: ["A number that is not positive is an error.", BAD_NUMBERS],
    mean: "the sum of the weights, over samples",
    vectors: "meanTweedieDeviance of power 2, which published cases check: metrics.test.ts.",
    source: "Nelder and Wedderburn (1972)",
  },
  {
    name: "r2Score",
    title: "Coefficient of determination",
    formula: "1 − Σ e² / Σ (t − mean t)²",
    names: { keras: "metrics.R2Score", tensorflow: NONE, pytorch: NONE, optax: NONE, sklearn: "r2_score" },
    options: [
      ["sampleWeight", "1 for all", "how much each sample counts"],
      [
        "multiOutput",
        "uniformAverage",
        "several outputs: their mean, rawValues for each, varianceWeighted, or weights",
      ],
      ["forceFinite", "true", "a score of equal targets is 1 if they are met, else 0"],
    ],
    edges: ["NaN for a single sample.", "Equal targets give 1 if they are met and else 0.", BAD_NUMBERS],
    mean: "nothing over samples; over outputs their number or weights",
    vectors: [{ file: "sklearn-metrics.json", cases: ["r2_score"] }],
    source: "Wright (1921)",
  },
  {
    name: "explainedVariance",
    title: "Explained variance",
    formula: "1 − Var(e) / Var(t)",
    names: { keras: NONE, tensorflow: NONE, pytorch: NONE, optax: NONE, sklearn: "explained_variance_score" },
    options: [
      ["sampleWeight", "1 for all", "how much each sample counts"],
      [
        "multiOutput",
        "uniformAverage",
        "several outputs: their mean, rawValues for each, varianceWeighted, or weights",
      ],
      ["forceFinite", "true", "a score of equal targets is 1 if they are met, else 0"],
    ],
    edges: ["Equal targets give 1 if the error is constant and else 0.", BAD_NUMBERS],
    mean: "nothing over samples; over outputs their number or weights",
    vectors: [{ file: "sklearn-metrics.json", cases: ["explained_variance_score"] }],
    source: "scikit-learn’s documentation",
  },
  {
    name: "d2PinballScore",
    title: "D² of the pinball loss",
    formula: "1 − mean pinball(p) / mean pinball(the quantile of t)",
    names: { keras: NONE, tensorflow: NONE, pytorch: NONE, optax: NONE, sklearn: "d2_pinball_score" },
    options: [
      ["q", "0.5", "the quantile that is predicted"],
      ["sampleWeight", "1 for all", "how much each sample counts"],
      ["multiOutput", "uniformAverage", "several outputs: their mean, rawValues for each, or weights"],
    ],
    edges: ["NaN for a single sample.", "Equal targets give 1 if they are met and else 0.", BAD_NUMBERS],
    mean: "nothing over samples; over outputs their number or weights",
    vectors: [{ file: "sklearn-metrics.json", cases: ["d2_pinball_score"] }],
    source: "Koenker and Machado (1999)",
  },
  {
    name: "d2AbsoluteErrorScore",
    title: "D² of the absolute error",
    formula: "1 − mean |e| / mean |t − median t|",
    names: { keras: NONE, tensorflow: NONE, pytorch: NONE, optax: NONE, sklearn: "d2_absolute_error_score" },
    options: [
      ["sampleWeight", "1 for all", "how much each sample counts"],
      ["multiOutput", "uniformAverage", "several outputs: their mean, rawValues for each, or weights"],
    ],
    edges: ["NaN for a single sample.", "Equal targets give 1 if they are met and else 0.", BAD_NUMBERS],
    mean: "nothing over samples; over outputs their number or weights",
    vectors: [{ file: "sklearn-metrics.json", cases: ["d2_absolute_error_score"] }],
    source: "Koenker and Machado (1999)",
  },
  {
    name: "d2TweedieScore",
    title: "D² of a Tweedie deviance",
    formula: "1 − deviance(p) / deviance(mean t)",
    names: { keras: NONE, tensorflow: NONE, pytorch: NONE, optax: NONE, sklearn: "d2_tweedie_score" },
    options: [
      ["power", "0", "as with meanTweedieDeviance"],
      ["sampleWeight", "1 for all", "how much each sample counts"],
    ],
    edges: [
      "NaN for a single sample.",
      "Equal targets give 1 if they are met and else 0.",
      "Numbers outside of the distribution are errors.",
      BAD_NUMBERS,
    ],
    mean: "nothing",
    vectors: [{ file: "sklearn-metrics.json", cases: ["d2_tweedie_score"] }],
    source: "Hastie, Tibshirani, Wainwright (2015), eq. 3.11",
  },
];
