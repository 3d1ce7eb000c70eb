/** @file Modules as text, close to the WebAssembly text format: what was emitted, for people and for snapshots. */
import type { FunctionBuilder, Instruction } from "./function-builder.ts";
import type { ModuleBuilder } from "./module-builder.ts";
import type { FunctionType } from "./types.ts";

function printType(type: FunctionType): string {
  const params = type.params.map((t) => ` (param ${t})`).join("");
  return params + type.results.map((t) => ` (result ${t})`).join("");
}

function number(value: number): string {
  return Object.is(value, -0) ? "-0" : `${value}`;
}

function printInstruction(instruction: Instruction, functionNames: readonly string[]): string {
  const { op } = instruction;
  switch (instruction.group) {
    case "none":
      return op;
    case "memory":
      return instruction.offset === 0 ? op : `${op} offset=${instruction.offset}`;
    case "memoryLane":
      return `${op}${instruction.offset === 0 ? "" : ` offset=${instruction.offset}`} ${instruction.lane}`;
    case "lane":
      return `${op} ${instruction.lane}`;
    case "block":
      return instruction.result === undefined ? op : `${op} (result ${instruction.result})`;
    case "index":
      return `${op} ${op === "call" ? `$${functionNames[instruction.index]}` : instruction.index}`;
    case "literal":
      return op === "v128.const"
        ? printVector(instruction.values)
        : `${op} ${instruction.values.map(number).join(" ")}`;
    default:
      return instruction satisfies never;
  }
}

function printVector(bytes: readonly number[]): string {
  const view = new DataView(Uint8Array.from(bytes).buffer);
  const words = [0, 4, 8, 12].map((at) => `0x${view.getUint32(at, true).toString(16).padStart(8, "0")}`);
  return `v128.const i32x4 ${words.join(" ")}`;
}

/** The instructions of one function, a line each, indented by their blocks. */
export function printFunction(body: FunctionBuilder, functionNames: readonly string[] = []): string {
  const lines = [`func $${body.name}${printType(body.type)}`];
  if (body.localTypes.length > 0) lines.push(`  locals ${body.localTypes.join(" ")}`);
  let depth = 1;
  for (const instruction of body.instructions) {
    const { op } = instruction;
    if (op === "end" || op === "else") depth--;
    lines.push("  ".repeat(depth) + printInstruction(instruction, functionNames));
    if (instruction.group === "block" || op === "else") depth++;
  }
  return lines.join("\n");
}

/** A whole module. */
export function printModule(module: ModuleBuilder): string {
  const names = [...module.imports.map(({ ref }) => ref.name), ...module.functions.map((f) => f.name)];
  const { memory } = module;
  const lines = module.imports.map(({ module: from, ref }) => `import ${from}.${ref.name}${printType(ref.type)}`);
  if (memory !== undefined) {
    lines.push(`import ${memory.module}.${memory.name} (memory${memory.isShared ? " shared" : ""})`);
  }
  return [...lines, ...module.functions.map((body) => printFunction(body, names))].join("\n");
}
