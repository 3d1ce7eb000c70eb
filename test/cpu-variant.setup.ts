/**
 * @file Tests on a CPU backend other than the usual: `ADJOINT_CPU` holds options as JSON, such as `{"threads": 2}`, which
 * count where a test asks for nothing else. `scripts/cpu-variants.mjs` runs the tests of operations with each.
 */
const variant = globalThis.process?.env?.["ADJOINT_CPU"];
if (variant !== undefined) {
  const options = JSON.parse(variant) as import("@adjoint/backend-cpu").CpuBackendOptions;
  const [{ createCpuBackend }, { registerBackend }] = await Promise.all([
    import("@adjoint/backend-cpu"),
    import("@adjoint/core"),
    // Makes its own backends known, which is undone here.
    import("adjoint"),
  ]);
  registerBackend("cpu", (settings) => {
    const asked = Object.entries(settings).filter(([, value]) => value !== undefined);
    return createCpuBackend({ ...options, ...Object.fromEntries(asked) });
  });
}
