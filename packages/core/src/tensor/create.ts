/**
 * @file `tensor`: from host data to a tensor. The data is copied at the call and uploaded at first use.
 */
import { DTYPES, type DType, isDType, type TypedArray } from "../dtype.ts";
import { DTypeError, ShapeError } from "../errors.ts";
import * as ir from "../ir/build.ts";
import { Storage } from "../runtime/storage.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "../shape.ts";
import { encode } from "./elements.ts";
import { type Flattened, flattenNested, type NestedInput } from "./nested.ts";
import { Tensor } from "./tensor.ts";

export interface TensorOptions<D extends DType> {
  /** Default: that of the data; f32 for numbers and `Float64Array`. */
  readonly dtype?: D | undefined;
  /** True if `backward()` shall add to `grad`. */
  readonly requiresGrad?: boolean | undefined;
  /** Default: that of the nested arrays; one axis for a typed array. */
  readonly shape?: Shape | undefined;
}

type SmallIntegers = Int8Array | Int16Array | Int32Array | Uint8Array | Uint8ClampedArray | Uint16Array;

type Booleans =
  | boolean
  | readonly boolean[]
  | readonly (readonly boolean[])[]
  | readonly (readonly (readonly boolean[])[])[];

/** The dtype that data has when none is named. Beyond three axes, booleans need a named dtype to be typed as such. */
export type DTypeOfData<T> = T extends readonly never[]
  ? "f32"
  : T extends Booleans
    ? "bool"
    : T extends SmallIntegers
      ? "i32"
      : T extends Uint32Array
        ? "u32"
        : "f32";

/**
 * A tensor of numbers, nested arrays of them, or a typed array with a `shape`. Copies the data.
 *
 * @throws {ShapeError} if nested arrays are ragged, or `shape` has another number of elements.
 * @throws {DTypeError} if an element is no number, or the dtype does not exist.
 * @example tensor([[1, 2], [3, 4]]) // f32[2, 2]
 * @example tensor(new Float32Array(6), { shape: [2, 3] })
 */
export function tensor<T extends NestedInput, D extends DType = DTypeOfData<T>>(
  data: T,
  options: TensorOptions<D> = {},
): Tensor<D> {
  const { values, shape, defaultDType } = ArrayBuffer.isView(data) ? fromTypedArray(data) : fromNested(data);
  const dtype = options.dtype ?? defaultDType;
  if (!isDType(dtype)) {
    throw new DTypeError({
      op: "tensor",
      rule: `dtype must be one of ${Object.keys(DTYPES).join(", ")}`,
      got: String(dtype),
      hint: "f32 is the default",
    });
  }
  const isLeaf = options.requiresGrad === true;
  const node = ir.buffer(givenShape(options.shape, shape, values.length), dtype, isLeaf);
  node.storage = new Storage(values.length * DTYPES[dtype].sizeBytes, { kind: "host", data: encode(values, dtype) });
  const made = new Tensor<D>(node);
  if (isLeaf) made.requiresGrad = true;
  return made;
}

interface Elements {
  readonly values: ArrayLike<number>;
  readonly shape: Shape;
  readonly defaultDType: DType;
}

function fromNested(data: unknown): Elements {
  const { values, shape, isBoolean }: Flattened = flattenNested("tensor", data);
  return { values, shape, defaultDType: isBoolean ? "bool" : "f32" };
}

function fromTypedArray(data: TypedArray): Elements {
  const { length } = data;
  if (length === undefined || typeof data[0] === "bigint") {
    const hint = "convert it to an Int32Array or Float64Array";
    throw new DTypeError({
      op: "tensor",
      rule: "data must be a typed array of numbers",
      got: data.constructor.name,
      hint,
    });
  }
  return { values: data, shape: [length], defaultDType: dtypeOf(data) };
}

function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float32Array || data instanceof Float64Array) return "f32";
  return data instanceof Uint32Array ? "u32" : "i32";
}

function givenShape(given: Shape | undefined, own: Shape, size: number): Shape {
  if (given === undefined) return own;
  const shape = checkShape("tensor", given);
  if (sizeOf(shape) === size) return shape;
  throw new ShapeError({
    op: "tensor",
    rule: "shape must have as many elements as the data",
    got: `${formatShape(shape)} for ${size}`,
    hint: "leave out the shape of nested arrays, and list all elements",
  });
}
