/** Plots as SVG of our own: no script, colours from the page's variables, every mark with its figure as a title. */

const WIDTH = 760
const LABELS = 300
const ROW = 18
const round = (/** @type {number} */ value) => Math.round(value * 10) / 10

/** @param {string} text */
export const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** @param {number} value */
const shortly = (value) => (value === 0 ? '0' : Math.abs(value) >= 10_000 ? `${Math.round(value / 1000)}k` : Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(2)).toString())

/**
 * Steps an axis may have between two numbers, round ones.
 * @param {number} from @param {number} to @param {boolean} log
 */
export function ticks(from, to, log) {
  if (log) {
    const all = []
    for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++) for (const digit of [1, 3]) all.push(digit * 10 ** power)
    return all.filter((value) => value >= from * 0.999 && value <= to * 1.001)
  }
  const raw = (to - from) / 5
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= raw) ?? raw
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step)
}

/** A linear or logarithmic way from values to pixels. */
function scaleOf(values, { log, from, to }) {
  const positive = values.filter((value) => Number.isFinite(value) && (!log || value > 0))
  const high = Math.max(...positive, log ? 1e-9 : 0)
  const low = log ? Math.min(...positive) : 0
  const [min, max] = log ? [low / 1.4, high * 1.4] : [0, high * 1.05 || 1]
  const place = log ? (value) => (Math.log(Math.max(value, min)) - Math.log(min)) / (Math.log(max) - Math.log(min)) : (value) => (value - min) / (max - min)
  return { at: (value) => round(from + place(value) * (to - from)), ticks: ticks(min, max, log) }
}

/**
 * One row per thing, one mark per series, a line where the goal is.
 * @param {{ title: string, unit: string, series: string[], rows: { label: string, values: (number | null)[], goal?: number | null }[], log?: boolean }} plot
 */
export function dotPlot({ title, unit, series, rows, log = false }) {
  const all = rows.flatMap(({ values, goal }) => [...values.filter((value) => value !== null), ...(goal ? [goal] : [])])
  if (all.length === 0) return ''
  const height = rows.length * ROW + 44
  const scale = scaleOf(all, { log, from: LABELS, to: WIDTH - 20 })
  const grid = scale.ticks.map((tick) => `<line class="grid" x1="${scale.at(tick)}" x2="${scale.at(tick)}" y1="6" y2="${height - 36}"/><text class="tick" x="${scale.at(tick)}" y="${height - 22}">${shortly(tick)}</text>`)
  const lines = rows.map(({ label, values, goal }, i) => {
    const y = 6 + i * ROW + ROW / 2
    const marks = values.map((value, s) => (value === null ? '' : mark(s, scale.at(value), y, `${label}, ${series[s]}: ${shortly(value)} ${unit}`)))
    const line = goal ? `<line class="goal" x1="${scale.at(goal)}" x2="${scale.at(goal)}" y1="${y - 8}" y2="${y + 8}"><title>goal ${shortly(goal)} ${escape(unit)}</title></line>` : ''
    return `<text class="label" x="${LABELS - 10}" y="${y + 4}">${escape(label.length > 46 ? `${label.slice(0, 45)}…` : label)}</text>${line}${marks.join('')}`
  })
  return figure(title, series, `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">${grid.join('')}${lines.join('')}<text class="tick" x="${(LABELS + WIDTH) / 2}" y="${height - 6}">${escape(unit)}${log ? ', logarithmic' : ''}</text></svg>`)
}

/** Series differ by shape as well as by colour. */
function mark(series, x, y, title) {
  const tip = `<title>${escape(title)}</title>`
  if (series % 3 === 1) return `<rect class="s1" x="${round(x - 4.5)}" y="${y - 4.5}" width="9" height="9">${tip}</rect>`
  if (series % 3 === 2) return `<path class="s2" d="M${x} ${y - 6}l6 11h-12z">${tip}</path>`
  return `<circle class="s0" cx="${x}" cy="${y}" r="5">${tip}</circle>`
}

/**
 * Lines over a number that grows.
 * @param {{ title: string, unit: string, across: string, series: { name: string, points: [number, number][] }[], goal?: number | null }} plot
 */
export function linePlot({ title, unit, across, series, goal = null }) {
  const points = series.flatMap((one) => one.points)
  if (points.length === 0) return ''
  const height = 240
  const x = scaleOf(points.map(([at]) => at), { log: false, from: 56, to: WIDTH - 20 })
  const y = scaleOf([...points.map(([, value]) => value), ...(goal ? [goal] : [])], { log: false, from: height - 44, to: 10 })
  const grid = [
    ...y.ticks.map((tick) => `<line class="grid" x1="56" x2="${WIDTH - 20}" y1="${y.at(tick)}" y2="${y.at(tick)}"/><text class="label" x="50" y="${y.at(tick) + 4}">${shortly(tick)}</text>`),
    ...x.ticks.map((tick) => `<text class="tick" x="${x.at(tick)}" y="${height - 26}">${shortly(tick)}</text>`),
  ]
  const paths = series.map(({ name, points: own }, i) => `<path class="l${i % 3}" d="M${own.map(([at, value]) => `${x.at(at)} ${y.at(value)}`).join('L')}"><title>${escape(name)}</title></path>`)
  const line = goal ? `<line class="goal" x1="56" x2="${WIDTH - 20}" y1="${y.at(goal)}" y2="${y.at(goal)}"><title>goal ${shortly(goal)} ${escape(unit)}</title></line>` : ''
  return figure(title, series.map(({ name }) => name), `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">${grid.join('')}${line}${paths.join('')}<text class="tick" x="${WIDTH / 2}" y="${height - 8}">${escape(across)}; ${escape(unit)} upwards</text></svg>`)
}

/**
 * A figure over its runs, oldest to the left, in the height of a line; quick runs are hollow.
 * @param {{ value: number, quick: boolean }[]} points @param {number | null} goal
 */
export function spark(points, goal) {
  const [width, height] = [120, 26]
  const high = Math.max(...points.map(({ value }) => value), goal ?? 0) || 1
  const at = (/** @type {number} */ i) => round(6 + (points.length === 1 ? 54 : (i * (width - 12)) / (points.length - 1)))
  const y = (/** @type {number} */ value) => round(height - 4 - (Math.max(value, 0) / high) * (height - 8))
  const line = points.length > 1 ? `<path class="l0" d="M${points.map(({ value }, i) => `${at(i)} ${y(value)}`).join('L')}"/>` : ''
  const dots = points.map(({ value, quick }, i) => `<circle class="${quick ? 'hollow' : 's0'}" cx="${at(i)}" cy="${y(value)}" r="2.5"><title>${shortly(value)}${quick ? ' (quick)' : ''}</title></circle>`)
  return `<svg class="spark" viewBox="0 0 ${width} ${height}" aria-hidden="true">${goal === null ? '' : `<line class="goal" x1="0" x2="${width}" y1="${y(goal)}" y2="${y(goal)}"/>`}${line}${dots.join('')}</svg>`
}

function figure(title, series, svg) {
  const legend = series.length > 1 ? `<span class="legend">${series.map((name, i) => `<svg class="key" viewBox="0 0 14 14" aria-hidden="true">${mark(i, 7, 7, name)}</svg>${escape(name)}`).join('')}</span>` : ''
  return `<figure><figcaption>${escape(title)}${legend}</figcaption>${svg}</figure>`
}
