/** @file Losses of rankings, which are in the family of embeddings. */
import { type LossEntry, NONE } from "./entry.ts";

const WEIGHT = ["weight", "none", "factors of the losses, broadcast"] as const;
const PER_LOSS = "the number of losses, whatever their weights";

export const ranking: readonly LossEntry[] = [
  {
    name: "marginRanking",
    title: "Hinge loss of ranks",
    formula: "max(0, margin − t (x₁ − x₂)), t = ±1",
    names: { keras: NONE, tensorflow: NONE, pytorch: "MarginRankingLoss", optax: NONE, sklearn: NONE },
    options: [["margin", "0", "by how much the one that ranks higher should exceed the other"], WEIGHT],
    edges: [
      "At the kink the gradient passes.",
      "A target other than ±1 is an error where it is known on the host; else it gives NaN.",
      "The mean of no elements is NaN.",
    ],
    kernels: 1,
    mean: PER_LOSS,
    vectors: [{ file: "torch.json", cases: ["margin_ranking"] }],
    source: "PyTorch, MarginRankingLoss",
  },
  {
    name: "rankingSoftmax",
    title: "Softmax loss of ranks",
    formula: "−Σ t log softmax(x) over the items of a list, t their relevance",
    names: { keras: NONE, tensorflow: NONE, pytorch: NONE, optax: "ranking_softmax_loss", sklearn: NONE },
    options: [
      ["where", "all items", "which items count: bool, or numbers other than 0"],
      ["axis", "−1", "the axis of the items of a list"],
      ["weight", "none", "factors of the items' relevance, broadcast"],
    ],
    edges: [
      "What does not count has gradient exactly 0, and may hold anything; a list of which nothing counts gives 0.",
      "A score of −∞ takes its item out; with relevance its loss is ∞.",
    ],
    kernels: [4, "2; with a mask 2 more before, for the number of lists by which the mean divides"],
    mean: "the number of lists with an item that counts; 0 if there are none",
    vectors: "The figures of optax, losses/_ranking_test.py and the documentation, in ranking.test.ts.",
    source: "Cao et al. (2007), Learning to rank: from pairwise approach to listwise approach",
  },
  {
    name: "meanPairwiseSquaredError",
    title: "Squared error of differences",
    formula: "the mean over pairs i < j of one sample of (e[i] − e[j])²",
    names: {
      keras: NONE,
      tensorflow: "compat.v1.losses.mean_pairwise_squared_error (reduction: sum)",
      pytorch: NONE,
      optax: NONE,
      sklearn: NONE,
    },
    options: [["weight", "none", "factors of the samples' losses, broadcast"]],
    edges: [
      "A sample of one element has no pairs and gives 0.",
      "An offset of the prediction changes nothing, and cancels without loss of digits.",
      "The mean of no samples is NaN.",
    ],
    kernels: 2,
    mean: "the number of samples, whatever their weights",
    vectors: "The formula that TensorFlow documents, summed pair by pair, in ranking.test.ts.",
    source: "TensorFlow, compat.v1.losses.mean_pairwise_squared_error",
  },
];
