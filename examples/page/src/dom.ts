/** @file The elements of `index.html`, with their types. */

/** The element of an id. @throws {TypeError} if the document has none of that type. */
export function element<T extends Element>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new TypeError(`#${id} is not a ${type.name}`);
  return found;
}

/** Writes a text only if it is another, as a live region is read out whenever it is written to. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** A colour of the style sheet, which knows whether the page is dark. */
export function cssColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}
