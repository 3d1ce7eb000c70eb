/**
 * @file Where sentences of errors stand in a source. A sentence is what is written as `rule` or `hint`: as a property, a
 * constant, a default, or an argument for a parameter of that name. It may choose between texts, or be a function that gives one.
 */
import ts from "@typescript/typescript6";

/**
 * @typedef {"rule" | "hint"} Role
 * @typedef {readonly (Role | undefined)[]} Roles what the parameters of a function are
 * @typedef {ts.StringLiteralLike | ts.TemplateExpression} Text
 */

/**
 * @param {string} name
 * @returns {Role | undefined}
 */
export function roleOf(name) {
  return /^(rule|hint)$/i.test(name) ? /** @type {Role} */ (name.toLowerCase()) : undefined;
}

/**
 * The functions of a source, with those of their parameters that are rules or hints.
 *
 * @param {ts.SourceFile} file
 * @param {{ readonly isExported?: boolean }} [options] true for those alone that other sources may call
 * @returns {Map<string, Roles>}
 */
export function findTakers(file, { isExported = false } = {}) {
  /** @type {Map<string, Roles>} */
  const found = new Map();
  /** @param {string} name @param {ts.SignatureDeclaration} of */
  const add = (name, { parameters }) =>
    found.set(
      name,
      parameters.map((parameter) => (ts.isIdentifier(parameter.name) ? roleOf(parameter.name.text) : undefined)),
    );
  const counts = (/** @type {ts.Declaration} */ node) =>
    !isExported || (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0;
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isFunctionDeclaration(node) && node.name && counts(node)) add(node.name.text, node);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && counts(node))
      if (node.initializer && ts.isArrowFunction(node.initializer)) add(node.name.text, node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/**
 * The texts that an expression chooses from; undefined if it may be something else.
 *
 * @param {ts.Expression | undefined} node
 * @returns {readonly Text[] | undefined}
 */
export function textsOf(node) {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return [node];
  if (ts.isIdentifier(node) && node.text === "undefined") return [];
  if (ts.isArrowFunction(node) && node.parameters.length === 0 && !ts.isBlock(node.body)) return textsOf(node.body);
  if (!ts.isConditionalExpression(node)) return undefined;
  const [yes, no] = [textsOf(node.whenTrue), textsOf(node.whenFalse)];
  return yes && no && [...yes, ...no];
}

/**
 * The words of a text, and how the values between them are written.
 *
 * @param {Text} text
 */
export function partsOf(text) {
  if (!ts.isTemplateExpression(text)) return { words: [text.text], holes: [] };
  const { head, templateSpans } = text;
  return {
    words: [head.text, ...templateSpans.map(({ literal }) => literal.text)],
    holes: templateSpans.map(({ expression }) => expression.getText()),
  };
}

/**
 * A text as it is read, with its holes as they are written: `indices must lie in [0, {extent})`.
 *
 * @param {Text} text
 */
export function readable(text) {
  const { words, holes } = partsOf(text);
  return words.map((word, i) => (i < holes.length ? `${word}{${holes[i]}}` : word)).join("");
}

/**
 * What an item of an object is, by its name, and the expression behind it.
 *
 * @param {ts.ObjectLiteralElementLike} property
 */
export function itemOf(property) {
  const role = property.name && ts.isIdentifier(property.name) ? roleOf(property.name.text) : undefined;
  if (role === undefined) return {};
  if (ts.isShorthandPropertyAssignment(property)) return { role, value: constantOf(property.name) };
  return ts.isPropertyAssignment(property) ? { role, value: expressionOf(property.initializer) } : {};
}

/**
 * The expression itself, or that of the constant which it names.
 *
 * @param {ts.Expression} node
 */
export function expressionOf(node) {
  return ts.isIdentifier(node) && roleOf(node.text) !== undefined ? constantOf(node) : node;
}

/**
 * What the constant of this name is, if the nearest declaration of the name is one.
 *
 * @param {ts.Identifier} name
 * @returns {ts.Expression | undefined}
 */
function constantOf(name) {
  for (let at = /** @type {ts.Node} */ (name); at; at = at.parent) {
    if (ts.isFunctionLike(at) && at.parameters.some((parameter) => binds(parameter.name, name.text))) return undefined;
    if (!ts.isBlock(at) && !ts.isSourceFile(at)) continue;
    const declarations = at.statements.flatMap((statement) =>
      ts.isVariableStatement(statement) ? statement.declarationList.declarations : [],
    );
    const found = declarations.find((declaration) => binds(declaration.name, name.text));
    if (found) return ts.isIdentifier(found.name) ? found.initializer : undefined;
  }
  return undefined;
}

/**
 * @param {ts.BindingName} name
 * @param {string} text
 * @returns {boolean}
 */
function binds(name, text) {
  if (ts.isIdentifier(name)) return name.text === text;
  return name.elements.some((element) => ts.isBindingElement(element) && binds(element.name, text));
}
