export { type Flags, parseFlags, type Task, tasks } from "./flags.ts";
