import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoRoutes } from '../routes/demo.js'
import { deskRoutes } from '../routes/desk.js'
import { makeSimulatorHost } from '../simulator/host.js'
import { simulatorControlRoutes } from '../simulator/routes.js'
import { makeHarness, type Harness } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'

interface Operation { summary?: string; tags?: string[]; security?: object[]; parameters?: { name: string; in: string }[]; requestBody?: unknown; responses: Record<string, { description: string; content?: Record<string, { schema: object }> }> }
interface Document { openapi: string; info: { title: string; version: string }; paths: Record<string, Record<string, Operation>>; components: { securitySchemes: object } }

let h: Harness
let document: Document
beforeAll(async () => {
  h = await makeHarness({
    channels: [madeUpLoaded],
    routes: [...deskRoutes, async (app, deps) => { const host = makeSimulatorHost(deps.services); await demoRoutes(host)(app, deps); await simulatorControlRoutes(host, [])(app, deps) }],
  })
  document = (await h.request('GET', '/api/openapi.json', undefined, null)).json()
})
afterAll(() => h.close())

const pathOf = (url: string): string => url.replaceAll(/:(\w+)/g, '{$1}')
const isTold = (url: string): boolean => /^\/(api\/v1|simulator\/control)\//.test(url)

test('is OpenAPI 3.1 and lists every route that is served, and no other', () => {
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Recado' } })
  const told = Object.entries(document.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`)).filter((name) => !name.startsWith('HEAD'))
  const served = h.app.served.filter((route) => isTold(route.url)).map((route) => `${route.method} ${pathOf(route.url)}`)
  expect(told.filter((name) => isTold(name.split(' ')[1]!)).sort()).toEqual([...new Set(served)].sort())
})

test('every operation of the API is described: words, parameters of its path, answers, and who may call it', () => {
  const gaps: string[] = []
  for (const { method, url, permission } of h.app.served.filter((route) => route.url.startsWith('/api/v1/'))) {
    const operation = document.paths[pathOf(url)]?.[method.toLowerCase()]
    const name = `${method} ${url}`
    if (!operation) { gaps.push(`${name}: missing`); continue }
    if (!operation.summary || !operation.tags?.length) gaps.push(`${name}: no summary or tag`)
    for (const [, parameter] of url.matchAll(/:(\w+)/g)) if (!operation.parameters?.some((p) => p.in === 'path' && p.name === parameter)) gaps.push(`${name}: parameter ${parameter}`)
    if (Object.keys(operation.responses).length === 0) gaps.push(`${name}: no answers`)
    if (permission !== 'public' && permission !== 'own_check' && operation.security?.length !== 2) gaps.push(`${name}: does not say how to sign in`)
  }
  expect(gaps).toEqual([])
})

test('refers to nothing that is not in it', () => {
  const text = JSON.stringify(document)
  for (const [, reference] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = reference!.split('/').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document)
    expect(found, reference).toBeDefined()
  }
})

test('tells the truth: answers are as it says', async () => {
  const account = (await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Shop', settings: { accountId: 'acc', secret: 'a shared secret' } })).json()
  await h.services.health(h.workspaceId, { kind: 'quarantine', subject: account.id, severity: 'critical', data: { accountId: account.id } })
  await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(`insert into template (workspace_id, template_id, account_id, external_id, name, language, category, status, quality, preview, parameters, components, updated_at)
    values ($1, $2, $3, 'e', 'n', 'es', 'UTILITY', 'approved', null, '{"body":"Hola {{1}}"}', '[{"component":"body","position":0,"type":"text","label":"1"}]', '[]', now())`, [h.workspaceId, account.id, account.id]))
  await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(`insert into raw_request (workspace_id, raw_request_id, account_id, reason, state, received_at, event, error) values ($1, $2, $2, 'not_storable', 'quarantine', now(), '{"type":"message"}', 'x')`, [h.workspaceId, account.id]))
  const asked: [string, string, unknown?][] = [
    ['GET', '/api/v1/setup'], ['GET', '/api/v1/session'], ['PATCH', '/api/v1/me', { theme: 'dark' }], ['GET', '/api/v1/tokens'], ['POST', '/api/v1/tokens', { name: 'x', scopes: ['read'] }], ['GET', '/api/v1/members'],
    ['POST', '/api/v1/members', { name: 'Eva', email: 'eva@example.org', role: 'agent', password: 'nine brass owls listen' }], ['GET', '/api/v1/workspace'], ['GET', '/api/v1/channels'], ['GET', '/api/v1/channel-accounts'], [`GET`, `/api/v1/channel-accounts/${account.id}`],
    ['POST', `/api/v1/channel-accounts/${account.id}/check`], ['POST', `/api/v1/channel-accounts/${account.id}/sync-templates`], ['GET', '/api/v1/templates'], ['GET', '/api/v1/health-items'], ['GET', '/api/v1/raw-requests'], ['GET', `/api/v1/raw-requests/${account.id}`], ['GET', '/api/v1/audit'],
    ['GET', '/api/v1/conversations'], ['GET', '/api/v1/contacts'], ['GET', '/api/v1/counts'], ['GET', '/api/v1/saved-replies'],
    ['GET', `/api/v1/tokens?limit=0`], ['GET', `/api/v1/channel-accounts/${h.workspaceId}`],
  ]
  for (const [method, url, body] of asked) {
    const answer = await h.request(method as 'GET', url, body)
    const path = Object.keys(document.paths).find((known) => new RegExp(`^${known.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(url.split('?')[0]!))
    const { responses } = document.paths[path!]![method.toLowerCase()]!
    const told = responses[answer.statusCode] ?? responses[`${Math.floor(answer.statusCode / 100)}XX`] ?? responses[`${Math.floor(answer.statusCode / 100)}xx`]
    const schema = told?.content?.['application/json']?.schema
    expect(schema, `${method} ${url} ${answer.statusCode}`).toBeDefined()
    const check = Compile(schema as Parameters<typeof Compile>[0])
    expect([`${method} ${url}`, ...check.Errors(answer.json()).map((error) => `${error.instancePath} ${error.message}`)]).toEqual([`${method} ${url}`])
  }
})
