/**
 * `npm run chaos`: kills, outages, floods and wrong clocks against the real product; what the platforms saw is compared with what the database holds.
 * `-- --short` takes ten minutes on two quiet cores; `--only R1,R6` some of them; `--seed 7` the same chances again; `--minutes 15` the length of the soak;
 * `--teeth` breaks the product on purpose and demands that it is found;
 * `--keep` writes the figures into chaos/results and docs/reliability.md, as the long form does by itself.
 */
import { parseArgs } from 'node:util'
import { EXPERIMENTS } from './experiments.mjs'
import { chance } from './random.mjs'
import { keep } from './report.mjs'
import { campaign } from './stories/campaign.mjs'
import { clocks } from './stories/clocks.mjs'
import { copies } from './stories/copies.mjs'
import { albums } from './stories/albums.mjs'
import { databaseAway } from './stories/outage.mjs'
import { fuzz } from './stories/fuzz.mjs'
import { inboundKills } from './stories/inbound-kills.mjs'
import { severalNodes } from './stories/nodes.mjs'
import { openDesks } from './stories/open-desks.mjs'
import { outboundKills } from './stories/outbound-kills.mjs'
import { platformAway } from './stories/platform-away.mjs'
import { restoreDrill } from './stories/restore-drill.mjs'
import { soak } from './stories/soak.mjs'
import { stops } from './stories/stops.mjs'
import { tryTeeth } from './teeth/try.mjs'

const { values: options } = parseArgs({ options: { short: { type: 'boolean', default: false }, only: { type: 'string' }, seed: { type: 'string' }, minutes: { type: 'string' }, keep: { type: 'boolean', default: false }, teeth: { type: 'boolean', default: false } } })
const short = options.short || options.teeth
const seed = Number(options.seed ?? Date.now() % 1_000_000)
const only = options.only?.split(',')
const unknown = only?.filter((id) => !Object.hasOwn(EXPERIMENTS, id)) ?? []
if (unknown.length > 0) {
  console.error(`There is no experiment "${unknown.join('", "')}"; there are ${Object.keys(EXPERIMENTS).join(', ')}.`)
  process.exit(2)
}

/**
 * `fault`: what did not hold; `traces`: what a failure left unsaid, told under R20.
 * @typedef {{ fault: string | null, figures: string, traces?: string[] }} Story
 * @type {Record<string, (random: ReturnType<typeof chance>) => Promise<Story>>} sizes: RELIABILITY 3 and 6
 */
const stories = {
  R1: (random) => inboundKills({ kills: short ? 10 : 200, random }),
  R2: (random) => outboundKills({ kills: short ? 10 : 200, random }),
  R3: () => openDesks({ kills: short ? 3 : 20, messages: short ? 2_000 : 1_000_000 }),
  R4: () => databaseAway({ seconds: short ? 10 : 60 }),
  R5: () => platformAway({ each: short ? 2 : 12 }),
  R6: (random) => copies({ runs: short ? 50 : 1_000, random }),
  R7: (random) => albums({ runs: short ? 20 : 500, random }),
  R8: () => clocks(),
  R9: (random) => fuzz({ webhooks: short ? 20_000 : 1_000_000, random }),
  R14: () => restoreDrill({ messages: short ? 500 : 10_000 }),
  R15: () => soak({ minutes: Number(options.minutes ?? 60) }),
  R17: () => stops({ times: short ? 5 : 100 }),
  R18: (random) => campaign({ people: short ? 2_000 : 50_000, kills: short ? 4 : 40, random }),
  R19: (random) => severalNodes({ kills: short ? 4 : 60, random }),
}
/** Its figures come from time alone: only by name, or in the long form. */
const LONG_ONLY = new Set(['R15'])

if (options.teeth) process.exit(await tryTeeth((id) => stories[id]?.(chance(seed)), seed) ? 0 : 1)

/** @type {import('./report.mjs').Told[]} */
const told = []
const unsaid = []
const looked = []
console.log(`Seed ${seed}`)
for (const [id, tell] of Object.entries(stories)) {
  if (only ? !only.includes(id) : short && LONG_ONLY.has(id)) continue
  const before = performance.now()
  /** @type {Story} */
  const { fault, figures, traces } = await tell(chance(seed)).catch((error) => ({ fault: error.stack, figures: 'broke off' }))
  if (traces) {
    looked.push(id)
    unsaid.push(...traces.map((one) => `${id}: ${one}`))
  }
  say(id, fault, figures, (performance.now() - before) / 1000)
}
if (looked.length > 0) say('R20', unsaid.join('; ') || null, `looked for in ${looked.join(', ')}`, 0)

const failed = told.filter((one) => !one.passed).length
if (options.keep || !short) console.log(`Written to ${keep(told)}.`)
console.log(`${told.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 && told.length > 0 ? 0 : 1

function say(id, fault, figures, seconds) {
  told.push({ id, form: short ? 'short' : 'long', passed: !fault, seconds: Math.round(seconds), figures, fault, seed })
  console.log(`${id} ${fault ? 'FAILED' : 'passed'} in ${Math.round(seconds)} s: ${figures}${fault ? `\n   ${fault}` : ''}`)
}
