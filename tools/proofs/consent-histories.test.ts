/**
 * No advertising leaves without a valid basis, and none after a withdrawal: random histories against the real server with the simulated platforms, over HTTP. The oracle
 * (consent/oracle.mjs) sees only what came in and what the phones received. `npm run bench -- consent-histories` plays a hundred thousand.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWire, type Wire, WIRE_TOKEN } from '../../packages/server/testing/wire.js'
import { drawRound, told } from './consent/history.mjs'
import { newTally, playRound } from './consent/play.mjs'
import { shrink } from './consent/shrink.mjs'
import { openStage, type Stage } from './consent/stage.mjs'

const ROUNDS = 4
const SIDE_BY_SIDE = 30
/** RECADO_SEED repeats a run. */
const SEED = process.env.RECADO_SEED ?? Math.random().toString(36).slice(2, 8)

let wire: Wire
let stage: Stage
beforeAll(async () => {
  wire = await openWire()
  stage = await openStage(wire.url(), WIRE_TOKEN)
})
afterAll(() => wire.close())

test(`in ${ROUNDS * SIDE_BY_SIDE} histories nothing is advertised without a basis, and what is lawful arrives`, async () => {
  const tally = newTally()
  for (let n = 0; n < ROUNDS; n++) {
    const round = drawRound(`${SEED}-${n}`, SIDE_BY_SIDE)
    const [fault] = await playRound(stage, round, tally)
    if (!fault) continue
    const { story, faults, alone } = await shrink(round, fault.history, (one) => playRound(stage, one, newTally()))
    throw new Error(`${fault.what}\n\nRECADO_SEED=${SEED}${alone ? ', shortened' : ', not repeated alone'}:\n${told(story)}\n\n${faults.join('\n')}`)
  }
  // Both sides of the law have been seen, or this has shown nothing.
  expect(tally.arrived).toBeGreaterThan(10)
  expect(tally.words).toBeGreaterThan(10)
  expect(Object.keys(tally.refused)).toEqual(expect.arrayContaining(['consent_missing', 'opted_out']))
}, 240_000)
