import { describe, expect, test } from 'vitest'
import type { Piece } from './sound.js'
import { barsOf, loudness } from './waveform.js'

async function* pieces(...all: readonly number[][]): AsyncGenerator<Piece> { for (const samples of all) yield { samples: Float32Array.from(samples), hertz: 1_000 } }
const tone = (level: number, ms: number): number[] => Array.from({ length: ms }, (_, i) => (i % 2 ? level : -level))

describe('loudness', () => {
  test('is measured in steps of 20 ms, whatever the pieces', async () => {
    const whole = [...tone(0.5, 40), ...tone(0.1, 20)]
    const steps = await loudness(pieces(whole))
    expect(steps.map((step) => Math.round(step * 10))).toEqual([5, 5, 1])
    expect(await loudness(pieces(whole.slice(0, 13), whole.slice(13, 14), whole.slice(14)))).toEqual(steps)
  })

  test('an end shorter than a step counts by what is there', async () => {
    expect((await loudness(pieces([...tone(0.5, 20), ...tone(1, 5)]))).map((step) => Math.round(step * 10))).toEqual([5, 10])
  })
})

describe('bars', () => {
  test('are 64, from 0 to 100, the loudest being 100', () => {
    const bars = barsOf(Array.from({ length: 640 }, (_, i) => i / 640))!
    expect([bars.length, bars[0]! < 20, bars.at(-1), bars.every((bar, i) => i === 0 || bar >= bars[i - 1]!)]).toEqual([64, true, 100, true])
  })

  test.each([['few steps', [0.2, 0.8], 64], ['one', [0.4], 64]] as const)('%s still make 64', (_what, steps, count) => { expect(barsOf(steps)).toHaveLength(count) })
  test('silence is flat, nothing is nothing', () => {
    expect(barsOf([0, 0, 0])).toEqual(Array.from({ length: 64 }, () => 0))
    expect(barsOf([])).toBeNull()
  })
  test('an hour of steps is no trouble', () => { expect(barsOf(Array.from({ length: 180_000 }, () => 0.5))).toEqual(Array.from({ length: 64 }, () => 100)) })
})
