/**
 * @file Opaque nodes (contractions, kernel programs, scans) as units of a plan: what they read and write, and their steps.
 */
import { Node, resultTypes } from "../ir/node.ts";
import { type FuseOptions, fuseDots } from "./dot-epilogue.ts";
import { dotOperands, dotSpec } from "./dot-layout.ts";
import type { PlanBuilder } from "./lower.ts";
import { aliasOf } from "./mark.ts";
import { isNumber, programSteps } from "./program-steps.ts";
import { scanPart } from "./scan-part.ts";
import type { DotUnit, ProgramUnit, Unit } from "./units.ts";

/** The inputs that an opaque node needs as values of their own. */
export function stagedInputs(node: Node): readonly Node[] {
  if (node.spec.kind === "dot") return dotOperands(node).map(({ base }) => base);
  if (node.spec.kind === "scan") return scanPart().scanReads(node);
  return node.spec.kind === "kernel" ? node.inputs.filter((input) => !isNumber(input)) : node.inputs;
}

/** Nodes whose buffers an opaque node reads. */
export function opaqueInputs(node: Node): readonly Node[] {
  if (node.spec.kind !== "dot") return stagedInputs(node).map(aliasOf);
  const { a, b } = dotSpec(node);
  return [aliasOf(a), aliasOf(b)];
}

/** The node of each result of an opaque node: those of the graph, and new ones for results that nobody reads. */
function resultsOf(node: Node, known: ReadonlyMap<Node, readonly Node[]>): readonly Node[] {
  if (node.spec.kind !== "sort" && node.spec.kind !== "kernel" && node.spec.kind !== "scan") return [node];
  const present = known.get(node) ?? [];
  const { spec } = node;
  return resultTypes(node).flatMap((type, index) => {
    const found = present.find((result) => result.spec.kind === "result" && result.spec.index === index);
    // A stack of results that nobody reads is not made.
    if (found === undefined && spec.kind === "scan" && index >= spec.carries) return [];
    return [found ?? new Node({ kind: "result", index }, [node], type.shape, type.dtype, false)];
  });
}

/** The units of groups, with those of opaque nodes, some of which take groups along. */
export function withOpaqueUnits(
  groups: readonly Unit[],
  order: readonly Node[],
  opaque: readonly Node[],
  options: FuseOptions,
): Unit[] {
  const results = new Map<Node, Node[]>();
  const position = new Map<Node, number>();
  order.forEach((node, at) => {
    const [source] = node.inputs;
    position.set(node, at);
    if (node.spec.kind === "result" && source !== undefined)
      results.set(source, [...(results.get(source) ?? []), node]);
  });
  const units = opaque.map((node): Unit => {
    const kind = node.spec.kind === "dot" ? "dot" : "program";
    return { kind, node, reads: opaqueInputs(node), writes: resultsOf(node, results), order: position.get(node) ?? 0 };
  });
  const all = [...groups, ...units];
  return units.some(({ kind }) => kind === "dot") ? fuseDots(all, options) : all;
}

/** Writes the steps of a unit. */
export function addOpaqueUnit(unit: DotUnit | ProgramUnit, dying: Set<Node>, plan: PlanBuilder): void {
  if (unit.kind === "dot") addDot(unit, dying, plan);
  else {
    for (const node of unit.writes) if (!plan.table.has(node)) plan.table.take(node);
    if (unit.node.spec.kind === "scan") addScan(unit, plan);
    else addProgram(unit, plan);
  }
}

function addDot(unit: DotUnit, dying: Set<Node>, plan: PlanBuilder): void {
  const { table } = plan;
  const { node, follower } = unit;
  if (unit.writes.includes(node) && !table.has(node)) table.take(node);
  const own = follower?.isRows === false ? plan.emit(follower.unit, dying, unit) : undefined;
  const { spec, a, b } = dotSpec(node);
  const out = table.of(follower?.host ?? node);
  const operands = [table.of(aliasOf(a)), table.of(aliasOf(b))] as const;
  const flops = 2 * spec.batch * spec.m * spec.n * spec.k + (own?.step.flops ?? 0);
  const epilogue = own && {
    ...own.step,
    product: own.buffers.indexOf(follower?.host ?? node),
    isProductKept: follower?.isKept === true,
    bytes: plan.bytes(own.step.slots),
  };
  const bytes = plan.bytes([...new Set([...operands, out, ...(epilogue?.slots ?? [])])]);
  plan.steps.push({ kind: "dot", spec, slots: [...operands, out], epilogue, flops, bytes });
  if (follower?.isRows === true) plan.addKernel({ ...plan.emit(follower.unit, dying).step, followsRows: true });
}

function addProgram({ node, writes }: ProgramUnit, plan: PlanBuilder): void {
  const program = node.spec.kind === "kernel" ? node.spec.program : plan.options.programOf?.(node);
  if (program === undefined) throw new Error(`the kernels of ${node.spec.kind} were not loaded`);
  const steps = programSteps(plan.table, node, writes, program, (scalar) => plan.scalar(scalar));
  for (const step of steps) plan.addKernel(step);
}

function addScan({ node, writes }: ProgramUnit, plan: PlanBuilder): void {
  const options = {
    ...plan.options,
    lowerBody: plan.lowerBody.bind(plan),
    scalarOf: plan.scalar.bind(plan),
  };
  plan.steps.push(...scanPart().scanSteps(plan.table, node, writes, options));
}
