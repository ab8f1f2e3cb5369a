import { type SampleKind, sampleFile } from '@recado/channel-kit/testing/sample-files'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fit } from './convert.js'
import { inspect } from './inspect.js'
import { recordedInBrowser } from './testing/recording.js'

const RUNS = 40
/** Looking into one file that holds its reader until the thread is ended; a loaded machine included. */
const LONGEST_MS = 15_000

/** Files as a customer may send them: genuine ones with bytes changed, cut off, or repeated. */
const spoilt = (whole: Buffer): fc.Arbitrary<Buffer> => fc.tuple(
  fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }), fc.oneof({ weight: 2, arbitrary: fc.constant(whole.length) }, fc.nat(whole.length)), fc.boolean(),
).map(([changes, length, twice]) => {
  const bytes = Buffer.from(whole)
  for (const [at, value] of changes) bytes[at] = value
  const cut = bytes.subarray(0, Math.max(1, length))
  return twice ? Buffer.concat([cut, cut]) : cut
})

const kinds: readonly (SampleKind | 'webm')[] = ['jpeg', 'png', 'ogg', 'mp4', 'amr', 'pdf', 'webm']

it.each(kinds)('a spoilt %s of a customer is kept, whatever is in it, and soon', async (kind) => {
  const whole = kind === 'webm' ? await recordedInBrowser(500) : sampleFile(kind).bytes
  await fc.assert(fc.asyncProperty(spoilt(whole), async (bytes) => {
    const began = performance.now()
    const facts = await inspect(bytes, { keep: true })
    expect(facts.mime).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/)
    for (const figure of [facts.width, facts.height, facts.durationMs]) expect(figure === undefined || (Number.isInteger(figure) && figure >= 0 && figure <= 2 ** 31 - 1)).toBe(true)
    expect(performance.now() - began).toBeLessThan(LONGEST_MS)
  }), { numRuns: RUNS, seed: 5 })
}, 120_000)

it.each([['webm', 'audio/webm', 'ogg-opus'], ['webm', 'audio/webm', 'mp3'], ['ogg', 'audio/ogg', 'ogg-opus'], ['amr', 'audio/amr', 'mp3']] as const)('a spoilt %s (%s) becomes %s or is refused, and nothing else', async (kind, mime, format) => {
  const whole = kind === 'webm' ? await recordedInBrowser(500) : sampleFile(kind).bytes
  await fc.assert(fc.asyncProperty(spoilt(whole), async (bytes) => {
    const told = await fit({ bytes, mime, name: null, durationMs: null, derived: (_form, make) => make() }, { format }).then((file) => file.mime, (error: { code?: string; message: string }) => error.code ?? `${error.message}`)
    expect(['audio/ogg', 'audio/mpeg', 'media_type']).toContain(told)
  }), { numRuns: RUNS / 2, seed: 5 })
}, 120_000)
