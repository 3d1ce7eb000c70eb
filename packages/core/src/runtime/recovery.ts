/**
 * @file Recovery from a lost device: every few steps what training has come to is copied to the host, as one moment, and
 * given to the next device. Loaded when `configure` is asked for it.
 *
 * A moment lies between two steps: it is taken when a step begins, so that all optimizers of a loop have stepped equally
 * often. Values do not change once they are computed, so they may be read while training goes on.
 */
import { type GeneratorState, generatorState, restoreGenerator } from "../random/generator.ts";
import { valueNode } from "./alias.ts";
import { keepHostData } from "./allocation.ts";
import { realizeNodes } from "./flush.ts";
import { fetchBytes } from "./read.ts";
import type { Session } from "./session.ts";
import { move } from "./step.ts";
import { type Stepper, type StepWatcher, stepWatcher, watchSteps } from "./step-watch.ts";
import { Storage } from "./storage.ts";
import { endVersion } from "./versions.ts";

/** What one optimizer had come to. */
interface Entry {
  readonly stepper: WeakRef<Stepper>;
  readonly steps: number;
  /** By tensor; undefined while they are on their way. */
  readonly bytes: (Uint8Array<ArrayBuffer> | undefined)[];
}

/** What training had come to after a step. */
interface Moment {
  readonly step: number;
  readonly generator: GeneratorState;
  readonly entries: Entry[];
  /** How many values have not arrived. */
  missing: number;
}

class Recovery implements StepWatcher {
  readonly #every: number;
  #steppers: WeakRef<Stepper>[] = [];
  readonly #known = new WeakSet<Stepper>();
  /** Of values that are still in use: what does not change is copied once. */
  readonly #copies = new WeakMap<Storage, Promise<Uint8Array<ArrayBuffer>>>();
  /** Optimizers that have stepped since one of them did so first: when that comes again, all have had their turn. */
  #round: WeakSet<Stepper> | undefined = undefined;
  /** As the last step left it. */
  #generator = generatorState();
  /** The last moment that is whole, and one that is being copied. */
  #latest: Moment | undefined = undefined;
  #next: Moment | undefined = undefined;
  #isLost = false;

  constructor(every: number, resumed: Moment | undefined) {
    this.#every = every;
    this.#latest = resumed;
    for (const { stepper } of resumed?.entries ?? []) this.#know(stepper.deref());
  }

  made(stepper: Stepper): void {
    this.#know(stepper);
    this.#generator = generatorState();
  }

  before(stepper: Stepper): void {
    if (this.#isLost) return;
    this.#know(stepper);
    const isOpening = this.#round?.has(stepper) ?? true;
    const isUnknown = !this.#isIn(this.#latest, stepper) && !this.#isIn(this.#next, stepper);
    if (isOpening || isUnknown) this.#round = new WeakSet();
    this.#round?.add(stepper);
    const step = stepper.steps();
    const isDue = isOpening && this.#next === undefined && step % this.#every === 0 && step !== this.#latest?.step;
    // What nothing is known of begins a training of its own, which moments without it are no use to.
    if (isUnknown) this.#latest = undefined;
    // A moment that takes longer than its turn is waited for.
    if (isUnknown || isDue) this.#take(step);
  }

  after(): void {
    this.#generator = generatorState();
  }

  lost(): number | undefined {
    this.#isLost = true;
    this.#next = undefined;
    return this.#latest?.step;
  }

  /** Gives what training had come to before the loss to the tensors that it was of. Undefined if nothing was lost. */
  restore(): Moment | undefined {
    const moment = this.#isLost ? this.#latest : undefined;
    if (moment === undefined) return undefined;
    for (const entry of moment.entries) giveBack(entry);
    restoreGenerator(moment.generator);
    return moment;
  }

  #know(stepper: Stepper | undefined): void {
    if (stepper === undefined || this.#known.has(stepper)) return;
    this.#known.add(stepper);
    this.#steppers.push(new WeakRef(stepper));
  }

  #isIn(moment: Moment | undefined, stepper: Stepper): boolean {
    return moment?.entries.some((entry) => entry.stepper.deref() === stepper) ?? false;
  }

  #take(step: number): void {
    const moment: Moment = { step, generator: this.#generator, entries: [], missing: 0 };
    this.#steppers = this.#steppers.filter((stepper) => stepper.deref() !== undefined);
    for (const stepper of this.#steppers) this.#add(moment, stepper.deref());
    if (moment.missing > 0) this.#next = moment;
  }

  #add(moment: Moment, stepper: Stepper | undefined): void {
    const tensors = stepper?.tensors() ?? [];
    if (stepper === undefined || tensors.some((tensor) => tensor.isDisposed)) return;
    const nodes = tensors.map((tensor) => tensor.node);
    realizeNodes("step", nodes);
    const entry: Entry = { stepper: new WeakRef(stepper), steps: stepper.steps(), bytes: [] };
    moment.entries.push(entry);
    moment.missing += nodes.length;
    nodes.forEach((node, i) => {
      const { storage } = valueNode(node);
      if (storage !== undefined) this.#copy(storage, i, entry, moment);
    });
  }

  #copy(storage: Storage, i: number, { bytes }: Entry, moment: Moment): void {
    const copy = this.#copies.get(storage) ?? copyOf(storage);
    this.#copies.set(storage, copy);
    copy.then(
      (buffer) => {
        bytes[i] = buffer;
        if (--moment.missing > 0 || this.#next !== moment) return;
        this.#latest = moment;
        this.#next = undefined;
      },
      // Whoever reads the value is told why; the moment before stays.
      () => {
        if (this.#next === moment) this.#next = undefined;
      },
    );
  }
}

async function copyOf(storage: Storage): Promise<Uint8Array<ArrayBuffer>> {
  const { host } = storage.allocation;
  const buffer = host === undefined ? await fetchBytes("step", storage) : host.slice().buffer;
  return new Uint8Array(buffer as ArrayBuffer);
}

/** Gives an optimizer and its parameters what they had, unless they were disposed since. */
function giveBack({ stepper, steps, bytes }: Entry): void {
  const owner = stepper.deref();
  const tensors = owner?.tensors() ?? [];
  if (owner === undefined || tensors.some((tensor) => tensor.isDisposed)) return;
  owner.resume(steps);
  tensors.forEach((tensor, i) => {
    const data = bytes[i];
    if (data === undefined) return;
    tensor.grad = null;
    endVersion(tensor, "training was resumed before it");
    move(tensor, new Storage(data.byteLength, { kind: "host", data }));
  });
}

/** After `configure`: gives the new device what the lost one had, and watches from now on, if `every` so many steps are given. */
export function recoverOn({ backend }: Session, every: number | undefined): void {
  const before = stepWatcher();
  const resumed = before instanceof Recovery ? before.restore() : undefined;
  const isOn = every !== undefined && backend.canBeLost === true;
  keepHostData(isOn);
  watchSteps(isOn ? new Recovery(every, resumed) : undefined);
}
