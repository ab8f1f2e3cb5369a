import { ask } from '../../tools/product/database.mjs'
import { until } from '../../tools/product/client.mjs'
import { deliverPatiently, openLines, personOf } from '../channels.mjs'
import { openDesk } from '../desk.mjs'
import { watched } from '../inside.mjs'
import { missingTraces } from '../traces.mjs'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** How far this machine's clock is off. */
const SKEWS_MS = [-10 * MINUTE, 0, 10 * MINUTE]
/** How far a platform's stamp lies from the moment it is delivered: late webhooks, and clocks ahead of ours. */
const STAMPS_MS = [-48 * HOUR, -25 * HOUR, -23 * HOUR, -10 * MINUTE, 0, 10 * MINUTE, 48 * HOUR]
/** A window of 24 hours on WhatsApp and Messenger, of 48 on WeChat. */
const WINDOW_MS = { whatsapp: 24 * HOUR, messenger: 24 * HOUR, wechat: 48 * HOUR }
const ALLOWED_MS = MINUTE
/** When the verdicts are read, after the message was delivered. */
const LOOKS_MS = [0, 30 * MINUTE, 23 * HOUR + 58 * MINUTE, 24 * HOUR + MINUTE + 5_000, 47 * HOUR + 58 * MINUTE, 48 * HOUR + MINUTE + 5_000]
/** A signature is good for what is said in it, whatever the hour: a replay is told apart by its id. */
const LEAP = '2028-02-29T12:00:00.000Z'

/**
 * R8: our clock is ten minutes wrong, the platforms' stamps two days; then a day comes that is there every four years. At no moment is a free answer
 * allowed that the platform, by its own clock, would have closed more than a minute ago.
 */
export async function clocks() {
  const faults = []
  const traces = []
  let verdicts = 0
  for (const skewMs of SKEWS_MS) {
    const desk = await openDesk({ env: { RECADO_SIMULATOR: '1', ...watched({ skewMs }) } })
    try {
      const lines = await openLines(desk.api)
      const told = []
      for (const line of lines) {
        for (const [n, stampMs] of STAMPS_MS.entries()) {
          const at = Date.now()
          const answer = await deliverPatiently(desk.url, line.said({ id: `r8.${n}`, person: personOf(line.channel, '1', n), at: at + stampMs, sort: 'text', text: `Stamp ${stampMs}` }))
          if (answer.status !== 200) faults.push(`${line.channel}, stamp ${stampMs / HOUR} h: answered ${answer.status}`)
          // A stamp ahead of the moment itself cannot be when she wrote.
          told.push({ line, stampMs, closesAt: at + Math.min(0, stampMs) + WINDOW_MS[line.channel] })
        }
      }
      const conversations = await desk.api.all('/api/v1/conversations?view=all')
      if (conversations.length !== told.length) faults.push(`${conversations.length} conversations of ${told.length} people`)
      const began = Date.now()
      // By how much the product errs, which has two clocks to choose from.
      const errs = Date.parse((await desk.api.want('GET', '/simulator/control/clock')).now) - began
      for (const lookMs of LOOKS_MS) {
        if (lookMs > 0) await desk.api.want('POST', '/simulator/control/clock', { to: new Date(began + errs + lookMs).toISOString() })
        const truth = began + lookMs
        for (const row of conversations) {
          const { verdicts: found, lastMessage } = await desk.api.want('GET', `/api/v1/conversations/${row.id}`)
          const of = told.find((one) => one.line.accountId === row.channelAccountId && lastMessage.text === `Stamp ${one.stampMs}`)
          if (!of) { faults.push(`${row.id} is nobody's`); continue }
          verdicts++
          if (found.freeform.kind === 'allow' && truth > of.closesAt + ALLOWED_MS) faults.push(`${of.line.channel}, our clock ${skewMs / MINUTE} min off, stamp ${of.stampMs / HOUR} h: allowed ${Math.round((truth - of.closesAt) / MINUTE)} min after its window`)
          if (found.freeform.kind === 'deny' && skewMs === 0 && truth < of.closesAt - 6 * MINUTE) faults.push(`${of.line.channel}, stamp ${of.stampMs / HOUR} h: refused (${found.freeform.code}) ${Math.round((of.closesAt - truth) / MINUTE)} min before its window closes`)
        }
      }
      if (skewMs !== 0) traces.push(...(await settled(() => missingTraces(desk, { metric: 'recado_incidents_total{kind="clock_skew"}', log: /clock_skew/, health: 'clock_skew' }))).map((one) => `${skewMs / MINUTE} min: ${one}`))
      else await leapDay(desk, lines, faults)
    } finally {
      await desk.close()
    }
  }
  return { fault: faults.slice(0, 10).join(', ') || null, traces, figures: `our clock off by ${SKEWS_MS.map((ms) => ms / MINUTE).join(', ')} min, stamps by up to 48 h; ${verdicts} verdicts, none allowed more than ${ALLOWED_MS / 1000} s after its window` }
}

/** On a leap day a window is as long as on any other, also where summer time begins before it ends. */
async function leapDay(desk, lines, faults) {
  for (const to of [LEAP, '2028-03-25T13:00:00.000Z']) {
    await desk.api.want('POST', '/simulator/control/clock', { to })
    for (const line of lines) {
      const person = personOf(line.channel, '1', Date.parse(to) % 100_000 + 500)
      await deliverPatiently(desk.url, line.said({ id: `r8.${to}`, person, at: Date.parse(to), sort: 'text', text: to }))
      const [row] = await ask(desk.dataDir, `select extract(epoch from window_closes_at - window_opened_at)::float8 as seconds from conversation where account_id = $1 and last_text = $2`, [line.accountId, to])
      if (Math.round(row?.seconds ?? 0) * 1000 !== WINDOW_MS[line.channel]) faults.push(`${line.channel}, ${to}: a window of ${row?.seconds} s`)
    }
  }
}

const settled = (look) => until(look, (missing) => missing.length === 0, { withinMs: 15_000 }).catch(look)
