/** @file What a source file imports, and which of WebGPU's types it names. */
import ts from "@typescript/typescript6";

/**
 * @typedef {object} Import
 * @property {string} specifier `computed name` where an expression says what to import
 * @property {number} line
 * @property {"value" | "type" | "dynamic"} kind
 * @property {readonly string[]} names what is taken; `*` for everything
 *
 * @typedef {object} SourceFacts
 * @property {readonly Import[]} imports
 * @property {readonly { readonly name: string, readonly line: number }[]} gpuNames
 */

/**
 * @param {string} path
 * @param {string} text
 * @returns {SourceFacts}
 */
export function readImports(path, text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext);
  /** @type {Import[]} */
  const imports = [];
  /** @type {{ name: string, line: number }[]} */
  const gpuNames = [];
  const lineOf = (/** @type {ts.Node} */ node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

  /** @param {ts.Node} node */
  const visit = (node) => {
    const found = asImport(node);
    if (found) imports.push({ ...found, line: lineOf(node) });
    if (ts.isIdentifier(node) && /^GPU[A-Z]?/.test(node.text)) gpuNames.push({ name: node.text, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { imports, gpuNames };
}

/**
 * @param {ts.Node} node
 * @returns {Omit<Import, "line"> | undefined}
 */
function asImport(node) {
  if (ts.isImportDeclaration(node)) {
    const { importClause: clause } = node;
    const isType = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { specifier: textOf(node.moduleSpecifier), kind: isType ? "type" : "value", names: importedNames(clause) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    const { exportClause: clause } = node;
    const names =
      clause && ts.isNamedExports(clause)
        ? clause.elements.filter((element) => !element.isTypeOnly).map(sourceName)
        : ["*"];
    return { specifier: textOf(node.moduleSpecifier), kind: node.isTypeOnly ? "type" : "value", names };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return { specifier: textOf(node.argument.literal), kind: "type", names: [] };
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0])
    return { specifier: textOf(node.arguments[0]), kind: "dynamic", names: ["*"] };
  return undefined;
}

/** @param {ts.ImportClause | undefined} clause */
function importedNames(clause) {
  if (!clause) return [];
  const names = clause.name ? ["default"] : [];
  const { namedBindings: bindings } = clause;
  if (!bindings) return names;
  if (ts.isNamespaceImport(bindings)) return ["*"];
  return [...names, ...bindings.elements.filter((element) => !element.isTypeOnly).map(sourceName)];
}

/** @param {ts.ImportSpecifier | ts.ExportSpecifier} element */
function sourceName(element) {
  return (element.propertyName ?? element.name).text;
}

/** @param {ts.Node} node */
function textOf(node) {
  return ts.isStringLiteralLike(node) ? node.text : "computed name";
}
