/** @file Where things are in the repository. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the tools write for themselves; ignored by git and safe to delete. */
export const cache = join(root, ".cache");

export const publishedPackage = join(root, "packages", "adjoint");
