import { machine } from '../../bench/report.mjs'
import { keepTeeth } from '../report.mjs'
import { BREAKS } from './breaks.mjs'

/**
 * Breaks the product in each way and tells the experiment that must find it. Shows the table in docs/reliability.md; true when all were found.
 * @param {(id: string) => Promise<{ fault: string | null }> | undefined} tell
 * @param {number} seed
 */
export async function tryTeeth(tell, seed) {
  const rows = []
  for (const [name, { says, foundBy, as }] of Object.entries(BREAKS)) {
    process.env.CHAOS_BREAK = name
    const told = await (tell(foundBy) ?? Promise.reject(new Error(`There is no ${foundBy}.`))).catch((error) => ({ fault: `broke off: ${error.message}` }))
    const found = as.test(told.fault ?? '')
    rows.push({ says, foundBy, found, fault: (told.fault ?? 'nothing').split('\n')[0]?.slice(0, 200) ?? '' })
    console.log(`${found ? 'found' : 'MISSED'}: ${says}\n   ${foundBy}: ${told.fault}`)
  }
  delete process.env.CHAOS_BREAK
  keepTeeth(rows, { seed, machine: machine() })
  const missed = rows.filter((row) => !row.found).length
  console.log(`${rows.length - missed} passed, ${missed} failed`)
  return missed === 0
}
