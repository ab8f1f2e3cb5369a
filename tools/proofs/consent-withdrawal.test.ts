/** Her "Baja." against a full outbox, by the API alone. `npm run bench -- consent-withdrawal` does it with ten thousand messages. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWire, type Wire, WIRE_TOKEN } from '../../packages/server/testing/wire.js'
import { openStage, type Stage } from './consent/stage.mjs'
import { withdraw } from './consent/withdrawal.mjs'

let wire: Wire
let stage: Stage
beforeAll(async () => {
  wire = await openWire()
  stage = await openStage(wire.url(), WIRE_TOKEN)
})
afterAll(() => wire.close())

test('what is queued for her ends with opted_out, nothing more leaves for her, and others get theirs', async () => {
  // One person may be sent 45 in a row: what goes beyond that waits its turn.
  const seen = await withdraw(stage, { people: 8, each: 40, hers: 120 })
  expect(seen.waiting).toBeGreaterThan(0)
  expect(seen.ended).toBeGreaterThanOrEqual(seen.waiting - seen.left)
  expect(seen).toMatchObject({ arrivedAfter: 0, other: 0, bothTimes: true })
  expect(seen.ended + seen.left).toBe(120)
}, 180_000)
