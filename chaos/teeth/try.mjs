import { machine } from '../../bench/report.mjs'
import { keepTeeth } from '../report.mjs'
import { BREAKS } from './breaks.mjs'

/**
 * Breaks the product in each way and tells the experiment that must find it. Shows the table in docs/reliability.md; true when all were found.
 * @param {(id: string, size: number) => Promise<import('../stories.mjs').Told> | undefined} tell
 * @param {number} seed
 * @param {readonly string[]} [only] the experiments that are tried
 */
export async function tryTeeth(tell, seed, only) {
  const rows = []
  for (const [name, { says, foundBy, size, as }] of Object.entries(BREAKS)) {
    if (only && !only.includes(foundBy)) continue
    process.env.CHAOS_BREAK = name
    const told = await (tell(foundBy, size) ?? Promise.reject(new Error(`There is no ${foundBy}.`))).catch((error) => ({ fault: `broke off: ${error.message}`, traces: [] }))
    const fault = [told.fault ?? '', ...(told.traces ?? [])].filter(Boolean).join('; ') || 'nothing'
    const found = as.test(fault)
    const row = { says, foundBy, found, fault: fault.split('\n')[0]?.replace(/ \(\/\S+\)/g, '').slice(0, 200) ?? '' }
    rows.push(row)
    // At once: whatever comes later may break off.
    keepTeeth([row], { seed, machine: machine(), order: Object.values(BREAKS).map((one) => one.says) })
    console.log(`${found ? 'found' : 'MISSED'}: ${says}\n   ${foundBy}: ${fault}`)
  }
  delete process.env.CHAOS_BREAK
  const missed = rows.filter((row) => !row.found).length
  console.log(`${rows.length - missed} passed, ${missed} failed`)
  return missed === 0
}
