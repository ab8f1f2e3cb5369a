/** What was played so far, over many runs: a hundred thousand histories are more than an evening has. One file for each kind of histories. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../lib/paths.mjs'

/** @param {string} name of the kind */
export const ledgerOf = (name) => join(root, 'bench/results', `${name}.json`)

/** @typedef {{ rules: string, seed: string, from: number, to: number, faults: number, date: string, version: string }} Run one seed on one version of the product */

/**
 * The rules as one short name: what is drawn, what is demanded, and how it is looked at. Where one of these changes, what was shown before was something else.
 * @param {readonly string[]} files below tools/proofs, without their ending
 */
export const rulesNow = (files) => files.reduce((hash, file) => hash.update(readFileSync(join(import.meta.dirname, '..', `${file}.mjs`))), createHash('sha256')).digest('hex').slice(0, 12)

/** The commit of this clone; `+` where files differ from it. */
export function versionNow() {
  const git = (/** @type {string[]} */ ...args) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return git('rev-parse', '--short=10', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no', '--', 'packages', 'channels', 'tools') === '' ? '' : '+')
  } catch {
    return 'no clone'
  }
}

/** @param {string} file @returns {Run[]} */
export const readLedger = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).runs : [])

/**
 * Adds a round behind those of its seed; what was played already on this version counts once. Written whole and renamed: a run that is killed loses one round.
 * @param {Run} played
 * @param {string} file
 */
export function addRound(played, file) {
  const runs = readLedger(file)
  const same = runs.find((run) => run.rules === played.rules && run.seed === played.seed && run.version === played.version && run.from <= played.from && run.to >= played.from)
  if (same) Object.assign(same, { to: Math.max(same.to, played.to), faults: Math.max(same.faults, played.faults), date: played.date })
  else runs.push(played)
  writeFileSync(`${file}.new`, `{ "runs": [\n${runs.map((run) => `  ${JSON.stringify(run)}`).join(',\n')}\n] }\n`)
  renameSync(`${file}.new`, file)
}

/**
 * What the present rules have shown since a fault was last found: what was mended has to show it anew.
 * @param {readonly Run[]} runs oldest first
 * @param {string} rules
 */
export function shown(runs, rules) {
  const own = runs.filter((run) => run.rules === rules)
  const lastFault = own.findLastIndex((run) => run.faults > 0)
  const clean = own.slice(lastFault + 1)
  return { histories: clean.reduce((sum, { from, to }) => sum + to - from, 0), runs: clean.length, versions: new Set(clean.map(({ version }) => version)).size, since: clean[0]?.date ?? null }
}
