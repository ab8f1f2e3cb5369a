/** The client is what its generator makes of the routes as they are. `-u` writes it anew. */
import { demoRoutes } from '@recado/server/routes/demo'
import { deskRoutes } from '@recado/server/routes/desk'
import { makeSimulatorHost } from '@recado/server/simulator/host'
import { makeHarness } from '@recado/server/testing/harness'
import { expect, test } from 'vitest'
import { generate } from './client.mjs'
import { typeOf } from './lib/client-types.mjs'

test('the generated client is the one that lies in packages/client', async () => {
  const h = await makeHarness({ routes: [...deskRoutes, async (app, deps) => { await demoRoutes(makeSimulatorHost(deps.services))(app, deps) }] })
  try {
    const document = (await h.request('GET', '/api/openapi.json', undefined, null)).json<{ paths: object }>()
    await expect(generate(document)).toMatchFileSnapshot('../packages/client/index.ts')
  } finally { await h.close() }
})

test.each([
  [{ type: 'string', format: 'uuid' }, 'string'],
  [{ anyOf: [{ const: 'a' }, { const: 'b' }, { type: 'null' }] }, '"a" | "b" | null'],
  [{ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, '(string | null)[]'],
  [{ type: 'object', required: ['a'], properties: { a: { type: 'integer' }, 'b-c': { type: 'boolean' } } }, '{\n  a: number\n  "b-c"?: boolean\n}'],
  [{ type: 'object', patternProperties: { '^.*$': { type: 'number' } } }, 'Record<string, number>'],
  [{ type: 'object', title: 'Thing', properties: {} }, 'Thing'],
  [{}, 'unknown'],
] as const)('reads %j', (schema, type) => expect(typeOf(schema, new Map())).toBe(type))
