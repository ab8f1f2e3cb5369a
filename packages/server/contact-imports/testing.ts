/** Sends files of people in tests, as a browser does, and does what the background does. */
import type { ContactImport, ContactImportPreview, ImportRowProblem } from '@recado/api'
import type { ColumnUse, ContactMapping } from '@recado/core'
import type { Harness } from '../testing/harness.js'
import { runContactImport } from './run.js'

export function form(bytes: Buffer | string, name: string): { body: Buffer; headers: Record<string, string> } {
  const body = Buffer.concat([Buffer.from(`--xyz\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`), Buffer.from(bytes as string), Buffer.from('\r\n--xyz--\r\n')])
  return { body, headers: { 'content-type': 'multipart/form-data; boundary=xyz' } }
}

export interface Importer {
  send(bytes: Buffer | string, options?: { name?: string; query?: string }): ReturnType<Harness['request']>
  sent(bytes: Buffer | string, options?: { name?: string; query?: string }): Promise<ContactImport>
  /** Keeps a mapping: what was suggested, unless said otherwise. */
  map(one: ContactImport, wish?: Partial<ContactMapping>): Promise<ContactImport>
  preview(one: ContactImport): Promise<ContactImportPreview>
  check(one: ContactImport): Promise<ContactImport>
  look(one: ContactImport): Promise<ContactImport>
  /** Sends, maps, starts and runs to the end. */
  whole(bytes: Buffer | string, wish?: Partial<ContactMapping>, options?: { name?: string; query?: string }): Promise<ContactImport>
  errors(one: ContactImport): Promise<string>
  problems(one: ContactImport): Promise<ImportRowProblem[]>
}

export function importer(h: Pick<Harness, 'request' | 'services' | 'workspaceId' | 'owner'>): Importer {
  const path = (one: ContactImport, what = ''): string => `/api/v1/contact-imports/${one.id}${what}`
  const good = async <T>(answer: Promise<{ statusCode: number; body: string; json: () => T }>, code = 200): Promise<T> => {
    const { statusCode, body, json } = await answer
    if (statusCode !== code) throw new Error(`${statusCode} ${body}`)
    return json()
  }
  const request = (method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown): Promise<{ statusCode: number; body: string; json: () => never }> =>
    h.request(method, url, body).then((answer) => ({ statusCode: answer.statusCode, body: answer.body, json: () => answer.json() as never }))
  const self: Importer = {
    send(bytes, { name = 'people.csv', query = '' } = {}) { const { body, headers } = form(bytes, name); return h.request('POST', `/api/v1/contact-imports${query}`, body, h.owner, headers) },
    async sent(bytes, options) { const answer = await self.send(bytes, options); if (answer.statusCode !== 201) throw new Error(answer.body); return answer.json() },
    map: (one, wish = {}) => good(request('PUT', path(one, '/mapping'), { columns: one.suggested as ColumnUse[], headings: true, existing: 'update', ...wish })),
    preview: (one) => good(request('POST', path(one, '/preview'))),
    async check(one) {
      await good(request('POST', path(one, '/check')))
      await runContactImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
      return self.look(one)
    },
    look: (one) => good(request('GET', path(one))),
    async whole(bytes, wish, options) {
      const one = await self.map(await self.sent(bytes, options), wish)
      await good(request('POST', path(one, '/start')))
      await runContactImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
      return self.look(one)
    },
    problems: async (one) => (await good<{ items: ImportRowProblem[] }>(request('GET', path(one, '/problems')))).items,
    errors: (one) => h.request('GET', path(one, '/errors.csv')).then((answer) => answer.body),
  }
  return self
}
