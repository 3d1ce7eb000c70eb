/**
 * Where a training loop passes between two steps. There it waits while it is paused, and learns that it shall stop. It also
 * lets the thread's other events have their turn, without which no message would reach a loop that never waits.
 */
export class Gate {
  #state: "open" | "closed" | "over" = "open";
  #onChange: (() => void) | undefined;

  pause(): void {
    this.#become("closed");
  }

  resume(): void {
    this.#become("open");
  }

  /** From now on nobody passes. */
  stop(): void {
    this.#become("over");
  }

  /** Resolves to true as soon as the gate is open, to false once it is over. */
  async pass(): Promise<boolean> {
    await nextTurn();
    while (this.#state === "closed") await new Promise<void>((resolve) => (this.#onChange = resolve));
    return this.#state === "open";
  }

  #become(state: "open" | "closed" | "over"): void {
    if (this.#state === "over") return;
    this.#state = state;
    this.#onChange?.();
  }
}

/** Resolves behind all events that wait by now. A timer would do so too, but browsers delay nested ones by 4 ms. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
