import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../../tools/lib/paths.mjs'
import { apiClient, until } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { FakeGraph } from '../../tools/product/fake-graph.mjs'
import { startProduct } from '../../tools/product/start.mjs'
import { openDesk } from '../desk.mjs'
import { broken } from '../teeth/broken.mjs'

const PER_SECOND = 100
const CUSTOMERS = 50
/** Answers that wait for a slow platform at whatever moment the backup is of. */
const QUEUED = 60
const SLOW_MS = 4_000
const QUICK_MS = 50
const CANARY = 'canary7f3a91'

/**
 * R14: a backup while messages flow, the machine wiped, everything restored into another directory: nothing acknowledged before the backup is missing,
 * nothing is sent again, and who was forgotten after it is not there.
 * @param {{ messages: number }} options taken in before the backup
 */
export async function restoreDrill({ messages }) {
  const place = mkdtempSync(join(tmpdir(), 'recado-drill-'))
  const [backups, restored, key] = ['backups', 'restored', 'master.key'].map((name) => join(place, name))
  const env = { RECADO_EGRESS_ALLOW: '127.0.0.1/32' }
  const graph = await FakeGraph.open(() => 'answer', SLOW_MS)
  const desk = await openDesk({ env: { ...env, RECADO_BACKUP_DIR: backups, RECADO_BACKUP_MINUTES: '0' }, baseUrl: graph.url })
  /** @type {Awaited<ReturnType<typeof startProduct>> | null} */
  let again = null
  let open = true
  /** What was answered 200, by the platform's id. @type {string[]} */
  const taken = []
  let going = true
  try {
    await desk.tell({ wamid: 'wamid.canary', from: '34699999999', text: CANARY })
    const load = (async () => {
      const under = []
      for (let n = 0; going; n++) {
        under.push(desk.tell({ wamid: `wamid.drill.${n}`, from: `3466${String(n % CUSTOMERS).padStart(7, '0')}`, text: `Text ${n}` }).then(() => taken.push(`wamid.drill.${n}`)))
        if (under.length % PER_SECOND === 0) await Promise.all(under.splice(0))
        else await wait(1000 / PER_SECOND)
      }
      await Promise.all(under)
    })()
    await until(async () => taken.length, (n) => n >= messages, { withinMs: 600_000, what: `${messages} messages` })
    const conversations = await desk.api.all('/api/v1/conversations?view=all')
    const people = conversations.filter((one) => !one.lastMessage.text.includes(CANARY))
    let written = 0
    const write = async () => {
      await desk.api.want('POST', `/api/v1/conversations/${people[written % people.length].id}/messages`, { clientId: randomUUID(), content: { kind: 'text', text: `Answer ${written}` } })
      written++
    }
    while (written < QUEUED) await write()
    const before = [...taken]
    let making = true
    const queueing = (async () => { while (making) await (written - graph.received.length < QUEUED ? write() : wait(20)) })()
    const [made] = await Promise.all([backUp(desk).finally(() => { making = false }), queueing])
    graph.delayMs = QUICK_MS
    await until(async () => graph.received.length, (n) => n >= written, { withinMs: 60_000, what: 'the answers that were queued' })
    for (let n = 0; n < 10; n++) await write()
    await until(async () => graph.received.length, (n) => n >= written, { withinMs: 60_000, what: 'the answers after the backup' })

    const canary = conversations.find((one) => one.lastMessage.text.includes(CANARY))
    await desk.api.want('DELETE', `/api/v1/contacts/${canary.contact.id}?how=erase`)
    await until(async () => (existsSync(join(backups, 'erasures')) ? readdirSync(join(backups, 'erasures')).length : 0), (n) => n > 0, { withinMs: 60_000, what: 'the erasure beside the backups' })
    going = false
    await load
    const sentBefore = [...graph.received]

    // The machine is gone: what is left is the directory of backups and the key that was kept apart.
    copyFileSync(join(desk.dataDir, 'master.key'), key)
    await desk.close()
    open = false
    const file = join(backups, made.file)
    const refused = spawnRecado(['restore', file, '--data-dir', restored])
    const verified = await spawnRecado(['backup', 'verify', file, '--master-key-file', key])
    const withoutKey = await refused
    const since = performance.now()
    const done = await spawnRecado(['restore', file, '--data-dir', restored, '--master-key-file', key])
    const seconds = (performance.now() - since) / 1000
    if (done.code !== 0) return { fault: `restore ended with ${done.code}: ${done.output}`, figures: '' }
    again = await startProduct({ dataDir: restored, env: broken(env) })
    const api = apiClient(() => again?.url ?? '')
    await until(() => ask(restored, `select 1 from forgetting where cause = 'restored' and state <> 'done'`), (rows) => rows.length === 0, { withinMs: 60_000, what: 'the erasure to be applied again' })
    const stored = new Set((await ask(restored, `select external_id from message where direction = 'in'`)).map((row) => row.external_id))
    const missing = before.filter((id) => !stored.has(id))
    const hits = await hitsOf(restored)
    const { held } = await api.want('GET', '/api/v1/restore-hold')
    const waiting = held?.items.find((one) => one.kind === 'messages')?.count ?? 0
    // Long enough for every lane to look several times: what was held has not left by itself.
    await wait(5_000)
    const sentAgain = graph.received.length - sentBefore.length
    await api.want('POST', '/api/v1/restore-hold/messages', { decision: 'discard' })
    const left = await api.want('GET', '/api/v1/restore-hold')
    const faults = [
      withoutKey.code === 0 && 'it restores without the key', verified.code !== 0 && `verify: ${verified.output}`, missing.length && `${missing.length} acknowledged before are missing`,
      waiting === 0 && 'nothing was queued at the backup', sentAgain && `${sentAgain} sent again`, graph.received.length !== new Set(graph.received).size && 'somebody got a message twice', hits && `the forgotten one is found ${hits} times`, left.held && 'still held after the decision',
    ].filter(Boolean)
    return { fault: faults.join('; ') || null, figures: `${before.length} acknowledged before the backup, ${taken.length} in all; ${made.written} bytes in ${made.ms} ms; restored in ${seconds.toFixed(1)} s; ${waiting} messages held` }
  } finally {
    going = false
    if (open) await desk.close()
    await again?.stop()
    await graph.close()
    rmSync(place, { recursive: true, force: true })
  }
}

/** Waits for the one that a new desk makes by itself, then makes one of now. */
async function backUp(desk) {
  const runs = async () => (await desk.api.want('GET', '/api/v1/backups')).items
  await until(runs, (items) => items.length > 0 && items.every((one) => !['waiting', 'running'].includes(one.state)), { withinMs: 120_000, what: 'the first backup' })
  const asked = await desk.api.want('POST', '/api/v1/backups', {})
  const [made] = (await until(runs, (items) => items.some((one) => one.id === asked.id && !['waiting', 'running'].includes(one.state)), { withinMs: 120_000, what: 'the backup' })).filter((one) => one.id === asked.id)
  if (made.state !== 'done') throw new Error(`the backup ${made.state}: ${made.error}`)
  return { ...made, ms: Date.parse(made.finishedAt) - Date.parse(made.startedAt) }
}

/** In every table that holds text, and in the stored files' names. */
async function hitsOf(dataDir) {
  const tables = await ask(dataDir, `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`)
  let hits = 0
  for (const { name } of tables) hits += (await ask(dataDir, `select count(*)::int as n from "${name}" t where t::text like '%${CANARY}%' or t::text like '%34699999999%'`))[0]?.n ?? 0
  return hits
}

/** @param {string[]} args @returns {Promise<{ code: number | null, output: string }>} */
function spawnRecado(args) {
  const { PATH, HOME, TMPDIR } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'tools/bootstrap.mjs'), 'recado', ...args], { cwd: root, env: broken(Object.fromEntries(Object.entries({ PATH, HOME, TMPDIR }).filter(([, value]) => value !== undefined))), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
