/**
 * @file Reading values back: flushes, waits for the device, and copies out.
 */
import type { TypedArray } from "../dtype.ts";
import type { AdjointError } from "../errors.ts";
import type { Node } from "../ir/node.ts";
import { sizeOf } from "../shape.ts";
import { decode } from "../tensor/elements.ts";
import { valueNode } from "./alias.ts";
import { nextTurn } from "./clock.ts";
import { engine } from "./engine.ts";
import { asFailure, markRead } from "./failures.ts";
import { realizeNodes } from "./flush.ts";
import { ledger } from "./ledger.ts";
import type { Session } from "./session.ts";
import type { Storage } from "./storage.ts";

/**
 * The elements of a node in row-major order, as a copy on the host.
 * @throws {UsageError} if the value, or one it needs, was disposed.
 * @throws {AdjointError} what went wrong on the device.
 */
export async function read(op: string, node: Node): Promise<TypedArray> {
  realizeNodes(op, [node]);
  const { storage } = valueNode(node);
  if (storage === undefined) throw new Error(`${op}: a realised node must have storage`);
  const error = storage.errorFor(op);
  if (error !== undefined) {
    markRead(error);
    throw error;
  }
  const { host } = storage.allocation;
  const bytes = host === undefined ? await download(op, storage) : host.slice().buffer;
  if (ledger().takeBreath()) await nextTurn();
  return decode(bytes, node.dtype, sizeOf(node.shape));
}

/** The bytes of a storage, once what fills it has run. The memory is kept meanwhile, whatever is disposed. */
async function download(op: string, storage: Storage): Promise<ArrayBuffer> {
  try {
    return await fetchBytes(op, storage);
  } catch (error) {
    markRead(error as AdjointError);
    throw error;
  }
}

/** As `download`, but a failure is not told to the user by this. */
export async function fetchBytes(op: string, storage: Storage): Promise<ArrayBuffer> {
  const { allocation } = storage;
  const { queue } = engine();
  let session: Session | undefined;
  allocation.pin();
  try {
    await queue.drained(() => allocation.buffer !== undefined);
    const failed = allocation.failure ?? allocation.lossFor(op);
    if (failed !== undefined) throw failed;
    session = await engine().ready();
    const { backend } = session;
    const bytes = await session.wait(op, backend.download(allocation.bind(op, backend), storage.sizeBytes));
    // What filled it may have failed late.
    if (allocation.failure !== undefined) throw allocation.failure;
    return bytes;
  } catch (thrown) {
    const error = allocation.failure ?? asFailure(op, thrown);
    session?.note(error);
    throw error;
  } finally {
    allocation.unpin();
  }
}

/** Computes nodes and waits until the device is done. Rejects with the first failure among them. */
export async function realizeAndWait(op: string, nodes: readonly Node[]): Promise<void> {
  realizeNodes(op, nodes);
  await engine().queue.drained();
  for (const node of nodes) {
    const error = valueNode(node).storage?.errorFor(op);
    if (error === undefined) continue;
    markRead(error);
    throw error;
  }
  const { session } = engine();
  try {
    await session?.wait(op, session.backend.idle());
  } catch (thrown) {
    const error = asFailure(op, thrown);
    session?.note(error);
    markRead(error);
    throw error;
  }
}
