/** What the kept runs say, figure by figure: pure, so that a check can write the report again and compare. */

/** @typedef {{ what: string, value: number, unit: string, ratio: number }} Ceiling what the same machine did at most in the same minute, and ours as a multiple of it */
/** @typedef {{ title: string, unit: string, rows: Record<string, Record<string, number>> }} Plot several loads, ours and others beside it */
/** @typedef {{ name: string, goal: string, measured: string, met: boolean, note?: string, ceiling?: Ceiling, series?: { name: string, points: [number, number][] }[], plot?: Plot }} Finding one figure beside its goal; more fields go into the JSON */
/** @typedef {{ cpu: string, cores: number, memoryGiB: number, node: string, platform: string, load?: string }} Machine */
/** @typedef {{ at: string, form?: 'quick' | 'full', commit?: string, machine: Machine, findings: Finding[] }} Run */
/** @typedef {Finding & { at: string, form: 'quick' | 'full', commit: string | null, machine: Machine, value: number | null, unit: string }} Measured a finding with its moment */
/** @typedef {{ name: string, group: string, newest: Measured, history: Measured[], limit: Limit | null }} Figure `history` newest first, the newest included */
/** @typedef {{ most: boolean, value: number }} Limit a goal that is a number: the most it may be, or the least it must */

/** Which figures stand together, in the order of the report; the first that fits takes it. */
const GROUPS = [
  { title: 'Taking messages in', fits: /ingest|open loop|SQL statements|inbound|write-ahead/ },
  { title: 'Seen on a screen', fits: /^live|^screen/ },
  { title: 'The desk at ten thousand conversations', fits: /^desk 10k/ },
  { title: 'The desk at a hundred thousand', fits: /^desk 100k/ },
  { title: 'The desk at a million', fits: /^desk 1m/ },
  { title: 'Growth of the desk', fits: /^desk growth/ },
  { title: 'Campaigns, imports, consent', fits: /campaign|import|advertis|hers|colleague|unknown after|her word/ },
  { title: 'Start, memory, storage, weight', fits: /./ },
]
export const GROUP_TITLES = GROUPS.map(({ title }) => title)

/** Runs took different times for the same figure, and said so in its name until it went into the note. */
const nameOf = (/** @type {string} */ name) => name.replace(/ for \d+ s(?=:)/, '')

/** @param {readonly Run[]} runs oldest first @returns {Figure[]} */
export function figuresOf(runs) {
  /** @type {Map<string, Measured[]>} */
  const byName = new Map()
  for (const { at, form = 'full', commit = null, machine, findings } of runs) {
    for (const finding of findings) {
      const name = nameOf(finding.name)
      const measured = { ...finding, ...ceilingIn(finding), name, at, form, commit, machine, ...numberIn(finding.measured) }
      byName.set(name, [measured, ...(byName.get(name) ?? [])])
    }
  }
  const figures = [...byName].map(([name, history]) => {
    // A quick run tells whether something broke; what is quoted is the newest full one where there is any.
    const newest = history.find(({ form }) => form === 'full') ?? history[0]
    return { name, group: GROUPS.find(({ fits }) => fits.test(name)).title, newest, history, limit: limitIn(newest.goal) }
  })
  return figures.toSorted((one, other) => GROUP_TITLES.indexOf(one.group) - GROUP_TITLES.indexOf(other.group))
}

/** The first number of a text and what stands behind it: "289 ms" -> 289, "ms". @param {string} text */
export function numberIn(text) {
  const found = /(-?\d[\d,]*(?:\.\d+)?)(?: ?([a-zA-Z%/]+))?/.exec(text)
  return found ? { value: Number(found[1].replaceAll(',', '')), unit: found[2] ?? '' } : { value: null, unit: '' }
}

/** A goal as a number: ">= 1.0", "<= 10 ms", "< 250 ms", "0". @param {string} goal @returns {Limit | null} */
export function limitIn(goal) {
  const found = /^(<=?|>=?)? ?(\d[\d,]*(?:\.\d+)?)(?: ?[a-zA-Z/%]+)*$/.exec(goal)
  return found ? { most: !found[1]?.startsWith('>'), value: Number(found[2].replaceAll(',', '')) } : null
}

/** Runs of the first weeks told the ceiling in words. @param {Finding} finding @returns {{ ceiling?: Ceiling }} */
function ceilingIn({ ceiling, note = '' }) {
  if (ceiling) return { ceiling }
  const [ours, bare] = [/^p50 ([\d.]+)/.exec(note)?.[1], /bare HTTP answer of that length p50 ([\d.]+)/.exec(note)?.[1]]
  return ours && bare ? { ceiling: { what: 'bare HTTP answer of that length, p50', value: Number(bare), unit: 'ms', ratio: Number(ours) / Number(bare) } } : {}
}

/** What a ceiling is said as: "1.07 ms (5.2 times that)", "7460 /s (0.43 of it)". @param {Ceiling | undefined} ceiling */
export function ceilingText(ceiling) {
  if (!ceiling) return ''
  const value = ceiling.value >= 100 ? ceiling.value.toFixed(0) : ceiling.value.toPrecision(3)
  return `${ceiling.what} ${value} ${ceiling.unit}: ${ceiling.ratio.toFixed(ceiling.ratio >= 10 ? 0 : 2)} x`
}

/** Whether the machine had other work when a run began: its wall times are then worth little. @param {Machine} machine */
const wasBusy = ({ load, cores }) => Number(load ?? 0) > cores / 2

/** Where a figure comes from, in a few words. @param {Measured} one */
export function originText({ at, form, commit, machine }) {
  return [at.slice(0, 10), form === 'quick' ? 'quick' : '', commit ?? '', `load ${machine.load}${wasBusy(machine) ? ' (busy)' : ''}`].filter(Boolean).join(', ')
}
