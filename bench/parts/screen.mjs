import { openScreen } from '../load/screen.mjs'
import { openStage } from '../load/stage.mjs'
import { quantile } from '../load/asker.mjs'

const BUBBLE_MS = 50
const SWITCH_MS = 100
const COLD_MS = 300
/** Threads of the list that are walked through, cold the first time, from the cache the second. */
const THREADS = 25
const ANSWERS = 40

/**
 * What a person at the keyboard feels, in a real browser: from the key to the painted bubble of her own answer, and from the key to the next thread,
 * painted. Beside both what the same browser takes on a bare page that appends a line.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureScreen({ quick = false, answers = quick ? 15 : ANSWERS, threads = quick ? 12 : THREADS } = {}) {
  const stage = await openStage()
  let screen
  try {
    await stage.load({ count: 600, connections: 20 })
    screen = await openScreen(stage)
    const { page } = screen
    const bare = await onBarePage(page, answers)
    await page.goto(`${screen.url}/inbox`)
    await page.evaluate(watchPaint)
    // The first key opens the first thread; until the list is there it does nothing.
    for (let tries = 0; await page.getByRole('log').count() === 0; tries++) {
      if (tries === 60) throw new Error('No thread was opened by the key for the next one.')
      await page.keyboard.press('j')
      await page.waitForTimeout(1_000)
    }
    const cold = await walk(page, 'j', threads)
    await walk(page, 'k', threads)
    const cached = await walk(page, 'j', threads)
    const bubbles = await answer(page, answers)
    const ceiling = (times) => ({ what: 'bare page in the same browser, p50', value: quantile(bare, 0.5), unit: 'ms', ratio: quantile(times, 0.5) / quantile(bare, 0.5) })
    const finding = (name, goal, times) => ({ name: `screen, ${name}: p95`, goal: `<= ${goal} ms`, measured: `${quantile(times, 0.95).toFixed(0)} ms`, met: times.length > 0 && quantile(times, 0.95) <= goal, note: `p50 ${quantile(times, 0.5).toFixed(0)}, max ${Math.max(...times).toFixed(0)} ms of ${times.length}`, times, ceiling: ceiling(times) })
    return [finding('key press to painted bubble', BUBBLE_MS, bubbles), finding('switch to a thread seen before', SWITCH_MS, cached), finding('switch to a thread for the first time', COLD_MS, cold)]
  } finally {
    await screen?.close()
    await stage.close()
  }
}

/** In the page: `benchKeyed` is when the last key was pressed; `benchPainted(test)` resolves with the moment at which the frame in which `test` holds was on the screen. */
function watchPaint() {
  const page = /** @type {any} */ (globalThis)
  page.benchKeyed = 0
  addEventListener('keydown', (event) => { page.benchKeyed = event.timeStamp }, { capture: true })
  // A frame's work is done when the task behind its animation frame runs.
  page.benchPainted = (/** @type {() => boolean} */ test) => new Promise((resolve) => {
    const look = () => {
      if (!test()) return false
      requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => resolve(performance.now()); port2.postMessage(0) })
      return true
    }
    const observer = new MutationObserver(() => { if (look()) observer.disconnect() })
    observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributes: true })
  })
}

async function onBarePage(page, count) {
  await page.goto('about:blank')
  await page.setContent('<textarea autofocus></textarea><ul></ul>')
  await page.evaluate(watchPaint)
  await page.evaluate(() => document.querySelector('textarea')?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    document.querySelector('ul')?.append(Object.assign(document.createElement('li'), { textContent: String(document.querySelectorAll('li').length + 1) }))
  }))
  const times = []
  for (let i = 1; i <= count; i++) {
    await page.evaluate((wanted) => { const bench = /** @type {any} */ (globalThis); bench.benchDone = bench.benchPainted(() => document.querySelectorAll('li').length >= wanted) }, i)
    await page.locator('textarea').press('Enter')
    times.push(await page.evaluate(async () => { const bench = /** @type {any} */ (globalThis); return await bench.benchDone - bench.benchKeyed }))
  }
  return times
}

/** From thread to thread by one key; a thread is there when its log names somebody else and holds a message. */
async function walk(page, key, count) {
  const times = []
  await page.evaluate(() => { if (document.activeElement instanceof HTMLElement) document.activeElement.blur() })
  for (let i = 0; i < count; i++) {
    await page.evaluate(() => {
      const bench = /** @type {any} */ (globalThis)
      const log = () => document.querySelector('[role=log]')
      const [before, at] = [log()?.getAttribute('aria-label'), location.pathname]
      bench.benchDone = bench.benchPainted(() => location.pathname !== at && log() !== null && log()?.getAttribute('aria-label') !== before && log()?.querySelector('article') !== null)
    })
    await page.keyboard.press(key)
    times.push(await page.evaluate(async () => { const bench = /** @type {any} */ (globalThis); return await bench.benchDone - bench.benchKeyed }))
    await page.waitForTimeout(150)
  }
  return times
}

async function answer(page, count) {
  await page.keyboard.press('r')
  await page.waitForFunction(() => document.activeElement?.matches('textarea, [contenteditable=true]'))
  const times = []
  for (let i = 0; i < count; i++) {
    const text = `Answer ${i} ${Math.random().toString(36).slice(2)}`
    await page.keyboard.insertText(text)
    await page.evaluate((wanted) => { const bench = /** @type {any} */ (globalThis); bench.benchDone = bench.benchPainted(() => [...document.querySelectorAll('[role=log] article')].some((one) => one.textContent?.includes(wanted))) }, text)
    await page.keyboard.press('Enter')
    times.push(await page.evaluate(async () => { const bench = /** @type {any} */ (globalThis); return await bench.benchDone - bench.benchKeyed }))
    await page.waitForTimeout(150)
  }
  return times
}
