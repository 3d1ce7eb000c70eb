/** @file Of what release a tuning table is: another one may have other templates. A test compares it with package.json. */
export const TUNING_VERSION = "0.1.0";
