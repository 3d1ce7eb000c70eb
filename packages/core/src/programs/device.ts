/** @file What kernel programs ask of the device that they are made for. Results do not depend on it, only their speed. */

export interface ProgramDevice {
  /**
   * True where a program runs its lanes on one core: a serial loop costs as little there as one over lanes, and the fewest
   * passes are the fastest. Otherwise only lanes are fast.
   */
  readonly hasSerialLanes: boolean;
  /** Programs that run at a time, where lanes are serial. */
  readonly threads: number;
}

/** A device that is fast in lanes, such as a GPU. */
export const WIDE_DEVICE: ProgramDevice = { hasSerialLanes: false, threads: 1 };
