import "../../../test/support/webgpu.ts";
import "./bad-values.test.ts";
