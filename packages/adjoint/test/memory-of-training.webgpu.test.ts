import "../../../test/support/webgpu.ts";
import "./memory-of-training.test.ts";
