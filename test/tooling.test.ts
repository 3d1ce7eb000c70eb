import { expect, test } from "vitest";

const names = ["autograd", "backend-cpu", "backend-webgpu", "core", "losses", "nn", "optim"];

test.each(names)("@adjoint/%s resolves to its source", async (name) => {
  expect(await import(`@adjoint/${name}`)).toBeTypeOf("object");
});

test("adjoint resolves to its source", async () => {
  expect(await import("adjoint")).toBeTypeOf("object");
});
