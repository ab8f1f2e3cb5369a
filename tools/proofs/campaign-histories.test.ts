/**
 * Engine and platforms agree on random histories of campaigns: the real server with the simulated platforms, over HTTP, against laws that see only what came in, what the
 * platforms were asked, and what stands on the phones (campaign/laws.mjs). `npm run bench -- campaign-histories` plays thousands.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWire, type Wire, WIRE_TOKEN } from '../../packages/server/testing/wire.js'
import { drawRound, told } from './campaign/history.mjs'
import { newTally, playRound } from './campaign/play.mjs'
import { openCampaignStage, type CampaignStage } from './campaign/stage.mjs'
import { shrink } from './consent/shrink.mjs'

const SIDE_BY_SIDE = 10
/** RECADO_SEED repeats a run. */
const SEED = process.env.RECADO_SEED ?? Math.random().toString(36).slice(2, 8)

let wire: Wire
let stage: CampaignStage
beforeAll(async () => {
  wire = await openWire()
  stage = await openCampaignStage(wire.url, WIRE_TOKEN, () => wire.restart())
}, 120_000)
afterAll(() => wire.close())

test(`in ${SIDE_BY_SIDE} histories of campaigns everybody gets one who may, and nobody else`, async () => {
  const tally = newTally()
  // Without the crowd that uses up the day's limit: it alone would take longer than all the others.
  const round = drawRound(SEED, SIDE_BY_SIDE, { crowded: false })
  const found = await playRound(stage, round, tally)
  const [fault] = found
  if (fault) {
    const { story, faults, alone } = await shrink(round, fault.history, (one) => playRound(stage, one, newTally()))
    throw new Error(`${found.map(({ what }) => what).join('\n')}\n\nRECADO_SEED=${SEED}${alone ? ', shortened' : ', not repeated alone'}:\n${told(story)}\n\n${faults.join('\n')}`)
  }
  // Somebody got one and somebody did not, or this has shown nothing.
  expect(tally.arrived).toBeGreaterThan(0)
  expect(tally.stood.excluded).toBeGreaterThan(0)
}, 400_000)
