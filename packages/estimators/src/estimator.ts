/** @file What both estimators have: options, and what they tell of the last fit. */
import { resolveOptions } from "./check-options.ts";
import { checkFitted, type Fitted } from "./fitted.ts";
import type { Resolved, SGDOptions } from "./options.ts";

type LossOptions = SGDOptions & { readonly loss?: string | undefined };

/** A kind of estimator: its name, and what its options may be. */
export interface Kind<O> {
  readonly name: string;
  readonly defaults: Resolved<O>;
  readonly losses: readonly string[];
}

/** An estimator with options `O` whose fits leave an `F`. */
export abstract class Estimator<O extends LossOptions, F extends Fitted> {
  protected options: Resolved<O>;
  protected fitted: F | undefined;
  readonly #kind: Kind<O>;

  constructor(kind: Kind<O>, options: O) {
    this.#kind = kind;
    this.options = resolveOptions(kind.name, options, kind.defaults, kind.losses);
  }

  /** All options, with their defaults. */
  getParams(): Resolved<O> {
    return { ...this.options };
  }

  /**
   * Changes options; what was learned stays.
   * @throws {UsageError} if an option is unknown or out of its range.
   */
  setParams(options: O): this {
    const { name, defaults, losses } = this.#kind;
    this.options = resolveOptions(`${name}.setParams`, { ...this.options, ...options }, defaults, losses);
    return this;
  }

  /** An intercept for each linear model: one for regression and for two classes. @throws {UsageError} before `fit`. */
  get intercept(): number[] {
    return this.state("intercept").results.map(({ intercept }) => intercept);
  }

  /** Passes that the last fit made over the samples, the most of any class. @throws {UsageError} before `fit`. */
  get nIter(): number {
    return this.state("nIter").nIter;
  }

  /** The number of the next step: 1 + passes · samples. @throws {UsageError} before `fit`. */
  get t(): number {
    return this.state("t").t;
  }

  /** Whether the last fit ended because nothing improved, not by `maxIter`. @throws {UsageError} before `fit`. */
  get converged(): boolean {
    return this.state("converged").converged;
  }

  /** What was learned, for the method of this name. @throws {UsageError} before `fit`. */
  protected state(method: string): F {
    return checkFitted(`${this.#kind.name}.${method}`, this.fitted);
  }
}
