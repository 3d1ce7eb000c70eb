import { test } from "vitest";
import { compileKernel } from "../../src/codegen/compile-kernel.ts";
import { axpy, gelu, softmax } from "./kernels.ts";

test("smoke", () => {
  for (const kernel of [axpy, gelu, softmax]) console.log(compileKernel(kernel, { isShared: true }).text());
});
