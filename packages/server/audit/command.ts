import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Database } from '@recado/db'
import { businessClock } from '../clock.js'
import type { Config } from '../config.js'
import { readMasterKey } from '../secrets/master-key.js'
import { makeSealer } from '../secrets/sealer.js'
import { exportChain, verifyLines } from './export.js'
import { sealWorkspace } from './sealer.js'
import { type Fault, type Head, readHead, verifyChain, writeHead } from './verify.js'

const plain = (message: string): Error => Object.assign(new Error(message), { plain: true })

const SENTENCES: Readonly<Record<Fault['kind'], string>> = {
  changed: 'the entry was changed after it was sealed', removed: 'the entry was removed', inserted: 'the entry was put in later, with an earlier time', reordered: 'the link was moved', link_changed: 'the link itself was changed',
  link_removed: 'the link was removed', truncated: 'the end of the chain is missing', head_changed: 'the head of the chain was changed', head_mismatch: 'the chain is not the one whose head was noted down',
}

/** A fault as a line: place, ledger and entry, what happened. */
export function faultLine({ kind, seq, toSeq, ledger, entryId, movedFrom }: Fault): string {
  const place = seq === null ? 'no link' : toSeq !== undefined && toSeq !== seq ? `link ${seq}-${toSeq}` : `link ${seq}`
  return [place, ...(ledger ? [ledger] : []), ...(entryId ? [entryId] : []), SENTENCES[kind] + (movedFrom === undefined ? '' : ` (it was link ${movedFrom})`)].join('  ')
}

export interface AuditOptions { workspace: string | null; head: string | null; file: string | null }

async function workspacesOf(db: Database, wanted: string | null): Promise<{ id: string; name: string }[]> {
  const rows = await db.asSystem((tx) => tx.query<{ id: string; name: string }>('select workspace_id as id, name from workspace order by created_at'))
  const found = wanted === null ? rows : rows.filter((row) => row.id === wanted || row.name === wanted)
  if (found.length === 0) throw plain(wanted === null ? 'There is no workspace yet.' : `There is no workspace ${wanted}.`)
  return found
}

function headOf(text: string | null): Head | null {
  const head = text === null ? null : readHead(text)
  if (text !== null && !head) throw plain('A head is a number, a colon and 64 hexadecimal digits, as "audit verify" prints it.')
  return head
}

const services = (db: Database, config: Config) => ({ db, clock: businessClock(db), sealer: makeSealer(db, readMasterKey(config.dataDir, config.masterKeyFile).key) })

/** `recado audit verify`: every chain from the first link to the last. False when anything is wrong. */
export async function auditVerify(db: Database, config: Config, options: AuditOptions, say: (line: string) => void): Promise<boolean> {
  const noted = headOf(options.head)
  const parts = services(db, config)
  await parts.clock.load()
  const chosen = await workspacesOf(db, options.workspace)
  if (noted && chosen.length > 1) throw plain('A noted head belongs to one workspace: name it with --workspace.')
  let good = true
  for (const { id, name } of chosen) {
    await sealWorkspace(parts, id)
    const { ok, links, head, faults, more } = await verifyChain(parts, id, noted)
    say(`${name} (${id})`)
    say(ok ? `  ${links} links, all as they were sealed. Head: ${writeHead(head)}` : `  ${links} links, ${faults.length}${more ? ' or more' : ''} not as they were sealed:`)
    for (const fault of faults) say(`  ${faultLine(fault)}`)
    good &&= ok
  }
  return good
}

/** `recado audit verify --file`: the lines of an export, without database or key. */
export async function auditVerifyFile(file: string, headText: string | null, say: (line: string) => void): Promise<boolean> {
  const { links, head, faults } = await verifyLines(createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY }), headOf(headText))
  say(faults.length === 0 ? `${links} links, all as they were sealed. Head: ${writeHead(head)}` : `${links} links, ${faults.length} not as they were sealed:`)
  for (const fault of faults) say(`  ${faultLine(fault)}`)
  return faults.length === 0
}

/** `recado audit export`: the chain of one workspace as JSON lines. */
export async function auditExport(db: Database, config: Config, options: AuditOptions, write: (text: string) => Promise<void>): Promise<void> {
  const chosen = await workspacesOf(db, options.workspace)
  if (chosen.length > 1) throw plain(`Name one workspace with --workspace: ${chosen.map(({ name }) => name).join(', ')}.`)
  const parts = services(db, config)
  await parts.clock.load()
  await sealWorkspace(parts, chosen[0]!.id) // one was just counted
  for await (const text of exportChain({ db }, chosen[0]!.id)) await write(text)
}
