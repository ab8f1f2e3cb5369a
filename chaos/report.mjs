import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { machine } from '../bench/report.mjs'
import { root } from '../tools/lib/paths.mjs'
import { EXPERIMENTS } from './experiments.mjs'
import { STORIES, versionOf } from './stories.mjs'

/** @typedef {{ id: string, form: 'short' | 'long' | 'part', size: number, version: string | null, passed: boolean, seconds: number, figures: string, fault: string | null, seed: number }} Told one experiment as it went */
/** @typedef {{ at: string, machine: ReturnType<typeof machine>, told: Told[] }} Run */

const dir = join(root, 'chaos/results')
const page = join(root, 'docs/reliability.md')
const FIGURES = { begin: '<!-- figures: written by npm run chaos -->', end: '<!-- end of figures -->' }
const TEETH = { begin: '<!-- teeth: written by npm run chaos -- --teeth -->', end: '<!-- end of teeth -->' }

/**
 * Keeps a run as chaos/results/<date>.json and shows the newest figures of every experiment, short and long, in docs/reliability.md.
 * @param {Told[]} told
 */
export function keep(told) {
  mkdirSync(dir, { recursive: true })
  const run = { at: new Date().toISOString(), machine: machine(), told }
  const file = join(dir, `${run.at.slice(0, 19).replaceAll(':', '')}.json`)
  writeFileSync(file, `${JSON.stringify(run, null, 1)}\n`)
  replaceBetween(FIGURES, table(allRuns()))
  return file
}

/**
 * Shows which break of the product which experiment found; what was not tried this time stays as it was tried last.
 * @param {{ says: string, foundBy: string, found: boolean, fault: string }[]} rows
 * @param {{ seed: number, machine: ReturnType<typeof machine>, order: string[] }} run `order`: what every break there is says
 */
export function keepTeeth(rows, { seed, machine: { cores, node, load }, order }) {
  const where = `${new Date().toISOString().slice(0, 10)}, ${cores} cores, Node ${node}, load ${load}, seed ${seed}`
  const tried = new Map(between(TEETH).split('\n').slice(2).map((row) => [row.slice(2).split(' | ')[0], row]))
  for (const { says, foundBy, found, fault } of rows) tried.set(says, `| ${[says, foundBy, found ? 'yes' : '**no**', fault.replaceAll('|', '/'), where].join(' | ')} |`)
  replaceBetween(TEETH, [lines(['what was broken', 'found by', 'found', 'as', 'when and where'], []), ...order.flatMap((says) => tried.get(says) ?? [])].join('\n'))
}

/** @param {{ begin: string, end: string }} where @param {string} what */
function replaceBetween(where, what) {
  const { before, after } = around(where)
  writeFileSync(page, `${before}\n${what}\n${after}`)
}

/** @param {{ begin: string, end: string }} where */
function between(where) {
  return around(where).text.trim()
}

/** @param {{ begin: string, end: string }} where */
function around({ begin, end }) {
  const text = readFileSync(page, 'utf8')
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)]
  if (from < begin.length || to < from) throw new Error(`${page} has lost the lines between which the figures stand.`)
  return { before: text.slice(0, from), text: text.slice(from, to), after: text.slice(to) }
}

/** @returns {Run[]} oldest first */
function allRuns() {
  return readdirSync(dir).filter((name) => name.endsWith('.json')).sort().map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')))
}

/** @param {Run[]} runs */
function table(runs) {
  const newest = new Map()
  for (const run of runs) for (const one of run.told) newest.set(`${one.id} ${one.form}`, { ...one, at: run.at, machine: run.machine })
  const rows = Object.entries(EXPERIMENTS).flatMap(([id, { goal, elsewhere }]) => {
    if (elsewhere) return [[id, goal, '', elsewhere, '', '']]
    const found = ['short', 'part', 'long'].map((form) => newest.get(`${id} ${form}`)).filter(Boolean)
    if (found.length === 0) return [[id, goal, '', 'not run yet', '', '']]
    return [
      ...found.map((one) => [id, goal, one.form, one.figures, one.passed ? 'yes' : '**no**', `${one.at.slice(0, 10)}, ${one.machine.cores} cores, ${one.machine.memoryGiB} GiB, Node ${one.machine.node}, load ${one.machine.load}, seed ${one.seed}`]),
      ...addedUp(id, goal, runs),
    ]
  })
  return lines(['', 'goal', 'form', 'what happened', 'held', 'when and where'], rows)
}

/**
 * Runs of an experiment as it is now, put together: so many kills by parts are as good as at once.
 * @param {string} id @param {string} goal @param {Run[]} runs
 */
function addedUp(id, goal, runs) {
  const version = versionOf(id)
  if (version === null) return []
  const { unit, long } = STORIES[id]
  const all = runs.flatMap((run) => run.told.filter((one) => one.id === id && one.version === version).map((one) => ({ ...one, at: run.at })))
  // The same seed and size are the same chances: they count once.
  const different = [...new Map(all.map((one) => [`${one.seed}/${one.size}`, one])).values()]
  if (different.length < 2) return []
  const [count, failed] = [different.reduce((sum, one) => sum + one.size, 0), different.filter((one) => !one.passed).length]
  return [[id, goal, 'added up', `${count} of ${long} ${unit} in ${different.length} runs, ${failed} of them failed`, failed > 0 ? '**no**' : count >= long ? 'yes' : 'so far', `${all[0]?.at.slice(0, 10)} to ${all.at(-1)?.at.slice(0, 10)}, version ${version}`]]
}

/** @param {string[]} head @param {string[][]} rows */
function lines(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
