/**
 * @file A shader whose storage buffers are bound in parts. What is rendered for whole buffers is rewritten: an index into
 * a buffer becomes the call of a function that knows in which of its windows the element lies. So no template has to
 * know of windows.
 */
import { rewriteUses, type Use } from "./rewrite-uses.ts";

/** A buffer that is bound in parts. */
export interface WindowedBuffer {
  /** Binding in the shader for whole buffers. */
  readonly binding: number;
  readonly windows: number;
}

export interface WindowedShader {
  readonly code: string;
  /** Byte offset, in the argument block, of the words that are added to it. */
  readonly wordsAt: number;
  readonly argsBytes: number;
  /** Bytes of an element as the shader addresses it, by windowed buffer. */
  readonly elementBytes: readonly number[];
}

export interface WindowOptions {
  /** Bytes of a window but the last. */
  readonly windowBytes: number;
  /** Workgroups along x of a dispatch that is folded; the first workgroup of the dispatch is then added to its index. */
  readonly foldAt: number | undefined;
}

interface Declared {
  readonly binding: number;
  readonly name: string;
  /** Of its elements. */
  readonly type: string;
  readonly access: string;
  /** 0 if it is bound whole. */
  readonly windows: number;
}

const DECLARATION = /@group\(0\) @binding\((\d+)\) var<storage, (read|read_write)> (\w+): array<(.+)>;\n/g;
const ARGUMENTS = /struct Args \{\n([^}]*)\n\}/;
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  ...{ f16: 2, f32: 4, i32: 4, u32: 4, "atomic<u32>": 4, vec4h: 8, "vec4<f16>": 8 },
  ...{ vec4f: 16, vec4i: 16, vec4u: 16, "vec4<f32>": 16, "vec4<i32>": 16, "vec4<u32>": 16 },
};

/**
 * Rewrites a shader. To its arguments are added: the first workgroup, if dispatches are folded, and for each windowed buffer
 * its first element that is bound and the count of all its elements.
 */
export function windowedShader(
  code: string,
  buffers: readonly WindowedBuffer[],
  { windowBytes, foldAt }: WindowOptions,
): WindowedShader {
  const windowsOf = new Map(buffers.map(({ binding, windows }) => [binding, windows]));
  const declared = [...code.matchAll(DECLARATION)].map(([, at, access = "", name = "", type = ""]): Declared => {
    return { binding: Number(at), name, type, access, windows: windowsOf.get(Number(at)) ?? 0 };
  });
  const windowed = buffers.map(({ binding }) => declaredAt(declared, binding));
  const fields = argumentFields(code);
  const added = [
    ...(foldAt === undefined ? [] : ["firstGroup"]),
    ...windowed.flatMap(({ name }) => [`first_${name}`, `count_${name}`]),
  ];
  let text = code.replace(DECLARATION, "");
  const accessors: string[] = [];
  for (const buffer of windowed) {
    const rewritten = rewriteUses(text, buffer.name);
    text = rewritten.text;
    accessors.push(...rewritten.uses.map((use) => accessor(buffer, use, windowBytes / bytesOf(buffer))));
  }
  if (foldAt !== undefined) text = shiftGroups(text, foldAt);
  const bindings = bindingsOf(declared);
  text = text
    .replace(/@binding\(\d+\) var<uniform>/, `@binding(${bindings.length}) var<uniform>`)
    .replace(ARGUMENTS, `struct Args {\n${[...fields, ...added.map((name) => `  ${name}: u32,`)].join("\n")}\n}`);
  return {
    code: directivesFirst([...bindings, ...accessors, text].join("\n")),
    wordsAt: 4 * fields.length,
    argsBytes: Math.ceil((fields.length + added.length) / 4) * 16,
    elementBytes: windowed.map(bytesOf),
  };
}

function declaredAt(declared: readonly Declared[], binding: number): Declared {
  const found = declared.find((buffer) => buffer.binding === binding);
  if (found === undefined) throw new Error(`the shader has no buffer at binding ${binding}`);
  return found;
}

function bytesOf({ type }: Declared): number {
  const bytes = ELEMENT_BYTES[type];
  if (bytes === undefined) throw new Error(`no size is known of ${type}`);
  return bytes;
}

/** The lines of the argument block's fields, of a word each. */
function argumentFields(code: string): string[] {
  const fields = (ARGUMENTS.exec(code)?.[1] ?? "").split("\n");
  const strange = fields.find((field) => !/^ {2}\w+: [fiu]32,$/.test(field));
  if (strange !== undefined) throw new Error(`an argument is a word; got "${strange}"`);
  return fields;
}

const windowName = (name: string, window: number): string => `${name}_part${window}`;

/** All bindings anew: the windows of a buffer follow each other. */
function bindingsOf(declared: readonly Declared[]): string[] {
  const names = declared.flatMap(({ name, windows, ...rest }) =>
    windows === 0 ? [{ name, ...rest }] : range(windows).map((i) => ({ name: windowName(name, i), ...rest })),
  );
  return names.map(
    ({ name, type, access }, i) => `@group(0) @binding(${i}) var<storage, ${access}> ${name}: array<${type}>;`,
  );
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The function that stands for a use of a buffer. Elements are counted from the buffer's own first. */
function accessor({ name, type, windows }: Declared, use: Use, perWindow: number): string {
  const { head, inside } = USES[use](name, type);
  const lines = range(windows).map((i) => {
    const statement = inside(`${windowName(name, i)}[i${i === 0 ? "" : ` - ${i * perWindow}u`}]`);
    return i === windows - 1 ? statement : `if (i < ${(i + 1) * perWindow}u) { ${statement} }`;
  });
  return `fn ${head} {\n  let i = at - args.first_${name};\n${lines.map((line) => `  ${line}\n`).join("")}}`;
}

interface UseText {
  readonly head: string;
  /** What is done with an element, and then the end of the function. */
  readonly inside: (element: string) => string;
}

const atomic =
  (op: "And" | "Or") =>
  (name: string): UseText => ({
    head: `atomic${op}_${name}(at: u32, x: u32)`,
    inside: (element) => `atomic${op}(&${element}, x); return;`,
  });

const USES: Readonly<Record<Use, (name: string, type: string) => UseText>> = {
  read: (name, type) => ({
    head: `read_${name}(at: u32) -> ${type}`,
    inside: (element) => `return ${element};`,
  }),
  write: (name, type) => ({
    head: `write_${name}(at: u32, x: ${type})`,
    inside: (element) => `${element} = x; return;`,
  }),
  atomicLoad: (name) => ({
    head: `atomicLoad_${name}(at: u32) -> u32`,
    inside: (element) => `return atomicLoad(&${element});`,
  }),
  atomicAnd: atomic("And"),
  atomicOr: atomic("Or"),
};

/** A workgroup's index is counted over all parts of the dispatch. */
function shiftGroups(text: string, foldAt: number): string {
  const [found, name = ""] = /@builtin\(workgroup_id\) (\w+): vec3u/.exec(text) ?? [];
  const body = text.indexOf("{", text.indexOf("fn main(")) + 1;
  if (found === undefined || body === 0) throw new Error("the shader has no workgroup index");
  const shifted = `\n  let ${name} = vec3u(inPart.x + inPart.y * ${foldAt}u + args.firstGroup, 0u, 0u);`;
  return (text.slice(0, body) + shifted + text.slice(body)).replace(found, found.replace(`${name}:`, "inPart:"));
}

/** Directives come before all else. */
function directivesFirst(code: string): string {
  const directives = code.match(/^enable .*;$/gm) ?? [];
  return [...directives, code.replace(/^enable .*;\n/gm, "")].join("\n");
}
