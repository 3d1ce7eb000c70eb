/**
 * @file What the rendering of kernels needs to know of a device, as plain numbers, so that it needs no device to run.
 */

export interface DeviceTraits {
  /** Most invocations of a workgroup, along one axis as in all. */
  readonly maxWorkgroupSize: number;
  /** Most bytes of workgroup memory. */
  readonly maxSharedBytes: number;
  /** Shaders may use `f16`. */
  readonly hasF16: boolean;
  readonly hasSubgroups: boolean;
  /** Fewest and most invocations of a subgroup; 0 where that is unknown. */
  readonly subgroupMinSize: number;
  readonly subgroupMaxSize: number;
}

/** The least that a device may offer, by the defaults of the specification. */
export const DEFAULT_TRAITS: DeviceTraits = {
  maxWorkgroupSize: 256,
  maxSharedBytes: 16384,
  hasF16: false,
  hasSubgroups: false,
  subgroupMinSize: 0,
  subgroupMaxSize: 0,
};

/** The traits of a device. */
export function traitsOf({ limits, features, adapterInfo }: GPUDevice): DeviceTraits {
  const hasSubgroups = features.has("subgroups");
  return {
    maxWorkgroupSize: Math.min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX),
    maxSharedBytes: limits.maxComputeWorkgroupStorageSize,
    hasF16: features.has("shader-f16"),
    hasSubgroups,
    subgroupMinSize: hasSubgroups ? (adapterInfo?.subgroupMinSize ?? 0) : 0,
    subgroupMaxSize: hasSubgroups ? (adapterInfo?.subgroupMaxSize ?? 0) : 0,
  };
}
