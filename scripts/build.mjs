/** @file `npm run build`: the published package, in `packages/adjoint/dist`, for development and for production. */
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildDeclarations } from "./lib/build-declarations.mjs";
import { buildJavaScript, buildProduction } from "./lib/build-javascript.mjs";
import { publishedPackage, root } from "./lib/paths.mjs";
import { writeThreads } from "./lib/write-threads.mjs";

const dist = join(publishedPackage, "dist");
rmSync(dist, { recursive: true, force: true });
await buildJavaScript(dist);
await buildProduction(join(dist, "production"));
await writeThreads(join(dist, "threads.js"));
writeFileSync(join(dist, "threads.d.ts"), "export {};\n");
await buildDeclarations(dist);
cpSync(join(root, "docs", "errors.md"), join(dist, "errors.md"));
for (const name of ["README.md", "LICENSE"])
  if (existsSync(join(root, name))) cpSync(join(root, name), join(publishedPackage, name));
