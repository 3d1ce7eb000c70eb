/** @file Integer quotients and remainders with every case defined: a divisor of 0 gives 0, and nothing traps. */
import type { FunctionBuilder } from "../wasm/function-builder.ts";

export interface Division {
  readonly isSigned: boolean;
  /** The quotient, or else the remainder. */
  readonly isQuotient: boolean;
  /** The divisor, if it is a constant (as a signed number). */
  readonly known: number | undefined;
}

/** Pushes the result. The operands are pushed by callbacks, once or more often, and must not change. */
export function emitDivision(f: FunctionBuilder, division: Division, dividend: () => void, divisor: () => void): void {
  const { isSigned, isQuotient, known } = division;
  const instruction = `i32.${isQuotient ? "div" : "rem"}_${isSigned ? "s" : "u"}` as const;
  const direct = (): void => {
    dividend();
    divisor();
    f.op(instruction);
  };
  const canOverflow = isSigned && isQuotient;
  if (known === 0) f.i32(0);
  else if (known === -1 && canOverflow) {
    f.i32(0);
    dividend();
    f.op("i32.sub");
  } else if (known !== undefined) direct();
  else if (canOverflow) {
    // For 0 and −1, the negated dividend masked by the divisor is the answer: 0, and −a without the overflow trap.
    divisor();
    f.i32(1).op("i32.add").i32(1).op("i32.gt_u");
    const special = (): void => {
      f.i32(0);
      dividend();
      f.op("i32.sub");
      divisor();
      f.op("i32.and");
    };
    f.if(direct, special, "i32");
  } else {
    divisor();
    f.if(direct, () => f.i32(0), "i32");
  }
}
