/**
 * @file What operations take: tensors or numbers. Checks them, brings two of them to one dtype and shape, and names the
 * resulting dtypes on the level of types. Not an operation itself, so `index.ts` does not export it.
 */
import { DTYPES, type DType, isFloat, promote } from "../dtype.ts";
import { DTypeError, UsageError } from "../errors.ts";
import { cast, expand, map, number } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { wrapTo } from "../kernel/expr.ts";
import { foreignTensorError } from "../runtime/copies.ts";
import type { ScalarOp } from "../scalar/table.ts";
import { broadcastShapes } from "../shape.ts";
import { describeValue, hasTensorBrand } from "../tensor/brand.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { Operand } from "./operand-types.ts";

/** What an operation computes with: numbers (bool counts as i32), floats (integers become f32), truth values, or anything. */
export type OperandKind = "number" | "float" | "logic" | "any";

/** The dtype in which an operation of this kind computes operands of `dtype`. */
export function computeDType(kind: OperandKind, dtype: DType): DType {
  switch (kind) {
    case "any":
      return dtype;
    case "number":
      return dtype === "bool" ? "i32" : dtype;
    case "float":
      return isFloat(dtype) ? dtype : "f32";
    case "logic":
      return "bool";
    default:
      return kind satisfies never;
  }
}

/** The dtype that a number takes on beside a tensor of `dtype`: the tensor's, if it can hold it; else i32 or f32. */
function numberDType(value: number, dtype: DType): DType {
  if (isFloat(dtype)) return dtype;
  if (!Number.isInteger(value)) return "f32";
  return dtype === "bool" ? "i32" : dtype;
}

/** A number as a rank-0 node; for integer dtypes wrapped to 32 bits. */
export function numberNode(value: number, dtype: DType): Node {
  return number(DTYPES[dtype].kind === "float" ? value : wrapTo(dtype as "i32" | "u32" | "bool", value), dtype);
}

/**
 * The node of an operand; a number becomes a rank-0 node of `dtype`.
 * @throws {UsageError} if `x` is neither, or a tensor of another copy of the library.
 */
export function toNode(op: string, x: unknown, dtype: DType = "f32"): Node {
  if (x instanceof Tensor) return x.nodeFor(op);
  if (typeof x === "number") return numberNode(x, dtype);
  throw wrongOperand(op, x);
}

function wrongOperand(op: string, x: unknown): UsageError {
  if (hasTensorBrand(x)) return foreignTensorError(op);
  const rule = "operands must be tensors or numbers";
  return new UsageError({ op, rule, got: describeValue(x), hint: "wrap data in tensor(…)" });
}

/** The node of an operand, cast to what the operation computes with. */
export function operandNode(op: string, kind: OperandKind, x: unknown): Node {
  const node = toNode(op, x);
  return cast(node, computeDType(kind, node.dtype));
}

/** The common dtype of two operands, each a node or a number, as the operation computes with it. */
function commonDType(op: string, kind: OperandKind, a: Node | number, b: Node | number): DType {
  if (typeof a === "number") {
    const dtype = typeof b === "number" ? "f32" : numberDType(a, b.dtype);
    return computeDType(kind, dtype);
  }
  const first = a.dtype;
  if (typeof b === "number") return computeDType(kind, numberDType(b, first));
  return computeDType(kind, first === b.dtype || kind === "logic" ? first : promote(op, first, b.dtype));
}

/** Two operands as nodes of one dtype and one shape: promoted and broadcast. */
export function promoteOperands(op: string, kind: OperandKind, a: unknown, b: unknown): [Node, Node] {
  const first = typeof a === "number" ? a : toNode(op, a);
  const second = typeof b === "number" ? b : toNode(op, b);
  const dtype = commonDType(op, kind, first, second);
  const left = typeof first === "number" ? numberNode(first, dtype) : cast(first, dtype);
  const right = typeof second === "number" ? numberNode(second, dtype) : cast(second, dtype);
  if (left.shape === right.shape) return [left, right];
  const shape = broadcastShapes(op, left.shape, right.shape);
  return [expand(left, shape), expand(right, shape)];
}

/** An elementwise operation of one operand. `D` is what the caller knows of the result. */
export function unary<D extends DType>(op: ScalarOp, kind: OperandKind, x: unknown, name: string = op): Tensor<D> {
  return new Tensor<D>(map(op, operandNode(name, kind, x)));
}

/** An elementwise operation of two operands. `D` is what the caller knows of the result. */
export function binary<D extends DType>(
  op: ScalarOp,
  kind: OperandKind,
  a: unknown,
  b: unknown,
  name: string = op,
): Tensor<D> {
  const [left, right] = promoteOperands(name, kind, a, b);
  return new Tensor<D>(map(op, left, right));
}

/**
 * The operand as a float tensor. Typed as f32 whatever its width: formulas inside of operations name their result's
 * dtype themselves, by `typed`.
 */
export function floatTensor(op: string, x: unknown): Tensor {
  if (x instanceof Tensor && isFloat(x.dtype as DType)) return x as Tensor;
  return new Tensor(operandNode(op, "float", x));
}

/** The same tensor, under the dtype that the caller knows it to have. */
export function typed<D extends DType>(x: Tensor<DType>): Tensor<D> {
  return x as Tensor<D>;
}

/**
 * The node of an integer tensor, as i32.
 * @throws {DTypeError} if it holds floats or bools.
 */
export function indexNode(op: string, x: Operand): Node {
  const node = toNode(op, x, "i32");
  if (DTYPES[node.dtype].kind === "integer") return cast(node, "i32");
  throw new DTypeError({ op, rule: "indices must be i32 or u32", got: node.dtype, hint: 'cast them: cast(x, "i32")' });
}
