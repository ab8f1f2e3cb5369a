import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { root } from '../tools/lib/paths.mjs'
import { resultsPage, withQuoted } from './report/blocks.mjs'
import { figuresOf } from './report/figures.mjs'
import { page } from './report/page.mjs'

/** @typedef {import('./report/figures.mjs').Finding} Finding */

const dir = join(root, 'bench/results')

/** The machine as far as it explains figures. */
export function machine() {
  return { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version, platform: `${process.platform} ${process.arch}`, load: loadavg()[0]?.toFixed(1) }
}

/**
 * Keeps one run as bench/results/<date>.json and writes the report anew.
 * @param {import('./report/figures.mjs').Run} run
 */
export function keep(run) {
  const file = join(dir, `${run.at.slice(0, 19).replaceAll(':', '')}.json`)
  writeFileSync(file, `${JSON.stringify(run, null, 1)}\n`)
  writeReport()
  return file
}

/** Everything that is written from the kept runs: path -> what must stand there. @returns {Record<string, string>} */
function report() {
  const runs = readdirSync(dir).filter((name) => /^\d.*\.json$/.test(name)).sort().map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')))
  const figures = figuresOf(runs)
  const readme = join(root, 'README.md')
  return { [join(dir, 'report.html')]: page(figures, runs), [join(dir, 'README.md')]: resultsPage(figures, runs), [readme]: withQuoted(readFileSync(readme, 'utf8'), figures) }
}

export function writeReport() {
  for (const [file, text] of Object.entries(report())) writeFileSync(file, text)
}

/** Files that say something else than the kept runs. @returns {string[]} */
export function staleReport() {
  return Object.entries(report()).filter(([file, text]) => { try { return readFileSync(file, 'utf8') !== text } catch { return true } }).map(([file]) => file.slice(root.length + 1))
}

/**
 * Findings as a Markdown table.
 * @param {Finding[]} findings
 */
export function table(findings) {
  const head = ['what', 'goal', 'measured', 'met', 'details']
  const rows = findings.map((f) => [f.name, f.goal, f.measured, f.met ? 'yes' : '**no**', f.note ?? ''])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
