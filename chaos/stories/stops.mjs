import { createRequire } from 'node:module'
import { inLineMs } from '../../tools/product/processes.mjs'
import { startInVain } from '../../tools/product/start.mjs'
import { openDesk } from '../desk.mjs'

const { WebSocket } = createRequire(new URL('../../packages/server/package.json', import.meta.url))('ws')

const LONGEST_MS = 10_000
const SOCKETS = 10

/**
 * R17: told to end under load, it ends by itself with 0 in ten seconds, says goodbye to open desks and leaves no database behind; a second start
 * meanwhile is refused.
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
      const codes = await Promise.all(Array.from({ length: SOCKETS }, () => openSocket(desk)))
      const told = Array.from({ length: 40 }, (_, i) => desk.tell({ wamid: `wamid.chaos.${n}.${i}`, from: `3466${String(i).padStart(7, '0')}`, text: 'Hola' }))
      const { pid } = desk.product()
      const before = performance.now()
      // Without what it stands in line for a processor, looked at until it is gone.
      let line = inLineMs(pid)
      const [lineBefore, look] = [line, setInterval(() => { line = Math.max(line, inLineMs(pid)) }, 20)]
      const how = await desk.product().stop()
      clearInterval(look)
      const ms = performance.now() - before - (line - lineBefore)
      slowest = Math.max(slowest, ms)
      if (how.code !== 0) faults.push(`stop ${n + 1} ended with ${how.code ?? how.signal}`)
      if (ms > LONGEST_MS) faults.push(`stop ${n + 1} took ${Math.round(ms)} ms`)
      if (desk.product().postmaster() !== null) faults.push(`stop ${n + 1} left PostgreSQL running`)
      const odd = (await Promise.all(codes.map((one) => one.closed))).filter((code) => code !== 1001)
      if (odd.length > 0) faults.push(`stop ${n + 1} closed sockets with ${[...new Set(odd)].join(', ')}`)
      await desk.restart()
      await Promise.all(told)
    }
    if (/was not stopped/.test(desk.printed())) faults.push('a stop was taken for a crash')
    return { fault: faults.join(', ') || null, figures: `${times} stops under load, ${Math.round(slowest)} ms at most, ${SOCKETS} sockets each closed with 1001` }
  } finally {
    await desk.close()
  }
}

/** A live socket; `closed` comes with the code of its end. */
async function openSocket(desk) {
  const { ticket } = await desk.api.want('POST', '/api/v1/live-tickets', {})
  const socket = new WebSocket(`${desk.url.replace(/^http/, 'ws')}/api/v1/live?token=${ticket}`)
  const closed = new Promise((resolve) => socket.on('close', resolve))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return { closed }
}
