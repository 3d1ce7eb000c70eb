/** @file The kernels that measure a WebGPU device. */

export const WORKGROUP = 64;
/** Most workgroups along one axis that every device takes. */
const MOST_GROUPS = 65_535;
/** Enough, with the chains of each, to fill a large device. */
export const INVOCATIONS = 2 ** 16;
/** Independent sums of four lanes: they hide latency, and fit the registers where a processor's vectors stand for invocations. */
const CHAINS = 2;
const UNROLLED = 8;

/** FLOPs of a turn of the loop in all invocations. */
export const FLOPS_PER_TURN = INVOCATIONS * CHAINS * UNROLLED * 4 * 2;
/** What an invocation of the copy reads. */
export const COPY_LANE_BYTES = 16;

/** How a multiply-add is written. Which is faster depends on the device's compiler. */
export type MultiplyAddForm = "fma" | "operators";
export const multiplyAddForms = ["fma", "operators"] as const;

/** Nothing but multiply-adds on registers. What decides on the write is not known before. */
export function multiplyAddKernel(form: MultiplyAddForm): string {
  const step = (i: number): string => (form === "fma" ? `s${i} = fma(s${i}, a, b);` : `s${i} = s${i} * a + b;`);
  const chains = Array.from({ length: CHAINS }, (_, i) => i);
  const turn = Array.from({ length: UNROLLED }, () => chains.map(step).join(" ")).join("\n    ");
  return `struct Arguments { turns: u32, factor: f32, term: f32, unlikely: f32 }
@group(0) @binding(0) var<uniform> given: Arguments;
@group(0) @binding(1) var<storage, read_write> out: array<vec4f>;

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let a = vec4f(given.factor);
  let b = vec4f(given.term);
  // No two lanes are the same, and all are in what decides.
  let start = vec4f(0.0, 0.25, 0.5, 0.75) + f32(id.x);
  ${chains.map((i) => `var s${i} = start + ${i}.0;`).join(" ")}
  for (var turn = 0u; turn < given.turns; turn++) {
    ${turn}
  }
  let total = ${chains.map((i) => `s${i}`).join(" + ")};
  if (dot(total, vec4f(1.0)) == given.unlikely) { out[0] = total; }
}
`;
}

export const copyKernel = `@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> goal: array<vec4f>;

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * ${WORKGROUP} + lane;
  if (i < arrayLength(&goal)) { goal[i] = source[i]; }
}
`;

export const emptyKernel = `@compute @workgroup_size(1)
fn main() {}
`;

/** Workgroups for as many invocations, on two axes. */
export function groupsFor(invocations: number): readonly [x: number, y: number] {
  const groups = Math.ceil(invocations / WORKGROUP);
  const rows = Math.ceil(groups / MOST_GROUPS);
  return [Math.ceil(groups / rows), rows];
}
