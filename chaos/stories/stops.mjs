import { startInVain } from '../../tools/product/start.mjs'
import { openDesk } from '../desk.mjs'

const LONGEST_MS = 10_000

/**
 * R17: told to end under load, it ends by itself with 0 in ten seconds and leaves no database behind; a second start meanwhile is refused.
 * @param {{ times: number }} options
 */
export async function stops({ times }) {
  const desk = await openDesk()
  const faults = []
  let slowest = 0
  try {
    const second = await startInVain({ dataDir: desk.dataDir })
    if (second.code === 0 || !second.output.includes('Another Recado')) faults.push(`a second start was not refused: ${second.output}`)
    for (let n = 0; n < times; n++) {
      const told = Array.from({ length: 40 }, (_, i) => desk.tell({ wamid: `wamid.chaos.${n}.${i}`, from: `3466${String(i).padStart(7, '0')}`, text: 'Hola' }))
      const before = performance.now()
      const how = await desk.product().stop()
      const ms = performance.now() - before
      slowest = Math.max(slowest, ms)
      if (how.code !== 0) faults.push(`stop ${n + 1} ended with ${how.code ?? how.signal}`)
      if (ms > LONGEST_MS) faults.push(`stop ${n + 1} took ${Math.round(ms)} ms`)
      if (desk.product().postmaster() !== null) faults.push(`stop ${n + 1} left PostgreSQL running`)
      await desk.restart()
      await Promise.all(told)
    }
    return { fault: faults.join(', ') || null, figures: `${times} stops, ${Math.round(slowest)} ms at most` }
  } finally {
    await desk.close()
  }
}
