/** @file The part of the compiler that lowers scans, once it has loaded. */
type Scans = typeof import("./scan/scan-graphs.ts");

let loaded: Scans | undefined;

export function provideScan(part: Scans): void {
  loaded = part;
}

export function loadedScan(): Scans | undefined {
  return loaded;
}

/** The part. Whoever lowers a graph that has a scan has loaded it before. */
export function scanPart(): Scans {
  if (loaded === undefined) throw new Error("the part of the compiler for scans was not loaded");
  return loaded;
}
