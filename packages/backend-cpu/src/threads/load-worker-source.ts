/** @file The script of a worker, for those who serve it themselves. It loads apart, as most programs need it late or never. */

/** The program of a worker, as a classic script: what a `workerUrl` has to serve. */
export async function loadWorkerSource(): Promise<string> {
  return (await import("./worker-main.ts")).workerSource();
}
