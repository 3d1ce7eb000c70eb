/** @file The headers that a page which trains is served with: a strict content policy, and what threads need. */

/**
 * `wasm-unsafe-eval` lets the CPU backend compile its kernels; JavaScript is still never made from text. Workers come from
 * files, the threads of the CPU backend too (`workerUrl`), so `blob:` is not needed.
 */
const policy = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "worker-src": "'self'",
  "connect-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
};

/** They make a page cross-origin isolated, so that threads may share memory. */
export const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/**
 * By name, for every file: a worker takes its policy from its own script's headers.
 *
 * @param {{ isIsolated: boolean }} options
 * @returns {Readonly<Record<string, string>>}
 */
export function pageHeaders({ isIsolated }) {
  return {
    "Content-Security-Policy": Object.entries(policy)
      .map(([directive, sources]) => `${directive} ${sources}`)
      .join("; "),
    "X-Content-Type-Options": "nosniff",
    ...(isIsolated ? isolation : {}),
  };
}
