import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The generator as a process beside us. */
export function startGenerator() {
  const child = fork(fileURLToPath(new URL('./generator.mjs', import.meta.url)))
  return {
    /**
     * @param {import('./generator.mjs').Order} order
     * @returns {Promise<import('./generator.mjs').Seen>}
     */
    run: (order) => new Promise((resolve, reject) => {
      const gone = () => reject(new Error('The load generator ended.'))
      child.once('exit', gone).once('message', (/** @type {any} */ seen) => { child.off('exit', gone); resolve(seen) })
      child.send(order)
    }),
    stop: () => child.kill(),
  }
}

/**
 * Another script of the bench as a process that says `{port}` when it listens.
 * @param {string} file
 * @param {Record<string, string>} env
 * @returns {Promise<{ port: number, pid: number, stop(): void }>}
 */
export function startServer(file, env) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], { env: { ...process.env, ...env } })
  return new Promise((resolve, reject) => {
    child.once('message', (/** @type {{ port: number }} */ { port }) => resolve({ port, pid: child.pid ?? 0, stop: () => child.kill() }))
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}.`)))
  })
}
