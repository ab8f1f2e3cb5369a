import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { expect, it } from 'vitest'
import { Studio } from './studio.js'
import { recordedInBrowser } from './testing/recording.js'
import { Undecodable } from './undecodable.js'

const studio = new Studio()
const voice = sampleFile('ogg').bytes
const facts = { film: null, codec: 'opus', durationMs: 2_994 }

it('looks into many files at once, each in its turn', async () => {
  expect(await Promise.all(Array.from({ length: 7 }, () => studio.run('facts', voice, 'audio/ogg')))).toEqual(Array.from({ length: 7 }, () => facts))
})

it('ends a thread that takes too long, and goes on with the next file', async () => {
  const late = studio.run('waveform', await recordedInBrowser(60_000), 'audio/webm', 1)
  await expect(late).rejects.toThrow(new Undecodable('audio/webm: takes too long'))
  expect(await studio.run('facts', voice, 'audio/ogg')).toEqual(facts)
})

// With mediabunny 1.61.0 each of these holds its reader for ever: an element said to be empty is read again and again.
it.each([53, 124, 192, 275])('gets away from a recording whose byte %i was spoilt', async (at) => {
  const spoilt = await recordedInBrowser(20)
  spoilt[at] = 0
  const told = await studio.run('facts', spoilt, 'audio/webm', 1_000).catch((error: unknown) => error)
  if (told instanceof Error) expect(told).toBeInstanceOf(Undecodable)
  expect(await studio.run('facts', voice, 'audio/ogg')).toEqual(facts)
})

it('says what cannot be converted, without losing the thread', async () => {
  await expect(studio.run('ogg-opus', sampleFile('mp4').bytes, 'video/mp4')).rejects.toBeInstanceOf(Undecodable)
  await expect(studio.run('mp3', Buffer.from('no sound at all'), 'audio/mpeg')).rejects.toBeInstanceOf(Undecodable)
  expect((await studio.run('mp3', voice, 'audio/ogg')).length).toBeGreaterThan(1_000)
})
