/**
 * @file Finds races of kernels: two lanes of one block, or two programs, that touch one element, where one writes.
 */

/** Who touched an element. */
interface Touch {
  block: number;
  program: number;
  writer: Agent | undefined;
  reader: Agent | undefined;
  /** Programs that wrote and read the element in this launch. */
  writingProgram: number | undefined;
  readingProgram: number | undefined;
  /** Who wrote the element first, in any block. */
  firstWriter: { readonly agent: Agent } | undefined;
}

/** A lane; undefined stands for the program as a whole, outside of lane bodies. */
type Agent = number | undefined;

const SEVERAL = -1;

export class RaceDetector {
  private readonly touched = new Map<object, Map<number, Touch>>();
  private program = 0;
  private block = 0;
  private agent: Agent = undefined;

  enterProgram(program: number): void {
    this.program = program;
    this.block++;
    this.agent = undefined;
  }

  /** Begins or ends a block of lanes: a barrier. */
  passBarrier(): void {
    this.block++;
    this.agent = undefined;
  }

  enterLane(lane: number): void {
    this.agent = lane;
  }

  /** @throws {Error} if another lane of this block or another program wrote the element. */
  read(memory: object, name: string, index: number): void {
    const touch = this.touch(memory, index);
    const { agent, program } = this;
    if (agent !== undefined && touch.writer !== undefined && touch.writer !== agent)
      this.fail(name, index, `lane ${agent} reads what lane ${touch.writer} wrote`);
    if (touch.writingProgram !== undefined && touch.writingProgram !== program)
      this.fail(name, index, `program ${program} reads what program ${touch.writingProgram} wrote`);
    touch.reader = touch.reader === undefined || touch.reader === agent ? agent : SEVERAL;
    touch.readingProgram = touch.readingProgram === undefined || touch.readingProgram === program ? program : SEVERAL;
  }

  /**
   * `isOnlyWritten`: the memory is a buffer that the kernel does not read.
   * @throws {Error} if another lane of this block, or of any if the memory is only written, or another program touched
   * the element.
   */
  write(memory: object, name: string, index: number, isOnlyWritten = false): void {
    const touch = this.touch(memory, index);
    const { agent, program } = this;
    for (const other of [touch.writer, touch.reader]) {
      if (agent !== undefined && other !== undefined && other !== agent)
        this.fail(name, index, `lane ${agent} writes what lane ${other} touched`);
    }
    for (const other of [touch.writingProgram, touch.readingProgram]) {
      if (other !== undefined && other !== program)
        this.fail(name, index, `program ${program} writes what program ${other} touched`);
    }
    touch.firstWriter ??= { agent };
    if (isOnlyWritten && touch.firstWriter.agent !== agent)
      this.fail(name, index, "two lanes write to what is never read: their order would show");
    touch.writer = agent;
    touch.writingProgram = program;
  }

  private touch(memory: object, index: number): Touch {
    const elements = this.touched.get(memory) ?? new Map<number, Touch>();
    this.touched.set(memory, elements);
    const touch = elements.get(index) ?? {
      block: this.block,
      program: this.program,
      writer: undefined,
      reader: undefined,
      writingProgram: undefined,
      readingProgram: undefined,
      firstWriter: undefined,
    };
    elements.set(index, touch);
    if (touch.block !== this.block) {
      touch.block = this.block;
      touch.writer = undefined;
      touch.reader = undefined;
    }
    return touch;
  }

  private fail(name: string, index: number, what: string): never {
    throw new Error(`race at ${name}[${index}]: ${what}${what.startsWith("lane") ? " in one block" : ""}`);
  }
}
