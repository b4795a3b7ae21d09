import { OpenAPIGenerator, type OpenAPI } from '@orpc/openapi'
import { traverseContractProcedures } from '@orpc/server'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import packageJson from '@/package.json'
import { apiContract } from '@/server/contract/api/api'
import { Problem, type OperationMeta } from '@/server/contract/api/common'

export interface Operation {
  id: string
  method: string
  path: string
  meta: OperationMeta
}

/** All operations of the contract, with what each asks for. */
export function operations(): Operation[] {
  const all: Operation[] = []
  traverseContractProcedures({ router: apiContract, path: [] }, ({ contract, path }) => {
    const { route, meta } = contract['~orpc']
    all.push({ id: path.join('.'), method: route.method ?? 'POST', path: route.path ?? '', meta: meta as OperationMeta })
  })
  return all
}

const problemRef = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
const header = (name: string, required: boolean, description: string): OpenAPI.ParameterObject => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
})

const parameters: Record<string, OpenAPI.ParameterObject[]> = {
  POST: [header('Idempotency-Key', false, 'The request is done at most once under this key; its answer is kept a day and given again.')],
  PATCH: [header('If-Match', true, 'Generation that the edit is based on: the ETag of the GET.')],
}

function problems({ method, meta }: Operation): Record<string, OpenAPI.ResponseObject> {
  const { permission } = meta
  const statuses: [string, string, boolean][] = [
    ['400', 'The input is wrong; `field` says where.', true],
    ['401', 'Not logged in.', permission !== 'public'],
    ['403', 'No role allows it.', typeof permission === 'object' && !permission.list],
    ['404', 'It does not exist, or you may not see it.', typeof permission === 'object' && permission.id !== undefined],
    ['409', 'Not possible in the present state, or the name is taken.', method !== 'GET'],
    ['412', 'Changed in the meantime.', method === 'PATCH'],
    ['428', 'If-Match is missing.', method === 'PATCH'],
    ['503', 'The database or the host does not answer.', true],
  ]
  return Object.fromEntries(statuses.filter(s => s[2]).map(([status, description]) => [status, { description, ...problemRef }]))
}

const verbOf = ({ meta: { permission } }: Operation): string =>
  typeof permission === 'object'
    ? `Needs **${permission.verb}**${permission.list ? '; you get the rows on which you have it' : ` on the ${permission.on}`}.`
    : permission === 'public'
      ? 'Needs no session.'
      : 'Needs a session.'

function enrich(document: OpenAPI.Document, operation: Operation): void {
  const entry = document.paths?.[operation.path]?.[operation.method.toLowerCase() as 'get']
  if (!entry) return
  entry.tags = [operation.id.split('.')[0] ?? '']
  entry.description = [entry.description, verbOf(operation)].filter(Boolean).join('\n\n')
  entry.parameters = [...(entry.parameters ?? []), ...(parameters[operation.method] ?? [])]
  entry.responses = Object.assign(entry.responses ?? {}, problems(operation))
  if (operation.meta.permission === 'public') entry.security = []
}

/** Served by server/main.ts, so the contract does not know it. */
const changes: OpenAPI.PathItemObject = {
  get: {
    operationId: 'changes',
    tags: ['system'],
    summary: 'Stream of changes (server-sent events)',
    description: [
      'Each event `change` names one object that changed: `{seq, topic, id}`.',
      'After a break send the last `id` as Last-Event-ID; an event `reset` says that the gap is too long and everything may have changed.',
    ].join(' '),
    parameters: [
      header('Last-Event-ID', false, 'seq of the last event seen.'),
      { name: 'after', in: 'query', required: false, schema: { type: 'string' }, description: 'The same, for who can set no header.' },
    ],
    responses: {
      '200': { description: 'The stream', content: { 'text/event-stream': { schema: { type: 'string' } } } },
      '401': { description: 'Not logged in.', ...problemRef },
    },
  },
}

let document: Promise<OpenAPI.Document> | undefined

async function generate(): Promise<OpenAPI.Document> {
  const generated = await new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(apiContract, {
    info: {
      title: 'Atrium',
      version: packageJson.version,
      description: 'REST API of the manager. Lists take `search`, `sort`, `limit` and `cursor` or `offset`. Errors are application/problem+json (RFC 9457).',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }, { cookie: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Token from POST /session.' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'atrium_session', description: 'Set by POST /session; the name goes on with `_` and the port, and begins with `__Host-` over TLS.' },
      },
    },
    commonSchemas: { Problem: { schema: Problem } },
  })
  for (const operation of operations()) enrich(generated, operation)
  generated.paths = { ...generated.paths, '/changes': changes }
  return generated
}

/** OpenAPI 3.1 document of the API, made once from the contract. */
export const openApiDocument = (): Promise<OpenAPI.Document> => (document ??= generate())
