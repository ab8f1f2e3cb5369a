import { closeSync, openAsBlob, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pssOf, treeOf } from '../../tools/product/processes.mjs'
import { dataDirectory, startProduct, TOKEN } from '../../tools/product/start.mjs'

const ROWS = 1_000_000
const MEMORY_GOAL = 512
const RATE_GOAL = 2_000
const PART = 4 * 1024 ** 2
const LOOK_MS = 500

/**
 * A file of people from its first byte to its last person, on a server of its own: rows a second, and the most memory that everything below
 * `npm start` held meanwhile. `--size 50k` for a shorter file.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureImport({ sizes = [] } = {}) {
  const rows = sizes[0] ? Number.parseInt(sizes[0], 10) * (/k$/i.test(sizes[0]) ? 1_000 : /m$/i.test(sizes[0]) ? 1_000_000 : 1) : ROWS
  const data = dataDirectory()
  const product = await startProduct({ dataDir: data.dir })
  const file = join(tmpdir(), `recado-bench-people-${process.pid}.csv`)
  try {
    const bytes = writePeople(file, rows)
    const api = async (method, path, body) => {
      const form = body instanceof FormData
      const answer = await fetch(`${product.url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${TOKEN}`, ...(body && !form ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: form ? body : JSON.stringify(body) } : {}) })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    }
    let most = 0
    const look = () => { most = Math.max(most, pssOf(treeOf(product.pid)) / 1_048_576) }
    const sent = await send(api, file, bytes, look)
    await api('PUT', `/contact-imports/${sent.id}/mapping`, { columns: sent.suggested, headings: true, existing: 'update' })
    const checked = await timed(api, sent.id, 'check', look)
    const run = await timed(api, sent.id, 'start', look)
    const taken = run.last.created + run.last.changed + run.last.unchanged + run.last.refused
    if (taken !== rows || run.last.refused !== refusedIn(rows)) throw new Error(`Of ${rows} rows ${taken} were dealt with, ${run.last.refused} refused.`)
    const perSecond = rows / run.seconds
    return [
      { name: `import of ${rows} people`, goal: `>= ${RATE_GOAL} rows/s`, measured: `${Math.round(perSecond)} rows/s`, met: perSecond >= RATE_GOAL, note: `${(bytes / 1e6).toFixed(0)} MB in ${run.seconds.toFixed(1)} s; dry run ${Math.round(rows / checked.seconds)} rows/s` },
      { name: `memory of the whole system during an import of ${rows} people`, goal: `< ${MEMORY_GOAL} MB`, measured: `${most.toFixed(0)} MB`, met: most < MEMORY_GOAL, note: 'proportional set size of the process tree, the highest of looks every half second' },
    ]
  } finally {
    await product.stop()
    rmSync(file, { force: true })
    data.remove()
  }
}

/** Every thousandth row has a number that is none. */
const refusedIn = (rows) => Math.floor(rows / 1_000)

function writePeople(path, rows) {
  const out = openSync(path, 'w')
  let bytes = writeSync(out, 'name,phone,email,company,country,labels,Member since,Points\n')
  for (let from = 0; from < rows; from += 10_000) {
    let text = ''
    for (let i = from; i < Math.min(rows, from + 10_000); i++) text += `Person ${i},${i % 1_000 === 999 ? 'none' : `+346${String(i).padStart(8, '0')}`},p${i}@example.com,Company ${i % 500},ES,${i % 3 ? 'bench' : 'bench; third'},2024-0${1 + (i % 9)}-1${i % 9},${i % 977}\n`
    bytes += writeSync(out, text)
  }
  closeSync(out)
  return bytes
}

async function send(api, path, bytes, look) {
  const blob = await openAsBlob(path)
  const part = (from) => { const form = new FormData(); form.set('file', blob.slice(from, from + PART), 'people.csv'); return form }
  let answer = await api('POST', `/contact-imports?size=${bytes}`, part(0))
  while (answer.state === 'receiving') { look(); answer = await api('PUT', `/contact-imports/${answer.id}/file?offset=${answer.received}`, part(answer.received)) }
  return answer
}

async function timed(api, id, what, look) {
  const begun = performance.now()
  await api('POST', `/contact-imports/${id}/${what}`)
  for (;;) {
    const last = await api('GET', `/contact-imports/${id}`)
    look()
    if (last.state === 'failed' || last.state === 'cancelled') throw new Error(`The import ${last.state}: ${last.error}`)
    if (last.state !== 'running' && last.state !== 'checking') return { last, seconds: (performance.now() - begun) / 1_000 }
    await wait(LOOK_MS)
  }
}
