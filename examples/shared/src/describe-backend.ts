/** @file What an example says of where it computes. */
import type { BackendInfo } from "adjoint";

/** The backend with its device, as part of a sentence; and why it is not WebGPU, if `auto` could not have that. */
export function describeBackend({ backend, adapter, threads, fallback }: BackendInfo): string {
  if (backend === "webgpu") return `webgpu (${adapter})`;
  const reason = fallback === undefined ? "" : `, since ${fallback.replace(/^configure: /, "")}`;
  return `${backend} (${threads} ${threads === 1 ? "thread" : "threads"}${reason})`;
}
