import "../../../test/support/webgpu.ts";
import "./binary-cross-entropy-with-logits.test.ts";
