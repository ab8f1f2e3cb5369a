import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Jobs } from './jobs.js'
import { WorldStore } from './store.js'

let dir = ''
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'recado-world-')) })
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('a world on disk', () => {
  it('is there again after a restart, files and order included, without what was taken away', () => {
    const store = new WorldStore(dir)
    store.put('things', 'b', { n: 1 })
    store.put('things', 'a', { n: 2 })
    store.put('things', 'b', { n: 3, gone: undefined })
    store.put('things', 'c', { n: 4 })
    store.remove('things', 'c')
    store.putFile('f1', Buffer.from([0, 255]), 'image/png')
    const again = new WorldStore(dir)
    expect(again.all('things')).toEqual([{ n: 3 }, { n: 2 }])
    expect(again.file('f1')).toEqual({ bytes: Buffer.from([0, 255]), mime: 'image/png' })
    expect(readFileSync(join(dir, 'journal.jsonl'), 'utf8').split('\n').length).toBe(4)
  })

  it('passes over the line that was being written when the process died', () => {
    new WorldStore(dir).put('things', 'a', { n: 1 })
    appendFileSync(join(dir, 'journal.jsonl'), '["things","b",{"n":')
    const again = new WorldStore(dir)
    again.put('things', 'c', { n: 3 })
    expect(new WorldStore(dir).all('things')).toEqual([{ n: 1 }, { n: 3 }])
  })

  it('loses nothing it has confirmed when it is killed', async () => {
    const script = join(dir, 'writer.mjs')
    await build({ entryPoints: [fileURLToPath(new URL('./testing/writer.ts', import.meta.url))], outfile: script, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent', alias: { '@recado/channel-kit': fileURLToPath(new URL('../channel-kit', import.meta.url)) } })
    const child = spawn(process.execPath, [script, join(dir, 'w')], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.length > 4000) child.kill('SIGKILL')
    })
    await new Promise((resolve) => child.once('close', resolve))
    const confirmed = Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1))
    const kept = new WorldStore(join(dir, 'w')).all<{ n: number }>('things').map((row) => row.n)
    expect(confirmed).toBeGreaterThan(500)
    expect(kept.length).toBeGreaterThanOrEqual(confirmed)
    expect(kept).toEqual(kept.map((_, index) => index + 1))
  })

  it('never takes a path for the id of a file', () => {
    const store = new WorldStore(dir)
    expect(() => store.putFile('../journal', Buffer.alloc(0), 'x')).toThrow('not the id of a file')
  })
})

describe('jobs', () => {
  it('come by their moment and then by their order, and outlive a restart until they are done', () => {
    const store = new WorldStore(dir)
    const jobs = new Jobs(store)
    jobs.add('x', 30, 'c', {})
    jobs.add('x', 10, 'a', {})
    jobs.add('x', 30, 'd', {})
    jobs.add('x', 20, 'b', {})
    expect(jobs.take(9)).toBeNull()
    const first = jobs.take(10)
    const second = jobs.take(40)
    if (first) jobs.done(first)
    expect([first?.name, second?.name]).toEqual(['a', 'b'])
    const again = new Jobs(new WorldStore(dir))
    expect([again.nextDueAt(), again.take(99)?.name, again.take(99)?.name, again.take(99)?.name]).toEqual([20, 'b', 'c', 'd'])
    again.add('x', 5, 'e', {})
    expect(again.take(99)?.id).toBe(5)
  })
})
