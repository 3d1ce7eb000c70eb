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
  /** Values that have not arrived. */
  missing: number;
}

class Recovery implements StepWatcher {
  readonly #every: number;
  #steppers: WeakRef<Stepper>[] = [];
  readonly #known = new WeakSet<Stepper>();
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

  before(stepper: Stepper): void {
    if (this.#isLost) return;
    const isNew = !this.#known.has(stepper);
    this.#know(stepper);
    const isOpening = this.#round?.has(stepper) ?? true;
    if (isOpening) this.#round = new WeakSet();
    this.#round?.add(stepper);
    const step = stepper.steps();
    if (isOpening && this.#isDue(step, isNew)) this.#take(step);
    // It has not stepped since the moments that are there or on their way: its values belong to them, too.
    else if (isNew) for (const moment of this.#moments()) this.#add(moment, stepper);
  }

  after(): void {
    this.#generator = generatorState();
  }

  lost(): number | undefined {
    this.#isLost = true;
    this.#next = undefined;
    if (this.#latest?.missing !== 0) this.#latest = undefined;
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

  #moments(): Moment[] {
    return [this.#latest, this.#next].filter((moment) => moment !== undefined);
  }

  /** A moment that takes longer than its turn is waited for. What nothing is known of is copied at once. */
  #isDue(step: number, isNew: boolean): boolean {
    if (this.#next !== undefined) return false;
    return isNew || (step % this.#every === 0 && step !== this.#latest?.step);
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
    const { host } = storage.allocation;
    const arriving = host === undefined ? fetchBytes("step", storage) : Promise.resolve(host.slice().buffer);
    arriving.then(
      (buffer) => {
        bytes[i] = new Uint8Array(buffer as ArrayBuffer);
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
