import * as z from 'zod'

export const FeedsKeys = {
  /** Addresses of RSS, Atom or JSON feeds. */
  feeds: z
    .array(z.union([z.httpUrl(), z.url({ protocol: /^https?$/ })]))
    .min(1)
    .max(2000),
}
