/** Archives beyond what their plain form counts, read back by the reader that opens the ones people upload. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import yauzl, { type Entry, type ZipFile as Reader } from 'yauzl'
import { ZipFile } from './zip.js'

let dir: string
beforeAll(() => { dir = mkdtempSync(join(tmpdir(), 'recado-zip-')) })
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const openZip = (path: string): Promise<Reader> => new Promise((resolve, reject) => { yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => { if (error) reject(error); else resolve(zip) }) })
/** All its files; `read` false: the names alone. */
async function readBack(path: string, read = true): Promise<Map<string, string>> {
  const zip = await openZip(path)
  const found = new Map<string, string>()
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('error', reject).on('end', resolve).on('entry', (entry: Entry) => {
        if (!read) { found.set(entry.fileName, ''); zip.readEntry(); return }
        zip.openReadStream(entry, (error, stream) => { if (error) reject(error); else buffer(stream).then((bytes) => { found.set(entry.fileName, bytes.toString('utf8')); zip.readEntry() }, reject) })
      })
      zip.readEntry()
    })
  } finally { zip.close() }
  return found
}
async function* pieces(texts: readonly string[]): AsyncGenerator<string> { for (const text of texts) yield await Promise.resolve(text) }

test('70,000 files are all there', async () => {
  const path = join(dir, 'many.zip')
  const zip = await ZipFile.create(path)
  for (let i = 0; i < 70_000; i++) await zip.add(`files/${i}`, Buffer.from('x'), false)
  expect(await zip.end()).toBe(statSync(path).size)
  const names = await readBack(path, false)
  expect([names.size, names.has('files/0'), names.has('files/69999')]).toEqual([70_000, true, true])
}, 60_000)

test('a file behind five gigabytes is found and read', async () => {
  const path = join(dir, 'far.zip')
  const zip = await ZipFile.create(path, { from: 5 * 1024 ** 3 }) // a hole: it takes no room on the disk
  await zip.add('a.txt', Buffer.from('hola'))
  await zip.addPieces('b.txt', pieces(['uno, ', 'dos']))
  expect(await zip.end()).toBe(statSync(path).size)
  expect(Object.fromEntries(await readBack(path))).toEqual({ 'a.txt': 'hola', 'b.txt': 'uno, dos' })
})

test('whatever the limits are, what goes in comes out', async () => {
  const file = fc.record({ name: fc.string({ unit: fc.constantFrom('a', 'ñ', '汉', '.'), minLength: 1, maxLength: 8 }), texts: fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 4 }), how: fc.constantFrom('packed', 'plain', 'pieces') })
  let serial = 0
  await fc.assert(fc.asyncProperty(fc.array(file, { maxLength: 8 }), fc.constantFrom(0, 1, 3, 65_535), fc.constantFrom(0, 40, 400, 0xffff_ffff), async (files, entries, size) => {
    const path = join(dir, `p${++serial}.zip`)
    const zip = await ZipFile.create(path, { limits: { entries, size } })
    const wanted = files.map(({ name, texts, how }, i) => ({ name: `${i}-${name}`, texts, how }))
    for (const { name, texts, how } of wanted) if (how === 'pieces') await zip.addPieces(name, pieces(texts)); else await zip.add(name, Buffer.from(texts.join('')), how === 'packed')
    expect(await zip.end()).toBe(statSync(path).size)
    expect([...await readBack(path)]).toEqual(wanted.map(({ name, texts, how }) => [name, how === 'pieces' ? texts.map((text) => Buffer.from(text).toString()).join('') : Buffer.from(texts.join('')).toString()]))
    rmSync(path)
  }), { numRuns: 60 })
})

test('a source that breaks off breaks the archive off', async () => {
  const zip = await ZipFile.create(join(dir, 'broken.zip'))
  await expect(zip.addPieces('a', (async function* () { yield 'x'; await Promise.resolve(); throw new Error('away') })())).rejects.toThrow('away')
  await zip.abandon()
})
