/** bench/results/report.html: every kept figure in one page that needs nothing from outside. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ceilingText, GROUP_TITLES, originText } from './figures.mjs'
import { dotPlot, escape, linePlot, spark } from './plot.mjs'

/** @typedef {import('./figures.mjs').Figure} Figure */
/** @typedef {import('./figures.mjs').Run} Run */

const anchor = (/** @type {string} */ title) => title.toLowerCase().replace(/\W+/g, '-')

/** @param {readonly Figure[]} figures @param {readonly Run[]} runs oldest first */
export function page(figures, runs) {
  const last = runs.at(-1)
  const missed = figures.filter(({ newest }) => !newest.met)
  const groups = GROUP_TITLES.map((title) => ({ title, figures: figures.filter(({ group }) => group === title) })).filter((group) => group.figures.length > 0)
  const style = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Recado, measured</title>
<style>
${style}</style>
</head>
<body>
<header>
<h1>Recado, measured</h1>
<p class="soft">Written by <code>npm run bench</code> from ${runs.length} kept runs, the last on ${last.at.slice(0, 10)}: ${last.machine.cores} cores (${escape(last.machine.cpu)}), ${last.machine.memoryGiB} GiB, Node ${last.machine.node}, ${last.machine.platform}${last.commit ? `, commit ${last.commit}` : ''}. Load generator, server and database share the machine.</p>
<p>${figures.length - missed.length} of ${figures.length} figures meet their goal. The newest full run counts; a quick one only where there is no other. “Busy” means that the machine had other work when the run began: its times are too high then, while ratios to a ceiling, taken in the same minute, hold.</p>
<nav aria-label="Parts">${groups.map(({ title }) => `<a href="#${anchor(title)}">${title}</a>`).join('')}<a href="#missed">Goals not met</a></nav>
</header>
<main>
${groups.map((group) => section(group.title, group.figures)).join('\n')}
<section><h2 id="missed">Goals not met</h2>${missed.length === 0 ? '<p>None.</p>' : `<ul>${missed.map(({ name, newest }) => `<li>${escape(name)}: <span class="no">${escape(newest.measured)}</span>, goal ${escape(newest.goal)}</li>`).join('')}</ul>`}</section>
</main>
</body>
</html>
`
}

/** @param {string} title @param {Figure[]} figures */
function section(title, figures) {
  return `<section><h2 id="${anchor(title)}">${title}</h2>\n${plotsOf(figures).join('\n')}\n${table(figures)}</section>`
}

/** @param {Figure[]} figures */
function table(figures) {
  const rows = figures.map((figure) => {
    const { name, newest, limit } = figure
    return `<tr><td>${escape(name)}${newest.note ? `<span class="note">${escape(newest.note)}</span>` : ''}</td><td class="n">${escape(newest.goal)}</td><td class="n"><strong>${escape(newest.measured)}</strong></td><td class="n"><span class="${newest.met ? 'yes' : 'no'}">${newest.met ? 'met' : 'not met'}</span></td><td>${escape(ceilingText(newest.ceiling))}</td><td>${history(figure, limit?.value ?? null)}</td></tr>`
  })
  return `<div class="scroll" tabindex="0" role="region" aria-label="Figures"><table><thead><tr><th scope="col">what</th><th scope="col">goal</th><th scope="col">measured</th><th scope="col"></th><th scope="col">beside its ceiling</th><th scope="col">over time</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
}

/** @param {Figure} figure @param {number | null} goal */
function history({ newest, history: all }, goal) {
  const points = all.filter(({ value }) => value !== null).toReversed().map(({ value, form }) => ({ value, quick: form === 'quick' }))
  const lines = all.map((one) => `<tr><td class="n">${escape(one.measured)}</td><td>${one.met ? 'met' : 'not met'}</td><td>${escape(one.ceiling ? `${one.ceiling.ratio.toFixed(2)} x` : '')}</td><td>${escape(originText(one))}</td></tr>`)
  return `${points.length > 1 ? spark(points, goal) : ''}<details><summary>${escape(originText(newest))}</summary><table><tbody>${lines.join('')}</tbody></table></details>`
}

/** @param {Figure[]} figures @returns {string[]} */
function plotsOf(figures) {
  const newest = figures.map(({ newest: one, limit }) => ({ ...one, limit }))
  const plots = []
  const desk = newest.filter(({ name }) => /^desk \d/.test(name) && name.endsWith('p95'))
  if (desk.length > 0) plots.push(dotPlot({ title: 'p95 of every question, and what bare HTTP takes for an answer of that length', unit: 'ms', series: ['through the product', 'bare HTTP, p50'], log: true, rows: desk.map(({ name, value, ceiling, limit }) => ({ label: name.replace(/^desk \w+, /, '').replace(/: p95$/, ''), values: [value, ceiling?.value ?? null], goal: limit?.value ?? null })) }))
  const growth = newest.filter(({ name }) => name.startsWith('desk growth'))
  if (growth.length > 0) plots.push(dotPlot({ title: 'Times the median grew', unit: 'times', series: ['growth'], rows: growth.map(({ name, value, limit }) => ({ label: name.replace(/^desk growth /, ''), values: [value], goal: limit?.value ?? null })) }))
  for (const one of newest) {
    if (one.plot) plots.push(pairPlot(one.plot))
    if (one.series) plots.push(linePlot({ title: one.name, unit: one.unit, across: 'minutes', series: one.series, goal: one.limit?.value ?? null }))
  }
  const times = newest.find((one) => Array.isArray(/** @type {any} */ (one).times))
  if (times) plots.push(spread(times.name, /** @type {any} */ (times).times, times.limit?.value ?? null))
  return plots
}

/** The same figure of ours and of others, a row for each load. @param {import('./figures.mjs').Plot} plot */
function pairPlot({ title, unit, rows }) {
  const series = [...new Set(Object.values(rows).flatMap((one) => Object.keys(one)))]
  return dotPlot({ title, unit, series, log: true, rows: Object.entries(rows).map(([label, values]) => ({ label, values: series.map((one) => values[one] ?? null) })) })
}

/** Single times in order: where the slow tail begins. @param {string} title @param {number[]} times @param {number | null} goal */
function spread(title, times, goal) {
  const sorted = times.toSorted((a, b) => a - b)
  return linePlot({ title: `${title.replace(/, p95$/, '')}, one by one from the quickest`, unit: 'ms', across: 'per cent of them', series: [{ name: 'times', points: sorted.map((ms, i) => [(100 * (i + 1)) / sorted.length, ms]) }], goal })
}
