import { until } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { deliverPatiently, openLines, personOf } from '../channels.mjs'
import { openDesk } from '../desk.mjs'
import { together } from '../pace.mjs'

const AT_ONCE = 64
const MOST_COPIES = 5

/** What two accounts hold of the same stories, in the same words: nothing that names the account, and no moment of our own. */
const STATE = `select m.external_id as id, m.direction, m.kind, m.content, m.status, m.platform_at, m.author_type, k.value as person
  from message m join conversation c using (workspace_id, conversation_id) join lateral (select min(value) as value from identity_key i where i.workspace_id = c.workspace_id and i.identity_id = c.identity_id) k on true
  where m.account_id = $1 order by person, m.platform_at, m.external_id, m.kind, m.content::text`
const THREADS = `select k.value as person, c.status, c.unread, c.last_inbound_at, c.window_kind, c.window_closes_at, c.window_left, c.last_text, c.last_direction, c.last_status
  from conversation c join lateral (select min(value) as value from identity_key i where i.workspace_id = c.workspace_id and i.identity_id = c.identity_id) k on true where c.account_id = $1 order by person`

/**
 * R6: the same stories told twice on every channel. Once in order, each webhook once; once each copied up to five times, all shuffled, 64 at a time.
 * Both accounts must hold the same.
 * @param {{ runs: number, random: ReturnType<typeof import('../random.mjs').chance> }} options `runs`: people with a story, on each channel
 */
export async function copies({ runs, random }) {
  const desk = await openDesk()
  try {
    const [tidy, wild] = [await openLines(desk.api, '1'), await openLines(desk.api, '2')]
    const faults = []
    let [events, deliveries] = [0, 0]
    for (const [i, line] of tidy.entries()) {
      const other = wild[i]
      if (!other) throw new Error(`${line.channel} has no second account`)
      const began = Date.now() - 3_600_000
      const stories = Array.from({ length: runs }, (_, run) => story(random, run, began))
      const one = (where, tag, run, step) => step.tell(where, personOf(line.channel, tag, run))
      await together(stories, AT_ONCE, async (steps, run) => {
        for (const step of steps) {
          const request = one(line, '1', run, step)
          if (request) await told(desk, request)
        }
      })
      const shuffled = stories.flatMap((steps, run) => steps.flatMap((step) => {
        const request = one(other, '2', run, step)
        if (!request) return []
        events++
        return Array(1 + Math.floor(random.between(0, MOST_COPIES))).fill(request)
      }))
      shuffle(shuffled, random)
      deliveries += shuffled.length
      await together(shuffled, AT_ONCE, (request) => told(desk, request))
      const read = async (text, accountId) => (await ask(desk.dataDir, text, [accountId])).map((row) => JSON.stringify(plain(row, line.channel)))
      for (const [what, text] of [['messages', STATE], ['conversations', THREADS]]) {
        const wanted = await read(text, line.accountId)
        // Late reports are merged behind the message they belong to.
        const found = await until(() => read(text, other.accountId), (rows) => rows.join() === wanted.join(), { withinMs: 3_000 }).catch(() => read(text, other.accountId))
        const [lost, strange] = [wanted.filter((row) => !found.includes(row)), found.filter((row) => !wanted.includes(row))]
        if (lost.length + strange.length > 0) faults.push(`${line.channel}: ${lost.length} ${what} differ, ${found.length} rows of ${wanted.length}\n     in order:  ${lost[0]}\n     disorder:  ${strange[0]}`)
      }
    }
    return { fault: faults.join('\n   ') || null, figures: `${runs} stories on each of ${tidy.map((line) => line.channel).join(', ')}; ${deliveries} deliveries of ${events} webhooks, ${AT_ONCE} at a time` }
  } finally {
    await desk.close()
  }
}

/** What one person and the business say, change and report, in order, a minute apart: `tell` words a step for one account. */
function story(random, run, began) {
  const steps = []
  const [hers, ours] = [[], []]
  const edited = new Map()
  const length = 5 + Math.floor(random.between(0, 12))
  for (let n = 0; n < length; n++) {
    // A second apart at least: platforms tell whole seconds, and what is of the same one has no order.
    const at = began + run * 1_000 + n * 60_000
    const id = `r6.${run}.${n}`
    const chance = random.next()
    const target = hers[Math.floor(random.between(0, hers.length))]
    const of = ours[Math.floor(random.between(0, ours.length))]
    if (n === 0 || chance < 0.45) {
      const sort = random.happens(0.7) ? 'text' : random.happens(0.5) ? 'image' : 'location'
      hers.push(id)
      steps.push({ tell: (line, person) => line.said({ id, person, at, sort, text: `Said ${run}.${n}` }) })
    } else if (chance < 0.65) {
      ours.push(id)
      steps.push({ tell: (line, person) => line.echoed({ id, person, at, text: `Answered ${run}.${n}` }) })
    } else if (chance < 0.85 && of) {
      const status = random.happens(0.5) ? 'read' : 'delivered'
      steps.push({ tell: (line, person) => line.reported({ id: of, person, at, status }) })
    } else if (target) {
      const how = random.happens(0.6) ? 'react' : random.happens(0.6) ? 'edit' : 'revoke'
      const edits = (edited.get(target) ?? 0) + (how === 'edit' ? 1 : 0)
      edited.set(target, edits)
      steps.push({ tell: (line, person) => line.changed({ id, person, at, target, how, edits, text: `Changed ${run}.${n}` }) })
    }
  }
  return steps
}

async function told(desk, request) {
  const answer = await deliverPatiently(desk.url, request)
  if (answer.status !== 200) throw new Error(`A webhook was answered ${answer.status}: ${answer.body}`)
}

function shuffle(items, random) {
  for (let n = items.length - 1; n > 0; n--) {
    const other = Math.floor(random.between(0, n + 1))
    ;[items[n], items[other]] = [items[other], items[n]]
  }
}

/** A row without what names the account: the person as a number, also within ids that are made of her, and WeChat's own numbers of messages left out. */
function plain(row, channel) {
  const { id, person, content, ...rest } = row
  const number = /\d{7}(?=\d?$)/.exec(channel === 'messenger' ? person.slice(0, -1) : person)?.[0]
  return { ...rest, person: number, ...(content ? { content: Object.fromEntries(Object.entries(content).filter(([name]) => name !== 'messageId' && name !== 'media')) } : {}), ...(id && channel !== 'wechat' ? { id: id.replaceAll(person, 'hers') } : {}) }
}
