/**
 * From three float weights per bucket to two of eight bits: softmax does not change when all three are shifted, so neutral is
 * shifted to nought. The largest weights, one in ten thousand, are cut so that the rest keep their detail.
 */
export function quantise(weights: Float32Array): { weights: Int8Array; step: number } {
  const buckets = weights.length / 3
  const shifted = new Float32Array(buckets * 2)
  for (let j = 0; j < buckets; j++) {
    shifted[j * 2] = weights[j * 3]! - weights[j * 3 + 1]!
    shifted[j * 2 + 1] = weights[j * 3 + 2]! - weights[j * 3 + 1]!
  }
  const sizes = shifted
    .filter((w) => w !== 0)
    .map(Math.abs)
    .sort()
  const top = sizes[Math.floor(sizes.length * 0.9999)] ?? 1
  const step = Math.fround(top / 127)
  const bytes = new Int8Array(shifted.length)
  for (let i = 0; i < shifted.length; i++) bytes[i] = Math.max(-127, Math.min(127, Math.round(shifted[i]! / step)))
  return { weights: bytes, step }
}
