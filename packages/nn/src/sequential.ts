import type { Tree } from "@adjoint/autograd";
import type { Tensor } from "@adjoint/core";
import { type CallOptions, makeLayer, type UnaryLayer } from "./layer.ts";

type Step = UnaryLayer<Tree> | ((x: Tensor) => Tensor);

/** The parameters of each step; none for a plain function. */
type ParamsOf<S extends readonly Step[]> = { -readonly [I in keyof S]: S[I] extends UnaryLayer<infer P> ? P : [] };

const isLayer = (step: Step): step is UnaryLayer<Tree> => "params" in step;

/**
 * One layer behind the other; plain functions of a tensor may stand between them. Its parameters are a list, with an empty
 * one for each function. Options of the call reach every layer.
 * @example const network = sequential(linear(64, 128), relu, dropout(0.2), linear(128, 10)); network(x, { isTraining: false })
 */
export function sequential<S extends readonly Step[]>(...steps: S): UnaryLayer<ParamsOf<S> & Tree> {
  const params = steps.map((step): Tree => (isLayer(step) ? step.params : []));
  const apply = (list: readonly Tree[], input: Tensor, options?: CallOptions): Tensor =>
    steps.reduce<Tensor>((x, step, i) => (isLayer(step) ? step.with(list[i] ?? [])(x, options) : step(x)), input);
  return makeLayer(params as ParamsOf<S> & Tree, (list, input: Tensor, options?: CallOptions) =>
    apply(list as readonly Tree[], input, options),
  );
}
