"""The inputs of workloads: the numbers of `workload/numbers.ts`, bit for bit."""

from __future__ import annotations

import math

import numpy as np

# Elements that are drawn at a time: what is in between then stays in the cache.
BLOCK = 1 << 16


def draw(spec: dict) -> np.ndarray:
    """float32, or int32 for integers, in the spec's shape."""
    shape = tuple(spec["shape"])
    if spec["kind"] == "constant":
        return np.full(shape, spec["value"], np.float32)
    is_integer = spec["kind"] == "integers"
    flat = np.empty(math.prod(shape), np.int32 if is_integer else np.float32)
    element = _integers if is_integer else _uniforms
    for begin in range(0, flat.size, BLOCK):
        end = min(begin + BLOCK, flat.size)
        flat[begin:end] = element(spec, hash_bits(np.arange(begin, end, dtype=np.uint32), spec["seed"]))
    return flat.reshape(shape)


def hash_bits(index: np.ndarray, seed: int) -> np.ndarray:
    """32 bits from each index and the seed. Unsigned products and sums of arrays wrap around."""
    bits = index * np.uint32(0x9E3779B1) + np.uint32((seed * 0x85EBCA77) & 0xFFFFFFFF)
    bits = (bits ^ (bits >> np.uint32(16))) * np.uint32(0x21F0AAAD)
    bits = (bits ^ (bits >> np.uint32(15))) * np.uint32(0x735A2D97)
    return bits ^ (bits >> np.uint32(15))


def _uniforms(spec: dict, bits: np.ndarray) -> np.ndarray:
    # In double precision: the rounding to float32 comes once, when they are stored.
    return spec["scale"] * ((bits >> np.uint32(8)).astype(np.float64) / 2**23 - 1)


def _integers(spec: dict, bits: np.ndarray) -> np.ndarray:
    return spec["low"] + (bits % np.uint32(spec["high"] - spec["low"])).astype(np.int64)
