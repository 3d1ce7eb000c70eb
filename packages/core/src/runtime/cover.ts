/**
 * @file Covers a method by another for a while. So what few programs ask for, such as a profile, costs the others neither time nor
 * size.
 */

/**
 * Runs `method`, which an object has by `name`, inside of `around`, until the function that it gives is called. `around` also
 * gets the object that the method is called on.
 */
export function cover<A extends readonly unknown[], R>(
  owner: object,
  name: string,
  method: (...args: A) => R,
  around: (run: () => R, self: unknown) => R,
): () => void {
  const value = function (this: unknown, ...args: A): R {
    return around(() => Reflect.apply(method, this, args), this);
  };
  return redefine(owner, name, { value, configurable: true, writable: true });
}

/** Calls `before` with the object ahead of each assignment to a property that has a setter, likewise. */
export function coverSetter(owner: object, name: string, before: (self: unknown) => void): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const covered = function (this: unknown, value: unknown): void {
    before(this);
    own?.set?.call(this, value);
  };
  return redefine(owner, name, { ...own, set: covered });
}

function redefine(owner: object, name: string, descriptor: object): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, descriptor);
  return () => {
    if (own === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, own);
  };
}
