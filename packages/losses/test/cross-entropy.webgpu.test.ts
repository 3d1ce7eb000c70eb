import "../../../test/support/webgpu.ts";
import "./cross-entropy.test.ts";
