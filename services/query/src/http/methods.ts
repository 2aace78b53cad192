import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Tells a wrong method from a wrong address: the methods under which the path of a request is there, none for an unknown path.
 * To be called before any route is made.
 */
export function knowMethods(app: FastifyInstance): (request: FastifyRequest) => readonly string[] {
  const known: { readonly path: RegExp; readonly methods: readonly string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    // The page answers on every path: it says nothing of which addresses there are.
    if (url.includes('*')) return
    const path = url.replace(/[.\\+?^${}()|[\]]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')
    known.push({ path: new RegExp(`^${path}/?$`), methods: [method].flat() })
  })
  return (request) => {
    const path = request.url.split('?')[0]!
    return [...new Set(known.filter((route) => route.path.test(path)).flatMap((route) => route.methods))].sort()
  }
}
