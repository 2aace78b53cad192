import * as z from 'zod'

/** Where a secret is: in an environment variable or a file, never in the configuration itself. */
export const SecretRef = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable') }),
  z.strictObject({ file: z.string().min(1) }),
])
export type SecretRef = z.infer<typeof SecretRef>
