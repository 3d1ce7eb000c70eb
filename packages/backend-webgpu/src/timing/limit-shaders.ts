/** @file The shaders that find out what a device can do. */

/** Invocations of a workgroup. */
const LANES = 64;
/** Workgroups of multiply-adds: enough for a large device. */
export const GROUPS = 1024;
/** Sums of four numbers that do not wait for each other: they hide the latency of a unit, and fit the registers of a core. */
const SUMS = 4;
const TURNS = 64;

/** Of one dispatch of `multiplyAddShader`. */
export const FLOPS_PER_TURN = GROUPS * LANES * SUMS * TURNS * 4 * 2;
/** What one invocation of `copyShader` reads. */
export const COPY_LANE_BYTES = 16;

/** Sums of products of numbers that stay small. All go into what is written, so that none can be left out. */
export function multiplyAddShader(form: "fma" | "operators"): string {
  const sums = Array.from({ length: SUMS }, (_, i) => `s${i}`);
  const turn = sums.map((s) => (form === "fma" ? `${s} = fma(${s}, half, one);` : `${s} = ${s} * half + one;`));
  return `@group(0) @binding(0) var<storage, read_write> out: array<vec4f>;
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let half = vec4f(0.5);
  let one = vec4f(1.0);
  let start = vec4f(0.0, 0.25, 0.5, 0.75) + f32(lane);
${sums.map((s, i) => `  var ${s} = start + ${i}.0;`).join("\n")}
  for (var turn = 0; turn < ${TURNS}; turn++) {
    ${turn.join(" ")}
  }
  if (lane == 0u) { out[group.x] = ${sums.join(" + ")}; }
}
`;
}

export const copyShader = `@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> goal: array<vec4f>;
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * ${LANES} + lane;
  if (i < arrayLength(&goal)) { goal[i] = source[i]; }
}
`;

/** Workgroups that copy so many bytes, on two axes. */
export function groupsToCopy(bytes: number): readonly [x: number, y: number] {
  const groups = Math.ceil(bytes / COPY_LANE_BYTES / LANES);
  const rows = Math.ceil(groups / 65_535);
  return [Math.ceil(groups / rows), rows];
}
