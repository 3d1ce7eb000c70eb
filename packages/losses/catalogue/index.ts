/** @file All that the package has, by family. It is not published: `docs/losses.md` is made from it. */
import { classification } from "./classification.ts";
import { ctc } from "./ctc.ts";
import { decoding } from "./decoding.ts";
import { divergence } from "./divergence.ts";
import { embedding } from "./embedding.ts";
import type { LossEntry } from "./entry.ts";
import { margin } from "./margin.ts";
import { metrics } from "./metrics.ts";
import { regression } from "./regression.ts";
import { segmentation } from "./segmentation.ts";
import { transducer } from "./transducer.ts";
import { vocabulary } from "./vocabulary.ts";

export interface Family {
  readonly title: string;
  /** Losses are graph operations with gradients; the rest gives plain numbers. */
  readonly kind: "loss" | "metric" | "decoder";
  readonly entries: readonly LossEntry[];
}

export const families: readonly Family[] = [
  { title: "Regression", kind: "loss", entries: regression },
  { title: "Classification", kind: "loss", entries: classification },
  { title: "Margins", kind: "loss", entries: margin },
  { title: "Divergences", kind: "loss", entries: divergence },
  { title: "Embeddings and ranking", kind: "loss", entries: embedding },
  { title: "Segmentation", kind: "loss", entries: segmentation },
  { title: "Large vocabularies", kind: "loss", entries: vocabulary },
  { title: "CTC", kind: "loss", entries: ctc },
  { title: "Transducers", kind: "loss", entries: transducer },
  { title: "Decoding and alignment", kind: "decoder", entries: decoding },
  { title: "Metrics", kind: "metric", entries: metrics },
];
