/** @file A device whose memory is nearly full: what does not fit says so with sizes, and all else goes on. */
import { BackendError, configure, full, realize, shutdown, type Tensor } from "adjoint";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fragileGpu } from "./support/fragile-gpu.ts";

const MIB = 2 ** 20;
const ROOM_BYTES = 60 * MIB;

/** Bytes of tensors on the device. */
let takenBytes = 0;

/** Gives a device no more room than that for tensors: what does not fit is refused, as by one that has not more memory. */
function limitRoom(device: GPUDevice): void {
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const { size, label } = descriptor;
    if (label !== "tensor") return createBuffer(descriptor);
    if (takenBytes + size > ROOM_BYTES) return createBuffer({ size, usage: 0 });
    takenBytes += size;
    const buffer = createBuffer(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      takenBytes -= size;
      destroy();
    };
    return buffer;
  };
}

beforeEach(async () => {
  takenBytes = 0;
  await configure({ backend: "webgpu", gpu: fragileGpu({ onDevice: limitRoom }).gpu });
});
afterEach(() => shutdown());

/** A computed tensor of so many MiB. */
const filled = (mib: number, value: number): Tensor => full([mib * (MIB / 4)], value).mul(2);

async function expectValue(x: Tensor, value: number): Promise<void> {
  await realize(x);
  expect(await x.mean().item()).toBe(value);
}

test("buffers that wait for reuse make room, and the work is done", async () => {
  const [kept, gone] = [filled(20, 1.5), filled(20, 2.5)];
  await realize(kept, gone);
  gone.dispose();
  // Of another size class.
  const next = filled(32, 3.5);
  await expectValue(next, 7);
  await expectValue(kept, 3);
});

test("what does not fit is an error with sizes, and earlier tensors are as before", async () => {
  const kept = filled(20, 1.5);
  await realize(kept);
  const large = filled(48, 2.5);
  const error = await large.data().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BackendError);
  expect(String(error)).toMatch(
    /^BackendError: allocate: memory must suffice; got no 50331648 bytes: .* \(20971520 bytes in use, 0 kept for reuse, \d+ at most in a buffer\); dispose/s,
  );
  await expectValue(kept, 3);
  kept.dispose();
  await expectValue(filled(48, 2.5), 5);
});
