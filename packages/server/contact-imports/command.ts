/** `recado import contacts FILE` and `recado export contacts`: through the running server, as any program would, with a token that lives as long as the command. */
import { randomBytes } from 'node:crypto'
import { createWriteStream, openAsBlob } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { ContactImport, ListExport } from '@recado/api'
import type { ContactMapping } from '@recado/core'
import { type Database, newId } from '@recado/db'
import { hashOf } from '../auth/secrets.js'

const PART = 4 * 1024 ** 2
const LOOK_MS = 500

export type Option = (name: string, otherwise: string) => string
const plain = (message: string): Error => Object.assign(new Error(message), { plain: true })

type Ask = <T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<T>

/** Runs with an API token of its own on the (first) workspace; the token goes with the command. */
async function withToken<T>(db: Database, base: string, work: (ask: Ask, fetchFile: (path: string) => Promise<Response>) => Promise<T>): Promise<T> {
  const [workspace] = await db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace where not demo order by created_at limit 1'))
  if (!workspace) throw plain('There is no workspace yet: open Recado in a browser and set it up first.')
  const token = `recado_${randomBytes(32).toString('base64url')}`
  const id = newId()
  await db.asSystem((tx) => tx.query('insert into api_token (workspace_id, token_id, name, token_hash, scopes) values ($1, $2, $3, $4, $5)', [workspace.workspace_id, id, 'command line: contacts', hashOf(token), ['all']]))
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const form = body instanceof FormData
    const answer = await fetch(`${base}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}`, ...(body !== undefined && !form ? { 'content-type': 'application/json' } : {}) }, ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }) })
      .catch(() => { throw plain(`No Recado answers at ${base}. Say where it is: --url http://host:port`) })
    if (answer.ok) return answer
    const problem = await answer.json().catch(() => ({})) as { detail?: string; next?: string; fields?: { field: string; message: string }[] }
    throw plain([problem.detail ?? `The server answered ${answer.status}.`, ...(problem.fields ?? []).map(({ field, message }) => `  ${field} ${message}`), problem.next ?? ''].filter(Boolean).join('\n'))
  }
  try {
    return await work(async <R>(method: string, path: string, body?: unknown) => (await call(method, path, body)).json() as Promise<R>, (path) => call('GET', path))
  } finally {
    await db.asSystem((tx) => tx.query('delete from api_token where workspace_id = $1 and token_id = $2', [workspace.workspace_id, id]))
  }
}

/** Takes a file in. Columns are what is suggested, or what `--mapping FILE.json` says; `--dry-run` only counts. */
export function importContacts(db: Database, base: string, file: string, option: Option, flags: { dryRun: boolean; exclusion: boolean }): Promise<void> {
  return withToken(db, base, async (ask, fetchFile) => {
    const { size } = await stat(file).catch(() => { throw plain(`There is no file ${file}.`) })
    const blob = await openAsBlob(file)
    const part = (from: number): FormData => { const form = new FormData(); form.set('file', blob.slice(from, from + PART), basename(file)); return form }
    let one = await ask<ContactImport>('POST', `/contact-imports?size=${size}&purpose=${flags.exclusion ? 'exclusion' : 'contacts'}`, part(0))
    while (one.state === 'receiving') one = await ask<ContactImport>('PUT', `/contact-imports/${one.id}/file?offset=${one.received}`, part(one.received))
    const said = option('mapping', '') ? JSON.parse(await readFile(option('mapping', ''), 'utf8')) as Partial<ContactMapping> : {}
    const country = option('country', '')
    // Whoever wants marketing says so in the mapping, with source and words: nothing is assumed.
    await ask('PUT', `/contact-imports/${one.id}/mapping`, { columns: one.suggested, headings: one.found?.format === 'csv', existing: option('existing', 'update'), consent: null, ...(country ? { country } : {}), ...said })
    await ask('POST', `/contact-imports/${one.id}/${flags.dryRun ? 'check' : 'start'}`)
    for (;;) {
      one = await ask<ContactImport>('GET', `/contact-imports/${one.id}`)
      if (process.stderr.isTTY) process.stderr.write(`\r${one.position} of ${one.total} rows`)
      if (one.state !== 'running' && one.state !== 'checking') break
      await wait(LOOK_MS)
    }
    if (process.stderr.isTTY) process.stderr.write('\n')
    const counts = flags.dryRun ? one.checked ?? one : one
    console.log(`${flags.dryRun ? 'Dry run' : `Import ${one.state}`}: ${counts.created} new, ${counts.changed} changed, ${counts.unchanged} as they were, ${counts.refused} refused, ${counts.consents} consents.`)
    if (counts.problemCount > 0 && option('errors', '')) {
      const { body } = await fetchFile(`/contact-imports/${one.id}/errors.csv`)
      if (body) await pipeline(Readable.fromWeb(body as never), createWriteStream(option('errors', ''))) // the web's stream and Node's are typed apart
      console.log(`The rows that were not taken are in ${option('errors', '')}.`)
    }
    if (flags.dryRun) await ask('POST', `/contact-imports/${one.id}/cancel`)
    if (one.state === 'failed') process.exitCode = 1
  })
}

/** Takes everybody out, into `--out FILE` or to standard output. */
export function exportContacts(db: Database, base: string, option: Option): Promise<void> {
  return withToken(db, base, async (ask, fetchFile) => {
    let one = await ask<ListExport>('POST', '/exports', { kind: 'contacts', format: option('format', 'csv') })
    while (one.state === 'waiting' || one.state === 'running') { await wait(LOOK_MS); one = await ask<ListExport>('GET', `/exports/${one.id}`) }
    if (one.state !== 'ready') throw plain(`The export ${one.state}.`)
    const { body } = await fetchFile(`/exports/${one.id}/file`)
    const out = option('out', '')
    if (body) await pipeline(Readable.fromWeb(body as never), out ? createWriteStream(out, { mode: 0o600 }) : process.stdout) // as above
    await ask('POST', `/exports/${one.id}/cancel`)
    if (out) console.log(`${one.position} people are in ${out}.`)
  })
}
