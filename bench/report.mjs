import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { root } from '../tools/lib/paths.mjs'

/** @typedef {{ name: string, goal: string, measured: string, met: boolean, note?: string }} Finding one figure beside its goal; more fields go into the JSON */

const dir = join(root, 'bench/results')

/** The machine as far as it explains figures. */
export function machine() {
  return { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version, platform: `${process.platform} ${process.arch}`, load: loadavg()[0]?.toFixed(1) }
}

/**
 * Keeps one run as bench/results/<date>.json and shows the newest figure of every measurement in its README.
 * @param {{ at: string, machine: ReturnType<typeof machine>, findings: Finding[] }} run
 */
export function keep(run) {
  const file = join(dir, `${run.at.slice(0, 19).replaceAll(':', '')}.json`)
  writeFileSync(file, `${JSON.stringify(run, null, 1)}\n`)
  writeFileSync(join(dir, 'README.md'), readme(allRuns()))
  return file
}

function allRuns() {
  return readdirSync(dir).filter((name) => /^\d.*\.json$/.test(name)).sort().map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')))
}

function readme(runs) {
  const newest = new Map()
  for (const run of runs) for (const finding of run.findings) newest.set(finding.name, { ...finding, at: run.at, machine: run.machine })
  const rows = [...newest.values()]
  const { machine: where } = runs.at(-1)
  return `# Figures of the bench

Written by \`npm run bench\`, which measures everything or the parts it is given (\`npm run bench -- ingest\`). Each figure is the newest one; the runs lie beside this file as JSON.
Machine of the last run: ${where.cores} cores (${where.cpu}), ${where.memoryGiB} GiB, Node ${where.node}, ${where.platform}. Load generator, server and database share it.

${table(rows, true)}
`
}

/**
 * Findings as a Markdown table.
 * @param {(Finding & { at?: string, machine?: ReturnType<typeof machine> })[]} findings
 * @param {boolean} [dated]
 */
export function table(findings, dated = false) {
  const head = ['what', 'goal', 'measured', 'met', 'details', ...(dated ? ['date, load before'] : [])]
  const rows = findings.map((f) => [f.name, f.goal, f.measured, f.met ? 'yes' : '**no**', f.note ?? '', ...(dated ? [`${f.at?.slice(0, 10)}, ${f.machine?.load}`] : [])])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
