import { ask } from '../tools/product/database.mjs'

/**
 * What a failure must leave behind (R20).
 * @typedef {object} Traces
 * @property {string} [metric] a line of /metrics, name and labels as they stand there; its value must be above zero
 * @property {RegExp} [log] in a log line that carries an id by which other lines of the same case are found
 * @property {string} [health] the kind of an item that somebody sees and closes
 */

/** By these a line of the log is tied to what it is about. */
const CORRELATION = /"(?:requestId|incidentId|messageId|accountId|campaignId|workspaceId)":/

/**
 * What is missing of a failure's traces, in words; none when all are there.
 * @param {{ product(): import('../tools/product/start.mjs').Product }} desk
 * @param {Traces} wanted
 * @param {string} [logged] what was printed before a restart, where that is what is looked through
 * @returns {Promise<string[]>}
 */
export async function missingTraces(desk, { metric, log, health }, logged) {
  const missing = []
  if (metric) {
    const text = await (await fetch(`${desk.product().url}/metrics`)).text()
    const line = text.split('\n').find((one) => one.startsWith(metric))
    if (!line || !(Number(line.split(' ').at(-1)) > 0)) missing.push(`no metric ${metric}`)
  }
  if (log) {
    const lines = (logged ?? desk.product().output()).split('\n').filter((line) => log.test(line))
    if (lines.length === 0) missing.push(`no log line ${log}`)
    else if (!lines.some((line) => CORRELATION.test(line))) missing.push(`no correlation id in ${lines[0]?.slice(0, 160)}`)
  }
  if (health) {
    const rows = await ask(desk.product().dataDir, 'select 1 from health_item where kind = $1 limit 1', [health])
    if (rows.length === 0) missing.push(`no health item ${health}`)
  }
  return missing
}
