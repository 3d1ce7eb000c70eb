import "../../../test/support/webgpu.ts";
import "./disposed.test.ts";
