/**
 * `npm run chaos`: kills, outages, floods and wrong clocks against the real product; what the platforms saw is compared with what the database holds.
 * `-- --short` takes ten minutes on two quiet cores; `--only R1,R6` some of them; `--seed 7` the same chances again; `--only R9 --size 100000` a part of the
 * long form, which adds up with other parts; `--only R15 --size 15` minutes of soak; `--teeth` breaks the product on purpose and demands that it is found;
 * `--keep` writes the figures into chaos/results and docs/reliability.md, as the long form does by itself.
 */
import { parseArgs } from 'node:util'
import { EXPERIMENTS } from './experiments.mjs'
import { chance } from './random.mjs'
import { keep } from './report.mjs'
import { LONG_ONLY, STORIES, versionOf } from './stories.mjs'
import { tryTeeth } from './teeth/try.mjs'

const { values: options } = parseArgs({ options: { short: { type: 'boolean', default: false }, only: { type: 'string' }, seed: { type: 'string' }, size: { type: 'string' }, keep: { type: 'boolean', default: false }, teeth: { type: 'boolean', default: false } } })
const seed = Number(options.seed ?? Date.now() % 1_000_000)
const only = options.only?.split(',')
const size = options.size === undefined ? null : Number(options.size)
const unknown = only?.filter((id) => !Object.hasOwn(EXPERIMENTS, id)) ?? []
if (unknown.length > 0) refuse(`There is no experiment "${unknown.join('", "')}"; there are ${Object.keys(EXPERIMENTS).join(', ')}.`)
if (size !== null && !(size > 0 && only?.length === 1)) refuse('--size is a number above zero, and of one experiment: --only R9 --size 100000.')

if (options.teeth) process.exit(await tryTeeth((id, of) => STORIES[id]?.tell(of, chance(seed)), seed, only) ? 0 : 1)

const form = size !== null ? 'part' : options.short ? 'short' : 'long'
/** @type {import('./report.mjs').Told[]} */
const told = []
const unsaid = []
const looked = []
console.log(`Seed ${seed}`)
for (const [id, story] of Object.entries(STORIES)) {
  if (only ? !only.includes(id) : options.short && LONG_ONLY.has(id)) continue
  const before = performance.now()
  const of = size ?? (options.short ? story.short : story.long)
  const { fault, figures, traces } = await story.tell(of, chance(seed)).catch((error) => /** @type {import('./stories.mjs').Told} */ ({ fault: error.stack, figures: 'broke off' }))
  if (traces) {
    looked.push(id)
    unsaid.push(...traces.map((one) => `${id}: ${one}`))
  }
  say(id, fault, figures, (performance.now() - before) / 1000, of)
}
if (looked.length > 0) say('R20', unsaid.join('; ') || null, `looked for in ${looked.join(', ')}`, 0, looked.length)

const failed = told.filter((one) => !one.passed).length
if (options.keep || form !== 'short') console.log(`Written to ${keep(told)}.`)
console.log(`${told.length - failed} passed, ${failed} failed`)
// At once: a story that broke off may have left somebody who still tries.
process.exit(failed === 0 && told.length > 0 ? 0 : 1)

function say(id, fault, figures, seconds, of) {
  told.push({ id, form, size: of, version: versionOf(id), passed: !fault, seconds: Math.round(seconds), figures, fault, seed })
  console.log(`${id} ${fault ? 'FAILED' : 'passed'} in ${Math.round(seconds)} s: ${figures}${fault ? `\n   ${fault}` : ''}`)
}

function refuse(sentence) {
  console.error(sentence)
  process.exit(2)
}
