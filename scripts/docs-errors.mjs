/** @file `npm run docs:errors`: writes docs/errors.md, which says what the codes of errors in production builds mean. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bootstrap } from "./bootstrap.mjs";
import { root } from "./lib/paths.mjs";

bootstrap();
const { errorsPage } = await import("./lib/errors-page.mjs");
writeFileSync(join(root, "docs", "errors.md"), errorsPage());
