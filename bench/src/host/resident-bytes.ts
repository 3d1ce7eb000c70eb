/** @file How much of the machine's memory processes hold. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Together, in bytes. Processes that are gone hold nothing. Undefined on Windows, where asking is slow. */
export async function residentBytes(pids: readonly number[]): Promise<number | undefined> {
  if (process.platform === "win32" || pids.length === 0) return undefined;
  const kibibytes = process.platform === "linux" ? await Promise.all(pids.map(fromProc)) : await fromPs(pids);
  return 1024 * kibibytes.reduce((sum, each) => sum + each, 0);
}

async function fromProc(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
}

async function fromPs(pids: readonly number[]): Promise<number[]> {
  // It fails when none of them is there.
  const { stdout } = await run("ps", ["-o", "rss=", "-p", pids.join(",")]).catch(() => ({ stdout: "" }));
  return stdout.split("\n").map(Number);
}
