/** @file The style of the report, light or dark as the reader has it. */

export const style = `
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --line: #d0d0d0; --faint: #5a5a5a; --trouble: #a03000; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #161616; --line: #444444; --faint: #a8a8a8; --trouble: #ff9d66; }
}
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
a { color: inherit; }
figure { margin: 1.5rem 0; max-width: 720px; }
figure svg { --plot-background: var(--paper); }
figcaption, caption { font-weight: 600; text-align: left; padding: 0.3rem 0; }
ul { max-width: 60rem; }
.legend { max-width: 720px; list-style: none; padding: 0; margin: 0.3rem 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; font-size: 13px; }
.legend small { color: var(--faint); }
.scroll { overflow-x: auto; margin: 1.5rem 0; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 0.15rem 0.9rem 0.15rem 0; border-bottom: 1px solid var(--line); }
.results td:not(:last-child) { white-space: nowrap; }
th[scope="row"] { font-weight: 500; white-space: nowrap; }
thead th { color: var(--faint); font-weight: 500; white-space: nowrap; }
.trouble { color: var(--trouble); }
`;
