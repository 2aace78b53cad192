// The image's health check: fails only when nothing but a restart helps. So the image needs no curl.
const { ok } = await fetch('http://127.0.0.1:4690/healthz', { signal: AbortSignal.timeout(4000) })
process.exitCode = ok ? 0 : 1
