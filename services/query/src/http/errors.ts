import type { Socket } from 'node:net'
import { CATALOGUE, type ErrorCode, MoodlightError } from '@moodlight/core'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { didYouMean } from '../params/nearest.ts'
import { knowMethods } from './methods.ts'

interface Field {
  readonly field: string
  readonly message: string
}

interface ValidationIssue {
  readonly keyword?: string
  readonly instancePath?: string
  readonly message?: string
  readonly params?: { readonly keys?: readonly string[] }
}

/** The one form of an error (ApiError). 5xx say only what the catalogue says; the cause goes to the log. */
export function errorBody(code: ErrorCode, message: string, requestId: string, fields?: readonly Field[]) {
  const { todo } = CATALOGUE[code]
  return { error: { code, message, todo, requestId, ...(fields?.length && { fields }) } }
}

/** Codes of Fastify that are the caller's fault; every other 4xx of it is an invalid request. */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_NOT_FOUND: 'ML_NOT_FOUND',
  FST_ERR_CTP_BODY_TOO_LARGE: 'ML_EVENT_TOO_LARGE',
  FST_ERR_HANDLER_TIMEOUT: 'ML_BUSY',
}

export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler(sendError)
  const methodsAt = knowMethods(app)
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(request)
    if (methods.length === 0) return send(reply, 'ML_NOT_FOUND', `There is nothing at ${pathOf(request)}.`, 404)
    reply.header('allow', methods.join(', '))
    return send(reply, 'ML_QUERY_METHOD', `${request.method} is not possible here; ${methods.join(', ')} is.`, 405)
  })
}

export function sendError(error: FastifyError | MoodlightError, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof MoodlightError) return sendCoded(error, request, reply)
  if (error.validation) return sendInvalid(error, request, reply)
  const status = error.statusCode ?? 500
  const code = FASTIFY_CODES[error.code] ?? (status >= 400 && status < 500 ? 'ML_QUERY_INVALID' : 'ML_INTERNAL')
  if (code === 'ML_INTERNAL') request.log.error({ err: error, url: pathOf(request) }, 'request failed')
  if (code === 'ML_BUSY') reply.header('retry-after', '2')
  const message = code === 'ML_QUERY_INVALID' ? error.message : CATALOGUE[code].means
  return send(reply, code, message, status >= 400 && status < 500 ? status : CATALOGUE[code].status)
}

/** What is no HTTP at all, or has headers beyond measure: answered by hand, since there is no request yet. */
export function refuseRaw(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const body = JSON.stringify(errorBody('ML_QUERY_INVALID', 'This is no request that can be read.', 'none'))
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

function sendCoded(error: MoodlightError, request: FastifyRequest, reply: FastifyReply) {
  const { means, status } = CATALOGUE[error.code]
  if (status >= 500) request.log.error({ err: error, code: error.code, url: pathOf(request) }, 'request failed')
  if (status === 503) reply.header('retry-after', '2')
  const fields = error.details['fields'] as readonly Field[] | undefined
  return send(reply, error.code, status >= 500 ? means : error.message, status, fields)
}

function sendInvalid(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const known = knownKeys(request)
  const fields = (error.validation as readonly ValidationIssue[]).flatMap((issue): Field[] => {
    if (issue.keyword === 'unrecognized_keys')
      return (issue.params?.keys ?? []).map((key) => ({
        field: key.slice(0, 100),
        message: `unknown parameter${didYouMean(key, known)}`,
      }))
    const field = issue.instancePath?.split('/')[1] || error.validationContext || 'request'
    const message = issue.message?.endsWith('received undefined') ? 'is missing' : (issue.message ?? 'not understood')
    return [{ field, message: message.slice(0, 300) }]
  })
  const first = fields[0]
  return send(reply, 'ML_QUERY_INVALID', first ? `${first.field}: ${first.message}` : 'not understood', 400, fields)
}

/** Names of the query parameters of the route, for "did you mean". */
function knownKeys(request: FastifyRequest): readonly string[] {
  const schema = request.routeOptions.schema?.querystring as { shape?: Record<string, unknown> } | undefined
  return Object.keys(schema?.shape ?? {})
}

function send(reply: FastifyReply, code: ErrorCode, message: string, status: number, fields?: readonly Field[]) {
  reply.removeHeader('content-disposition')
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send(errorBody(code, message, String(reply.request.id), fields?.slice(0, 50)))
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0]!.slice(0, 200)
}
