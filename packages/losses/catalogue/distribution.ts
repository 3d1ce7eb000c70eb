/** @file Losses of counts, amounts and spreads, and of angles: the other half of regression. */
import { type LossEntry, NONE } from "./entry.ts";

const WEIGHT = ["weight", "none", "factors of the single losses, broadcast"] as const;
const PER_ELEMENT = "the number of elements, whatever their weights";

export const distribution: readonly LossEntry[] = [
  {
    name: "poissonNll",
    title: "Poisson negative log-likelihood",
    formula: "exp(x) − t x; of rates p − t log(p + eps); full adds t log t − t + log(2π t)/2 for t > 1",
    names: {
      keras: "Poisson (logInput: false, eps: 1e-7)",
      tensorflow: "nn.log_poisson_loss",
      pytorch: "PoissonNLLLoss",
      optax: NONE,
      sklearn: "HalfPoissonLoss",
    },
    options: [
      ["logInput", "true", "the prediction is the logarithm of the rate, else the rate"],
      ["full", "false", "adds Stirling's approximation of log t! for targets above 1"],
      ["eps", "1e-8", "is added to rates before their logarithm is taken"],
      WEIGHT,
    ],
    edges: [
      "A target of 0 leaves exp(x), or the rate, even at a log-rate of −∞ or a rate of 0.",
      "In f32 exp(x) overflows to ∞ beyond x = 88.7.",
      "A negative target or rate is an error where it is known on the host; else a rate below −eps gives NaN.",
    ],
    kernels: 1,
    mean: PER_ELEMENT,
    vectors: [
      { file: "torch.json", cases: ["poisson_nll_*"] },
      { file: "keras.json", cases: ["poisson"] },
    ],
    source: "PyTorch, PoissonNLLLoss; McCullagh, Nelder (1989), chapter 6",
  },
  {
    name: "gammaNll",
    title: "Gamma negative log-likelihood",
    formula: "r + t exp(−r), for the logarithm r of the mean; with deviance also − log t − 1",
    names: { keras: NONE, tensorflow: NONE, pytorch: NONE, optax: NONE, sklearn: "HalfGammaLoss" },
    options: [["deviance", "false", "adds −log t − 1, so that a perfect prediction has loss 0"], WEIGHT],
    edges: [
      "In f32 exp(−r) overflows to ∞ below r = −88.7.",
      "A target of 0 or less is an error where it is known on the host; else 0 gives r, or ∞ as deviance.",
    ],
    kernels: 1,
    mean: PER_ELEMENT,
    vectors: "nobody publishes values: held against its closed form, tweedie of power 2, and finite differences",
    source: "McCullagh, Nelder (1989), chapter 8; scikit-learn, HalfGammaLoss",
  },
  {
    name: "tweedie",
    title: "Half Tweedie deviance",
    formula: "t^(2−p)/((1−p)(2−p)) − t m^(1−p)/(1−p) + m^(2−p)/(2−p), for the power p and the mean m = exp(r)",
    names: { keras: NONE, tensorflow: NONE, pytorch: NONE, optax: NONE, sklearn: "HalfTweedieLoss (deviance: false)" },
    options: [
      [
        "power",
        "1.5",
        "variance as a power of the mean: 0 normal, 1 Poisson, 2 gamma, 3 inverse Gaussian; not in (0, 1)",
      ],
      ["deviance", "true", "has the term of the target alone, so that a perfect prediction has loss 0"],
      WEIGHT,
    ],
    edges: [
      "Powers 0, 1 and 2 are the limits of the formula, which those close to 1 and 2 approach without cancellation.",
      "A mean that f32 cannot hold gives ∞, with a gradient of ±∞, never NaN.",
      "A negative target with a power of 1 or more, or 0 with one of 2 or more, is an error where it is known on the host.",
    ],
    kernels: 1,
    mean: PER_ELEMENT,
    vectors: [{ file: "sklearn-metrics.json", cases: ["mean_tweedie_deviance"] }],
    source: "Jørgensen (1987), Exponential dispersion models; scikit-learn, HalfTweedieLoss",
  },
  {
    name: "gaussianNll",
    title: "Gaussian negative log-likelihood",
    formula: "(log v + e²/v)/2, v = max(variance, eps); full adds log(2π)/2",
    names: { keras: NONE, tensorflow: NONE, pytorch: "GaussianNLLLoss", optax: NONE, sklearn: NONE },
    options: [["full", "false", "adds log(2π)/2"], ["eps", "1e-6", "smaller variances count as this"], WEIGHT],
    edges: [
      "A variance below eps has the gradient at eps, as in PyTorch, not the 0 of a limit, so that it can grow again.",
      "A negative variance is an error where it is known on the host, and else gives NaN.",
    ],
    kernels: 1,
    mean: PER_ELEMENT,
    vectors: [{ file: "torch.json", cases: ["gaussian_nll_*"] }],
    source: "Nix, Weigend (1994)",
  },
  {
    name: "cosineSimilarity",
    title: "Cosine similarity, negated",
    formula: "−x·t / (max(|x|, eps) max(|t|, eps))",
    names: {
      keras: "CosineSimilarity",
      tensorflow: NONE,
      pytorch: "cosine_similarity (not negated)",
      optax: "cosine_similarity (not negated)",
      sklearn: NONE,
    },
    options: [
      ["axis", "−1", "the axis of the vectors' components"],
      ["eps", "1e-8", "shorter vectors count as this long; 0 makes the loss independent of lengths"],
      ["weight", "none", "factors of the vectors' losses, broadcast"],
    ],
    edges: [
      "A vector of zeros has cosine 0 and gradient 0, with any eps.",
      "Vectors are scaled by their greatest component, so that squares neither overflow nor vanish.",
    ],
    kernels: 2,
    mean: "the number of vectors, whatever their weights",
    vectors: [{ file: "keras.json", cases: ["cosine_similarity"] }],
    source: "PyTorch, cosine_similarity; Keras, CosineSimilarity",
  },
  {
    name: "cosineDistance",
    title: "Cosine distance",
    formula: "1 − x·t / (max(|x|, eps) max(|t|, eps))",
    names: {
      keras: NONE,
      tensorflow: "compat.v1.losses.cosine_distance (of unit vectors)",
      pytorch: NONE,
      optax: "cosine_distance",
      sklearn: "metrics.pairwise.paired_cosine_distances",
    },
    options: [
      ["axis", "−1", "the axis of the vectors' components"],
      ["eps", "1e-8", "shorter vectors count as this long; 0 makes the loss independent of lengths"],
      ["weight", "none", "factors of the vectors' losses, broadcast"],
    ],
    edges: [
      "A vector of zeros has distance 1 and gradient 0, with any eps.",
      "Vectors are scaled by their greatest component, so that squares neither overflow nor vanish.",
    ],
    kernels: 2,
    mean: "the number of vectors, whatever their weights",
    vectors: [{ file: "optax.json", cases: ["cosine_distance"] }],
    source: "optax, cosine_distance",
  },
];
