/** @file Two copies of the library in one process: their tensors are not mixed, and the error names the remedy. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as adjoint from "adjoint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleForNode } from "../../../scripts/lib/bundle.mjs";
import { expectRefusal } from "./support/refusal.ts";

let folder = "";
let other: typeof adjoint;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "two-copies-"));
  const bundles = await bundleForNode({ adjoint: fileURLToPath(new URL("../src/index.ts", import.meta.url)) }, folder);
  other = (await import(/* @vite-ignore */ pathToFileURL(bundles["adjoint"] ?? "").href)) as typeof adjoint;
});

afterAll(async () => {
  await Promise.all([adjoint.shutdown(), other.shutdown()]);
  await rm(folder, { recursive: true, force: true });
});

describe("a tensor of another copy", () => {
  const own = (): adjoint.Tensor => adjoint.tensor([1, 2]);
  const foreign = (): adjoint.Tensor => other.tensor([1, 2]);

  test.each<[string, (x: adjoint.Tensor) => unknown]>([
    ["add", (x) => own().add(x)],
    ["sum", (x) => adjoint.sum(x)],
    ["where", (x) => adjoint.where(x, 0, 1)],
    ["matmul", (x) => own().matmul(x)],
    ["concat", (x) => adjoint.concat([own(), x])],
    ["gather", (x) => adjoint.gather(own(), x as never)],
    ["mse", (x) => adjoint.mse(own(), x)],
    ["ctcLoss", (x) => adjoint.ctcLoss(x, x as never)],
    ["grad", (x) => adjoint.grad((v: adjoint.Tensor) => v.sum())(x)],
    ["adam", (x) => adjoint.optim.adam({ x }, { lr: 1e-3 })],
    ["realize", (x) => adjoint.realize(x)],
    ["explain", (x) => adjoint.explain(x)],
  ])("is refused by %s", async (op, call) => {
    const message =
      /same copy of the library; got a tensor of another copy \(\d copies are loaded\); .*npm ls adjoint.*npm dedupe/;
    await expectRefusal(() => call(foreign()), { op, type: adjoint.UsageError, message });
  });

  test("computes with its own", async () => {
    expect(await foreign().add(1).array()).toEqual([2, 3]);
    expect(await own().add(2).array()).toEqual([3, 4]);
  });
});
