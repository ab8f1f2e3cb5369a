import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { albums } from './stories/albums.mjs'
import { campaign } from './stories/campaign.mjs'
import { clocks } from './stories/clocks.mjs'
import { copies } from './stories/copies.mjs'
import { fuzz } from './stories/fuzz.mjs'
import { inboundKills } from './stories/inbound-kills.mjs'
import { severalNodes } from './stories/nodes.mjs'
import { openDesks } from './stories/open-desks.mjs'
import { databaseAway } from './stories/outage.mjs'
import { outboundKills } from './stories/outbound-kills.mjs'
import { platformAway } from './stories/platform-away.mjs'
import { restoreDrill } from './stories/restore-drill.mjs'
import { soak } from './stories/soak.mjs'
import { stops } from './stories/stops.mjs'

/** @typedef {ReturnType<typeof import('./random.mjs').chance>} Chance */
/**
 * `fault`: what did not hold; `traces`: what a failure left unsaid, told under R20.
 * @typedef {{ fault: string | null, figures: string, traces?: string[] }} Told
 */
/**
 * How large an experiment is in each form (RELIABILITY 3 and 6). Where `files` are named its runs add up: so many `unit` by parts are as good as at once, as
 * long as the experiment is the same.
 * @typedef {object} Story
 * @property {string} unit what its size counts
 * @property {number} short
 * @property {number} long
 * @property {(size: number, random: Chance) => Promise<Told>} tell
 * @property {string[]} [files] what it consists of
 */

/** A third of a minute for each kill; of the long form's million messages the short one has what makes a page. */
const KILLS_OF_OPEN_DESKS = { few: 3, many: 20, large: 100_000 }

/** @type {Record<string, Story>} */
export const STORIES = {
  R1: { unit: 'kills', short: 10, long: 200, tell: (kills, random) => inboundKills({ kills, random }), files: ['stories/inbound-kills.mjs'] },
  R2: { unit: 'kills', short: 10, long: 200, tell: (kills, random) => outboundKills({ kills, random }), files: ['stories/outbound-kills.mjs'] },
  R3: { unit: 'messages', short: 2_000, long: 1_000_000, tell: (messages) => openDesks({ kills: messages < KILLS_OF_OPEN_DESKS.large ? KILLS_OF_OPEN_DESKS.few : KILLS_OF_OPEN_DESKS.many, messages }) },
  R4: { unit: 'seconds', short: 10, long: 60, tell: (seconds) => databaseAway({ seconds }) },
  R5: { unit: 'people for each illness', short: 1, long: 12, tell: (each) => platformAway({ each }) },
  R6: { unit: 'stories on each channel', short: 50, long: 1_000, tell: (runs, random) => copies({ runs, random }), files: ['stories/copies.mjs'] },
  R7: { unit: 'albums on each channel', short: 20, long: 500, tell: (runs, random) => albums({ runs, random }), files: ['stories/albums.mjs'] },
  R8: { unit: 'time', short: 1, long: 1, tell: () => clocks() },
  R9: { unit: 'webhooks', short: 20_000, long: 1_000_000, tell: (webhooks, random) => fuzz({ webhooks, random }), files: ['stories/fuzz.mjs', 'fuzz/grammar.mjs', 'fuzz/examples.mjs'] },
  R14: { unit: 'messages', short: 500, long: 10_000, tell: (messages) => restoreDrill({ messages }) },
  R15: { unit: 'minutes', short: 15, long: 60, tell: (minutes) => soak({ minutes }) },
  R17: { unit: 'stops', short: 5, long: 100, tell: (times) => stops({ times }), files: ['stories/stops.mjs'] },
  R18: { unit: 'people', short: 2_000, long: 50_000, tell: (people, random) => campaign({ people, kills: people < 10_000 ? 4 : 40, random }) },
  R19: { unit: 'kills', short: 4, long: 60, tell: (kills, random) => severalNodes({ kills, random }), files: ['stories/nodes.mjs'] },
}

/** Its figures come from time alone: only by name, or in the long form. */
export const LONG_ONLY = new Set(['R15'])

/** Which experiment it is, by what it consists of; null where runs do not add up. @param {string} id @returns {string | null} */
export function versionOf(id) {
  const files = STORIES[id]?.files
  if (!files) return null
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(new URL(file, import.meta.url)))
  return hash.digest('hex').slice(0, 12)
}
