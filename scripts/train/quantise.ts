/**
 * From three float weights per bucket to two of eight bits. Softmax does not change when all three are shifted, so neutral is shifted to nought.
 * The bytes hold square roots: most weights are small and need fine steps, and the few large ones must not be cut (cutting one in ten
 * thousand cost a point of macro-F1). A byte q stands for sign(q) q² step.
 */
export function quantise(weights: Float32Array): { weights: Int8Array; step: number } {
  const buckets = weights.length / 3
  const shifted = new Float32Array(buckets * 2)
  let top = 0
  for (let j = 0; j < buckets; j++) {
    shifted[j * 2] = weights[j * 3]! - weights[j * 3 + 1]!
    shifted[j * 2 + 1] = weights[j * 3 + 2]! - weights[j * 3 + 1]!
    top = Math.max(top, Math.abs(shifted[j * 2]!), Math.abs(shifted[j * 2 + 1]!))
  }
  return inBytes(shifted, top)
}

/** Numbers of at most `top` as bytes of square roots. */
export function inBytes(numbers: Float32Array, top = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0)) {
  const step = top / (127 * 127) || 1
  const bytes = new Int8Array(numbers.length)
  for (let i = 0; i < numbers.length; i++)
    bytes[i] = Math.sign(numbers[i]!) * Math.round(Math.sqrt(Math.abs(numbers[i]!) / step))
  return { weights: bytes, step }
}
