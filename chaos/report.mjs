import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { machine } from '../bench/report.mjs'
import { root } from '../tools/lib/paths.mjs'
import { EXPERIMENTS } from './experiments.mjs'

/** @typedef {{ id: string, form: 'short' | 'long', passed: boolean, seconds: number, figures: string, fault: string | null, seed: number }} Told one experiment as it went */
/** @typedef {{ at: string, machine: ReturnType<typeof machine>, told: Told[] }} Run */

const dir = join(root, 'chaos/results')
const page = join(root, 'docs/reliability.md')
const BEGIN = '<!-- figures: written by npm run chaos -->'
const END = '<!-- end of figures -->'

/**
 * Keeps a run as chaos/results/<date>.json and shows the newest figures of every experiment, short and long, in docs/reliability.md.
 * @param {Told[]} told
 */
export function keep(told) {
  mkdirSync(dir, { recursive: true })
  const run = { at: new Date().toISOString(), machine: machine(), told }
  const file = join(dir, `${run.at.slice(0, 19).replaceAll(':', '')}.json`)
  writeFileSync(file, `${JSON.stringify(run, null, 1)}\n`)
  const text = readFileSync(page, 'utf8')
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (before < 0 || after < before) throw new Error(`${page} has lost the lines between which the figures stand.`)
  writeFileSync(page, `${text.slice(0, before + BEGIN.length)}\n${table(allRuns())}\n${text.slice(after)}`)
  return file
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
    const found = ['short', 'long'].map((form) => newest.get(`${id} ${form}`)).filter(Boolean)
    if (found.length === 0) return [[id, goal, '', 'not run yet', '', '']]
    return found.map((one) => [id, goal, one.form, one.figures, one.passed ? 'yes' : '**no**', `${one.at.slice(0, 10)}, ${one.machine.cores} cores, ${one.machine.memoryGiB} GiB, Node ${one.machine.node}, load ${one.machine.load}, seed ${one.seed}`])
  })
  return [['', 'goal', 'form', 'what happened', 'held', 'when and where'], Array(6).fill('---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
