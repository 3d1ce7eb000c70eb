/** @file The parameters of an optimizer, with what its method keeps for each, and the gradients that belong to them. */
import { flatten, type Tree } from "@adjoint/autograd";
import {
  add,
  type DType,
  DTypeError,
  formatShape,
  isFloat,
  ShapeError,
  sameShape,
  type Tensor,
  tensor,
  UsageError,
} from "@adjoint/core";
import type { Method } from "./method.ts";

/** A parameter with what the method keeps for it. */
export interface Owned {
  readonly parameter: Tensor<DType>;
  /** Where it stands in the tree; a parameter that is used twice has several places. */
  readonly paths: readonly string[];
  readonly state: Tensor<DType>[];
}

/** f16 is too coarse to add small updates to: state and arithmetic are f32 there. */
export function computeDType(dtype: DType): "f32" | "f64" {
  return dtype === "f64" ? "f64" : "f32";
}

/**
 * The parameters in a tree, each once.
 * @throws {UsageError} if the tree holds anything but tensors, or none.
 * @throws {DTypeError} if a parameter is not of a floating dtype.
 */
export function ownParameters(method: Method, params: Tree): Owned[] {
  const { leaves, paths } = flatten(method.name, params);
  if (leaves.length === 0) {
    const hint = "pass what training shall change, such as layer.params";
    throw new UsageError({ op: method.name, rule: "there must be parameters", got: "none", hint });
  }
  const places = new Map<Tensor<DType>, string[]>();
  leaves.forEach((parameter, index) => {
    const path = paths[index] ?? "params";
    if (!isFloat(parameter.dtype)) {
      const rule = "parameters must be of a floating dtype";
      throw new DTypeError({ op: method.name, rule, got: `${parameter.dtype} at ${path}`, hint: "pass it apart" });
    }
    places.set(parameter, [...(places.get(parameter) ?? []), path]);
  });
  return [...places].map(([parameter, at]) => ({ parameter, paths: at, state: initialState(method, parameter) }));
}

/** Data rather than constants, so that the first step has the plan of all others. */
function initialState(method: Method, parameter: Tensor<DType>): Tensor<DType>[] {
  const { shape, size } = parameter;
  const dtype = computeDType(parameter.dtype);
  const HostArray = dtype === "f64" ? Float64Array : Float32Array;
  return method.state.map(() => tensor(new HostArray(size).fill(method.initialValue ?? 0), { shape, dtype }));
}

/**
 * What `backward` has accumulated, by parameter; undefined for those that it has not reached.
 * @throws {UsageError} if it has reached none.
 */
export function accumulatedGradients(op: string, owned: readonly Owned[]): (Tensor<DType> | undefined)[] {
  const gradients = owned.map(({ parameter }) => parameter.grad ?? undefined);
  if (gradients.some((gradient) => gradient !== undefined)) return gradients;
  const hint = "call loss.backward() on parameters with requiresGrad, or pass the gradients: step(grads)";
  throw new UsageError({ op, rule: "some parameter must have a gradient", got: "none", hint });
}

/**
 * The gradients in a tree, by parameter; those of one that has several places are added up.
 * @throws {UsageError} if the tree has not the structure of the parameters.
 * @throws {ShapeError} if a gradient has not the shape of its parameter.
 */
export function givenGradients(op: string, owned: readonly Owned[], grads: Tree): Tensor<DType>[] {
  const { leaves, paths } = flatten(op, grads);
  const isAlike = owned.length === leaves.length && owned.every((entry, i) => isAlone(entry, paths[i]));
  if (isAlike) return owned.map(({ parameter }, i) => checked(op, leaves[i], parameter, paths[i] ?? ""));
  const byPath = new Map(paths.map((path, index) => [path, leaves[index]] as const));
  const gradients = owned.map(({ parameter, paths: places }) =>
    places
      .map((path) => {
        const gradient = byPath.get(path);
        byPath.delete(path);
        return checked(op, gradient, parameter, path);
      })
      .reduce((sum, gradient) => add(sum, gradient) as Tensor<DType>),
  );
  const [extra] = byPath.keys();
  if (extra !== undefined) throw wrongStructure(op, `one for ${extra}, which is no parameter`);
  return gradients;
}

function isAlone({ paths }: Owned, path: string | undefined): boolean {
  return paths.length === 1 && paths[0] === path;
}

const HINT = "pass what grad(f)(params) gives for the same parameters";

function checked(
  op: string,
  gradient: Tensor<DType> | undefined,
  parameter: Tensor<DType>,
  path: string,
): Tensor<DType> {
  if (gradient === undefined) throw wrongStructure(op, `none for ${path}`);
  if (sameShape(gradient.shape, parameter.shape)) return gradient;
  const got = `${formatShape(gradient.shape)} for ${path} of shape ${formatShape(parameter.shape)}`;
  throw new ShapeError({ op, rule: "a gradient must have the shape of its parameter", got, hint: HINT });
}

function wrongStructure(op: string, got: string): UsageError {
  return new UsageError({ op, rule: "the gradients must have the structure of the parameters", got, hint: HINT });
}
