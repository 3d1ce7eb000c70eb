/** @file Who may import whom. */

/**
 * @typedef {object} Layer
 * @property {string} folder
 * @property {string} name what others import it by
 * @property {readonly string[]} imports workspace packages that it may import
 * @property {readonly string[]} [onlyLazily] those of `imports` that it may load by dynamic import alone, types aside
 * @property {Readonly<Record<string, readonly string[]>>} [onlyNames] all that it may take from a package, types aside
 * @property {boolean} [isProgram] it may use any dependency that its package.json names, and Node
 * @property {readonly string[]} [reaches] folders outside of it whose files it may import by relative path
 * @property {readonly string[]} [platform] what else it may import: `node:` for Node's modules, or a package's name
 * @property {boolean} [mayNameGpu] it may name the types of WebGPU
 */

const core = "@adjoint/core";
const autograd = "@adjoint/autograd";
const losses = "@adjoint/losses";
const cpu = "@adjoint/backend-cpu";
const webgpu = "@adjoint/backend-webgpu";
const optim = "@adjoint/optim";
const nn = "@adjoint/nn";
const estimators = "@adjoint/estimators";
const shared = "@adjoint/examples-shared";
const sequence = "@adjoint/example-sequence";
const example = { imports: ["adjoint", shared], isProgram: true };

/** @satisfies {readonly Layer[]} */
export const layers = [
  { folder: "packages/core", name: core, imports: [] },
  { folder: "packages/autograd", name: autograd, imports: [core] },
  {
    folder: "packages/losses",
    name: losses,
    imports: [core, autograd],
    onlyNames: { [autograd]: ["customVjp", "vjp"] },
  },
  { folder: "packages/backend-cpu", name: cpu, imports: [core], platform: ["node:"] },
  {
    folder: "packages/backend-webgpu",
    name: webgpu,
    imports: [core],
    // By a computed name: bundlers of pages would look for the package if they could read it.
    platform: ["node:", "webgpu", "computed name"],
    mayNameGpu: true,
  },
  { folder: "packages/optim", name: optim, imports: [core, autograd] },
  { folder: "packages/nn", name: nn, imports: [core, autograd] },
  { folder: "packages/estimators", name: estimators, imports: [core] },
  {
    folder: "packages/adjoint",
    name: "adjoint",
    imports: [core, autograd, losses, cpu, webgpu, optim, nn, estimators],
    onlyLazily: [cpu, webgpu],
    platform: ["node:"],
  },
  {
    folder: "bench",
    name: "@adjoint/bench",
    imports: ["adjoint", core, cpu, webgpu],
    isProgram: true,
    // What finds adapters and browsers, bundles and serves.
    reaches: ["scripts/lib"],
    mayNameGpu: true,
  },
  { folder: "examples/shared", name: shared, imports: ["adjoint"], isProgram: true },
  { folder: "examples/regression", name: "@adjoint/example-regression", ...example },
  { folder: "examples/classification", name: "@adjoint/example-classification", ...example },
  { folder: "examples/sequence", name: sequence, ...example },
  { folder: "examples/sgd", name: "@adjoint/example-sgd", ...example },
  { folder: "examples/page", name: "@adjoint/example-page", imports: ["adjoint", shared, sequence], isProgram: true },
];
