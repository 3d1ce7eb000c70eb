/** @file `customVjp`: a function with a gradient rule of its author. */
import { type DType, ir, type Node, nextNodeId, Tensor, UsageError } from "@adjoint/core";

/** What a rule may answer: one cotangent for each tensor argument, in their order; undefined for zero. */
export type CustomCotangents = readonly (Tensor<DType> | undefined)[];

/**
 * `f`, differentiated by `backward` instead of by the rules of what it is made of: for a form that is more exact or
 * cheaper than what the chain rule gives. Check it with `gradcheck`.
 *
 * `backward` gets the cotangent of the result, the arguments, and the result, and answers one cotangent for each
 * argument that is a tensor (integer ones included, with undefined). It is itself differentiated for higher
 * derivatives. What `f` and `backward` capture from outside counts as constant: pass tensors as arguments.
 * @throws {UsageError} at the sweep, if a cotangent has not the shape and dtype of its argument.
 * @example const cube = customVjp((x: Tensor) => x.mul(x).mul(x), (c, [x]) => [c.mul(x).mul(x).mul(3)])
 */
export function customVjp<A extends readonly unknown[], T extends Tensor<DType>>(
  f: (...args: A) => T,
  backward: (cotangent: T, args: A, result: T) => CustomCotangents,
): (...args: A) => T {
  return (...args) => {
    const positions = args.flatMap((arg, index) => (arg instanceof Tensor ? [index] : []));
    const nodes = positions.map((index) => (args[index] as Tensor<DType>).node);
    const value: unknown = ir.withTracking(false, () => f(...args));
    if (!(value instanceof Tensor)) {
      const hint = "stack several results, or give a customVjp to each";
      throw new UsageError({ op: "customVjp", rule: "the function must return one tensor", got: typeof value, hint });
    }
    const rule = (cotangent: Node, inputs: readonly Node[], result: Node): (Node | undefined)[] => {
      const firstNode = nextNodeId();
      const upstream = new Tensor(cotangent);
      const answer = backward(upstream as T, withTensors(args, positions, inputs), new Tensor(result) as T);
      return checked(answer, positions.length).map((tensor) =>
        tensor === upstream || (tensor !== undefined && tensor.node.id >= firstNode) ? handOver(tensor) : tensor?.node,
      );
    };
    return new Tensor(ir.custom((value as Tensor<DType>).node, nodes, rule)) as T;
  };
}

/** The node of a tensor made for the rule, whose value is to end with the tensor that the caller gets for it. */
function handOver(tensor: Tensor<DType>): Node {
  const { node } = tensor;
  if (tensor.isOwner) {
    tensor.isOwner = false;
    node.isOwned = false;
  }
  return node;
}

/** `args` with the tensors at `positions` replaced. */
function withTensors<A extends readonly unknown[]>(args: A, positions: readonly number[], nodes: readonly Node[]): A {
  const replaced: unknown[] = [...args];
  positions.forEach((position, index) => {
    replaced[position] = new Tensor<DType>(nodes[index] as Node);
  });
  return replaced as unknown as A;
}

function checked(answer: CustomCotangents, count: number): CustomCotangents {
  if (Array.isArray(answer) && answer.length <= count) return answer;
  const got = Array.isArray(answer) ? `${answer.length} of them` : typeof answer;
  const rule = `backward answers a list of at most ${count} cotangents`;
  throw new UsageError({ op: "customVjp", rule, got, hint: "one for each tensor argument, undefined for none" });
}
