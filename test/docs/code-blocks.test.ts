import { expect, test } from "vitest";
import { codeBlocks } from "./code-blocks.ts";

const page = `# Title

\`\`\`ts
console.log(1 + 1); // prints: 2
console.log("a b"); // prints: a b
\`\`\`

\`\`\`sh
npm install adjoint
\`\`\`

- In a list:

  \`\`\`ts no-run
  navigator.gpu;
  \`\`\`
`;

test("finds each block with its line, its marks and what it prints", () => {
  expect(codeBlocks("page.md", page)).toEqual([
    {
      name: "page.md:4",
      code: 'console.log(1 + 1); // prints: 2\nconsole.log("a b"); // prints: a b\n',
      runs: true,
      prints: ["2", "a b"],
    },
    { name: "page.md:15", code: "navigator.gpu;\n", runs: false, prints: undefined },
  ]);
});
