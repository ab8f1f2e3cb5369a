/**
 * Writes packages/client/index.ts from an OpenAPI document: `node tools/client.mjs http://localhost:3000/api/openapi.json`, or a file.
 * Of our own making because openapi-typescript does not run on TypeScript 7. `npx vitest run tools/client.test.ts -u` does the same without a server.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { typeOf } from './lib/client-types.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** Everything under /api/v1 but what is no JSON: sockets and files. */
function operationsOf(document) {
  return Object.entries(document.paths).filter(([path]) => path.startsWith('/api/v1/')).flatMap(([path, operations]) =>
    METHODS.filter((method) => operations[method] && resultOf(operations[method]) !== null).map((method) => ({ name: `${method.toUpperCase()} ${path}`, path, operation: operations[method] }))).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The schema of what a working call answers; undefined = no body, null = not JSON. */
function resultOf(operation) {
  const good = Object.entries(operation.responses ?? {}).filter(([status]) => status.startsWith('2'))
  if (good.length === 0) return null
  const schemas = good.flatMap(([, response]) => (response.content?.['application/json']?.schema ? [response.content['application/json'].schema] : []))
  return schemas[0] ?? undefined
}

function parametersOf(operation, place, named) {
  const list = (operation.parameters ?? []).filter((one) => one.in === place)
  if (list.length === 0) return 'undefined'
  return typeOf({ type: 'object', required: list.filter((one) => one.required).map((one) => one.name), properties: Object.fromEntries(list.map((one) => [one.name, { ...one.schema, description: one.description }])) }, named, '    ')
}

/** The client's one file. */
export function generate(document) {
  const named = new Map()
  const operations = operationsOf(document).map(({ name, operation }) => {
    const body = operation.requestBody?.content?.['application/json']?.schema
    const result = resultOf(operation)
    const about = [operation.summary, operation.description].filter(Boolean).join('. ').replaceAll('*/', '* /')
    return `  /** ${about} */
  ${JSON.stringify(name).replaceAll('"', "'")}: {
    path: ${parametersOf(operation, 'path', named)}
    query: ${parametersOf(operation, 'query', named)}
    body: ${body ? typeOf(body, named, '    ') : 'undefined'}
    result: ${result === undefined || result.type === 'null' ? 'null' : typeOf(result, named, '    ')}
  }`
  })
  const types = [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => (text.startsWith('{') && !/^\} [|&]/m.test(text) ? `export interface ${name} ${text}` : `export type ${name} = ${text}`))
  return `/** The API of a Recado installation, typed. Written by tools/client.mjs from its OpenAPI document: change the routes, not this file. */

${types.join('\n\n')}

/** Every operation by its name: method and path. */
export interface Operations {
${operations.join('\n')}
}

export type OperationName = keyof Operations
/** Operations that answer pages. */
export type ListName = { [Name in OperationName]: Operations[Name]['result'] extends { items: unknown[]; next: string | null } ? Name : never }[OperationName]
export type ItemOf<Name extends ListName> = Operations[Name]['result'] extends { items: (infer Item)[] } ? Item : never

${readFileSync(join(here, 'lib', 'client-runtime.template'), 'utf8').trim()}
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const from = process.argv[2]
  if (!from) throw new Error('Say where the document is: an address, or a file.')
  const text = /^https?:/.test(from) ? await (await fetch(from)).text() : readFileSync(from, 'utf8')
  writeFileSync(join(here, '..', 'packages', 'client', 'index.ts'), generate(JSON.parse(text)))
}
