/** @file Published cases that are wrong, by name. The tests hold the right value in their place. */

export interface Defect {
  /** The fixture, in `packages/losses/test/fixtures`. */
  readonly file: string;
  /** The case, or its loss where cases have no name: one of them, or all. */
  readonly name: string;
  /** What it says, and what is right. */
  readonly reason: string;
}

const torch = (name: string, reason: string): Defect => ({ file: "torch.json", name, reason });
const ctc = (name: string, reason: string): Defect => ({ file: "ctc-edge.json", name, reason });

export const defects: readonly Defect[] = [
  torch("ce_all_ignored_mean", "NaN, 0/0, for the mean of rows that are all ignored; here 0"),
  torch("ce_ignored_row_neg_inf", "NaN gradients of an ignored row that holds −∞; here 0"),
  torch("ce_pos_inf", "NaN for a logit of +∞, whose probability is 1; here 0"),
  torch("ce_near_one_f32", "−0.0 for [0, 17] and a target gradient of 0: digits lost in float32; here all are kept"),
  torch("bce_logits_inf", "0 times ∞ is NaN at infinite logits; here the limits, 0 and ∞"),
  torch("smooth_l1_beta0", "the gradient at an error of 0 is −1 for beta 0; here 0, as for the absolute error"),
  torch(
    "soft_margin_f32_extreme",
    "Infinity and NaN gradients beyond |x| = 88 in float32; here 100 and 10000, with gradients −1 and 1",
  ),
  torch("kl_log_target_neg_inf", "NaN where the target's logarithm is −∞, 0 times ∞; here 0"),
  torch("mse_empty_mean", "an error message of the script that made it; the mean of nothing is NaN"),
  {
    file: "keras.json",
    name: "binary_crossentropy",
    reason:
      "of the case that says 3.98559, true of float32 alone, whose 1 − 1e-7 is rounded; in double precision 4.029524",
  },
  ctc("input_length_0_empty_target", "reads memory that was never written; here 0"),
  ctc("input_length_0_nonempty_target", "reads memory that was never written; here Infinity"),
  ctc("gradient_quirk_unnormalised_log_probs", "the gradient is not that of what was passed in; here it is"),
  ctc("logits_neg_inf_class", "NaN gradients beside a logit of −∞ although the loss is finite; here the right ones"),
];
