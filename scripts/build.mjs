/** @file `npm run build`: the published package, in `packages/adjoint/dist`. */
import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildDeclarations } from "./lib/build-declarations.mjs";
import { buildJavaScript } from "./lib/build-javascript.mjs";
import { publishedPackage, root } from "./lib/paths.mjs";

const dist = join(publishedPackage, "dist");
rmSync(dist, { recursive: true, force: true });
await buildJavaScript(dist);
await buildDeclarations(join(dist, "index.d.ts"));
for (const name of ["README.md", "LICENSE"])
  if (existsSync(join(root, name))) cpSync(join(root, name), join(publishedPackage, name));
