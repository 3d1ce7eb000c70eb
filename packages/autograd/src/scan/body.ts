/** @file The body of a scan: a closed graph that can be put over other nodes. */
import { collect, type GraphKey, ir, type Node, type ScanBody, sameKey, within } from "@adjoint/core";

/** Keys of bodies met so far, by hash; a body's number is its key's place in order of arrival. */
const known = new Map<number, { readonly key: GraphKey; readonly number: number }[]>();
let count = 0;

/** Equal for graphs that are the same from their params to their outputs. */
function numberOf(params: readonly Node[], outputs: readonly Node[]): number {
  const { key } = collect([...params, ...outputs]);
  const alike = known.get(key.hash) ?? [];
  const before = alike.find((each) => sameKey(each.key, key));
  if (before !== undefined) return before.number;
  known.set(key.hash, [...alike, { key, number: count }]);
  return count++;
}

/** See `ScanBody`. What is private here is in no key. */
export class Body implements ScanBody {
  readonly number: number;
  readonly #params: readonly Node[];
  readonly #outputs: readonly Node[];

  constructor(params: readonly Node[], outputs: readonly Node[]) {
    this.number = numberOf(params, outputs);
    this.#params = params;
    this.#outputs = outputs;
  }

  get params(): readonly Node[] {
    return this.#params;
  }

  get outputs(): readonly Node[] {
    return this.#outputs;
  }

  apply(args: readonly Node[]): Node[] {
    const made = new Map(this.#params.map((param, i) => [param, args[i] as Node]));
    return this.#outputs.map((output) => rebuild(output, made));
  }

  derive(params: readonly Node[], outputs: readonly Node[]): Body {
    return new Body(params, outputs);
  }
}

/** A node over what became of those in `made`. What is no leaf is made anew. By an explicit stack, so that depth is no limit. */
export function rebuild(output: Node, made: Map<Node, Node>): Node {
  const waiting = [output];
  for (let node = waiting.at(-1); node !== undefined; node = waiting.at(-1)) {
    const missing = made.has(node) ? [] : node.inputs.filter((input) => !made.has(input));
    if (missing.length > 0) {
      waiting.push(...missing);
      continue;
    }
    waiting.pop();
    if (!made.has(node))
      made.set(
        node,
        within(node, () =>
          over(
            node,
            node.inputs.map((input) => made.get(input) as Node),
          ),
        ),
      );
  }
  return made.get(output) as Node;
}

/** The same node over other inputs. What counted as constant for gradients still does. */
function over(node: Node, inputs: readonly Node[]): Node {
  if (inputs.length === 0) return node;
  return ir.withTracking(ir.tracks() && node.isTracked, () =>
    ir.make(node.spec, inputs, node.shape, node.dtype, node.rule),
  );
}
