/** The report as Markdown: the table beside the runs, and the few figures that README.md quotes. */
import { ceilingText, originText } from './figures.mjs'

/** @typedef {import('./figures.mjs').Figure} Figure */
/** @typedef {import('./figures.mjs').Run} Run */

const QUOTED_BEGIN = '<!-- figures: written by npm run bench -->'
const QUOTED_END = '<!-- end of figures -->'

/** What README.md quotes, whether it flatters or not. */
const QUOTED = [
  ['Ready after `npm start`, database included', 'ready after npm start, later'],
  ['Memory at rest, database included', 'memory at rest (PSS), everything below npm start, simulator on'],
  ['Messages stored durably, 50 senders at once, beside a bare one-INSERT server', 'durable ingest, 50 in flight, against the trivial server'],
  ['3,086 messages a second (8 billion a month): p99 from the moment due', 'open loop, 3086/s: p99 from the moment due'],
  ['Webhook to a colleague’s open screen, 1,000 agents watching, p95', 'live, 1000 agents at 50 messages/s: webhook to a colleague\'s open screen, p95'],
  ['Key press to painted bubble, p95', 'screen, key press to painted bubble: p95'],
  ['Open list at a million conversations, p95', 'desk 1m, list, open, newest: p95'],
  ['Search for a common word in ten million messages, p95', 'desk 1m, search: common word: p95'],
]

const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`
const rule = (/** @type {string[]} */ head) => [line(head), line(head.map(() => '---'))]

/** @param {readonly Figure[]} figures */
function quoted(figures) {
  const rows = QUOTED.flatMap(([says, name]) => {
    const newest = figures.find((figure) => figure.name === name)?.newest
    return newest ? [line([says, newest.measured, `${newest.goal}${newest.met ? '' : ' **not met**'}`, originText(newest)])] : []
  })
  return [...rule(['what', 'measured', 'goal', 'when']), ...rows].join('\n')
}

/** README.md with its block written anew. @param {string} readme @param {readonly Figure[]} figures */
export function withQuoted(readme, figures) {
  const [begin, end] = [readme.indexOf(QUOTED_BEGIN), readme.indexOf(QUOTED_END)]
  if (begin < 0 || end < begin) throw new Error(`README.md has lost the lines ${QUOTED_BEGIN} and ${QUOTED_END}, between which its figures stand.`)
  return `${readme.slice(0, begin + QUOTED_BEGIN.length)}\n\n${quoted(figures)}\n\n${readme.slice(end)}`
}

/** bench/results/README.md. @param {readonly Figure[]} figures @param {readonly Run[]} runs oldest first */
export function resultsPage(figures, runs) {
  const { machine: where } = runs.at(-1)
  const head = ['what', 'goal', 'measured', 'met', 'beside its ceiling', 'details', 'when']
  const groups = [...new Set(figures.map(({ group }) => group))].map((group) => {
    const rows = figures.filter((figure) => figure.group === group).map(({ name, newest }) => line([name, newest.goal, newest.measured, newest.met ? 'yes' : '**no**', ceilingText(newest.ceiling), newest.note ?? '', originText(newest)]))
    return `## ${group}\n\n${[...rule(head), ...rows].join('\n')}`
  })
  return `# Figures of the bench

Written by \`npm run bench\`, which measures everything or the parts it is given (\`npm run bench -- ingest\`). The newest full run of each figure counts, a quick one where there is no other; the runs lie beside this file as JSON. With plots and history: [report.html](report.html) (open it in a browser).
Machine of the last run: ${where.cores} cores (${where.cpu}), ${where.memoryGiB} GiB, Node ${where.node}, ${where.platform}. Load generator, server and database share it.

${groups.join('\n\n')}
`
}
