/** Numbers in [−1, 1), exact in float32, which the seed determines. @see Steele et al. (2014), SplitMix */
export function randomValues(count: number, seed: number): Float64Array {
  let state = seed | 0;
  return Float64Array.from({ length: count }, () => {
    state = (state + 0x9e3779b9) | 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return Math.fround((bits ^ (bits >>> 15)) / 2 ** 31);
  });
}
