// `npm run chaos`: kills, outages and stops against the real product. `-- --short` is what every commit passes; `-- --only R1` one story; `-- --seed 7` repeats one.
import { inboundKills } from './stories/inbound-kills.mjs'
import { outage } from './stories/outage.mjs'
import { outboundKills } from './stories/outbound-kills.mjs'
import { stops } from './stories/stops.mjs'
import { chance } from './random.mjs'

const argv = process.argv.slice(2)
const short = argv.includes('--short')
const only = valueOf('--only')
const seed = Number(valueOf('--seed') ?? Date.now() % 1_000_000)

/** @type {Record<string, () => Promise<{ fault: string | null, figures: string }>>} figures: RELIABILITY 3 and 6 */
const stories = {
  R1: () => inboundKills({ kills: short ? 10 : 200, random: chance(seed) }),
  R2: () => outboundKills({ kills: short ? 10 : 200, random: chance(seed) }),
  R4: () => outage({ seconds: short ? 10 : 60 }),
  R17: () => stops({ times: short ? 5 : 100 }),
}

let passed = 0
let failed = 0
console.log(`Seed ${seed}`)
for (const [id, tell] of Object.entries(stories)) {
  if (only && only !== id) continue
  const before = performance.now()
  const { fault, figures } = await tell().catch((error) => ({ fault: error.stack, figures: 'broke off' }))
  if (fault) failed++
  else passed++
  console.log(`${id} ${fault ? 'FAILED' : 'passed'} in ${Math.round((performance.now() - before) / 1000)} s: ${figures}${fault ? `\n   ${fault}` : ''}`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1

function valueOf(name) {
  const at = argv.indexOf(name)
  return at < 0 ? undefined : argv[at + 1]
}
