import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inLineMs, lives } from '../../tools/product/processes.mjs'
import { ask } from '../../tools/product/database.mjs'
import { deliver, until } from '../../tools/product/client.mjs'
import { deliverPatiently, forged, openLines, personOf } from '../channels.mjs'
import { openDesk } from '../desk.mjs'
import { examplesOf } from '../fuzz/examples.mjs'
import { oddJson, oddXml } from '../fuzz/grammar.mjs'
import { lookInside, watched } from '../inside.mjs'
import { together } from '../pace.mjs'
import { missingTraces } from '../traces.mjs'

const AT_ONCE = 16
const FORGED = 0.25
const LONGEST_MS = 1_000
const MORE_MEMORY = 50 * 2 ** 20
/** The first ones fill caches and pools that stay. */
const WARM = 4_000

/**
 * R9: bodies made by a grammar from all examples of all channels, signed rightly and wrongly. The server answers each in time and with no 5xx, lives,
 * keeps its memory, and writes nothing of what was signed wrongly: that goes to accounts which get nothing else.
 * @param {{ webhooks: number, random: ReturnType<typeof import('../random.mjs').chance> }} options
 */
export async function fuzz({ webhooks, random }) {
  const desk = await openDesk({ env: watched() })
  try {
    const [lines, victims] = [await openLines(desk.api, '1'), await openLines(desk.api, '2')]
    const examples = new Map(lines.map((line) => [line.channel, examplesOf(line.channel)]))
    const { pid } = desk.product()
    /** @type {Map<number, number>} */
    const statuses = new Map()
    const faults = []
    let forgedOnes = 0
    const make = () => {
      const at = Math.floor(random.between(0, lines.length))
      const bad = random.happens(FORGED)
      const line = (bad ? victims : lines)[at]
      const list = examples.get(line.channel) ?? []
      const example = line.adopted(list[Math.floor(random.between(0, list.length))] ?? '')
      const odd = (line.channel === 'wechat' ? oddXml : oddJson)(example, random)
      const misread = line.misread && !bad && random.happens(0.05) ? line.misread[Math.floor(random.between(0, line.misread.length))] : null
      const signed = misread ? misread(String(odd.body)) : line.signed(odd.body)
      if (bad) forgedOnes++
      const request = bad ? spoilt(signed, random) : signed
      return { line, what: `${line.channel} ${odd.what}${bad ? ', forged' : ''}`, request: { ...request, headers: { ...request.headers, ...odd.headers } } }
    }
    const tell = async ({ what, request }, again = false) => {
      const line = inLineMs(pid)
      const answer = await (again ? deliverPatiently : deliver)(desk.url, request).catch((error) => ({ status: 0, body: String(error.cause ?? error), ms: 0 }))
      const ms = answer.ms - (inLineMs(pid) - line)
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      // Where PostgreSQL gets no processor for two seconds it stands still for us, as promised: told again, as platforms do, it must be taken.
      if (answer.status === 503 && !again) { slow.push({ what, request }); return }
      const fault = answer.status >= 500 || answer.status === 0 ? `${what}: answered ${answer.status} ${answer.body.slice(0, 200)}` : /forged/.test(what) && answer.status === 200 ? `${what}: taken` : null
      if (fault && faults.length < 5) faults.push(`${fault} (${kept(request, faults.length)})`)
      // The machine has other things to do as well: what is slow alone is slow.
      if (ms > LONGEST_MS) { if (again) faults.push(`${what}: ${Math.round(ms)} ms (${kept(request, faults.length)})`); else slow.push({ what, request }) }
    }
    /** @type {{ what: string, request: import('../channels.mjs').Signed }[]} */
    const slow = []
    const flood = (count) => together(Array(count).fill(null), AT_ONCE, () => tell(make()))
    await flood(Math.min(WARM, webhooks / 2))
    const before = await lookInside(desk.product())
    const since = performance.now()
    await flood(webhooks - Math.min(WARM, webhooks / 2))
    const perSecond = Math.round((webhooks - WARM) / ((performance.now() - since) / 1000))
    for (const one of slow) await tell(one, true)
    // Pages go back to the system a while after what stood on them: what has grown is what does not come back.
    const after = await until(() => lookInside(desk.product()), (inside) => inside.rss - before.rss <= MORE_MEMORY, { withinMs: 60_000 }).catch(() => lookInside(desk.product()))
    const [grown, heap] = [after.rss - before.rss, after.heapUsed - before.heapUsed]
    if (!lives(pid) || desk.product().pid !== pid) faults.push('the server died')
    if (grown > MORE_MEMORY) faults.push(`${Math.round(grown / 2 ** 20)} MB more`)
    const [written] = await ask(desk.dataDir, `select (select count(*) from message where account_id = any($1))::int as messages, (select count(*) from conversation where account_id = any($1))::int as conversations, (select count(*) from identity where account_id = any($1))::int as people, (select count(*) from raw_request where account_id = any($1))::int as raw`, [victims.map((line) => line.accountId)])
    if (Object.values(written ?? {}).some((n) => n !== 0)) faults.push(`of forged ones stand there: ${JSON.stringify(written)}`)
    // It still does what it is for.
    for (const line of lines) {
      const answer = await deliverPatiently(desk.url, line.said({ id: 'after', person: personOf(line.channel, '1', 9_000), at: Date.now(), sort: 'text', text: 'Still here' }))
      if (answer.status !== 200) faults.push(`${line.channel}: an ordinary message is answered ${answer.status} afterwards`)
    }
    // WeChat's may lie in the spool for a moment.
    const standing = async () => (await ask(desk.dataDir, `select count(*)::int as n from message where content->>'text' = 'Still here'`))[0]?.n
    const still = await until(standing, (n) => n === lines.length, { withinMs: 60_000 }).catch(standing)
    if (still !== lines.length) faults.push(`${still} ordinary messages of ${lines.length} afterwards`)
    const traces = await missingTraces(desk, { metric: 'recado_incidents_total{kind="webhook_refused"}', log: /webhook_refused/, health: 'webhook_refused' })
    return { fault: faults.join('\n   ') || null, traces, figures: `${webhooks} webhooks, ${forgedOnes} forged, from ${[...examples.values()].flat().length} examples; ${[...statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${times} x ${status}`).join(', ')}; ${perSecond}/s, ${slow.length} told again for being slow, memory ${Math.round(grown / 2 ** 20)} MB more (heap ${Math.round(heap / 2 ** 20)} MB)` }
  } finally {
    await desk.close()
  }
}

/** Signed wrongly, in one of the ways that are tried. */
function spoilt(signed, random) {
  if (random.happens(0.5)) return forged(signed)
  const { 'x-hub-signature-256': hub, ...headers } = signed.headers
  if (hub === undefined) return { ...signed, path: random.happens(0.5) ? signed.path.split('?')[0] : signed.path.replace(/(signature=)\w+/g, '$1') }
  return random.happens(0.5) ? { ...signed, headers } : { ...signed, headers: { ...headers, 'x-hub-signature-256': random.happens(0.5) ? 'sha256=' : hub.toUpperCase().replace('SHA256', 'sha1') } }
}

/** The request as a file, for whoever looks into it. */
function kept(request, n) {
  const file = join(tmpdir(), `recado-fuzz-${process.pid}-${n}.txt`)
  writeFileSync(file, `POST ${request.path}\n${Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n`)
  writeFileSync(file, request.body, { flag: 'a' })
  return file
}
