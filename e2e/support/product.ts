/** A product nobody has set up yet, and a browser beside it. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, onTestFailed } from 'vitest'
import { Running } from '../api/harness.js'
import { keepScreens, openBrowser } from './browser.js'

/** Started as by `npm start` in a fresh clone: without an owner, the first page asks for one. */
const NOBODY_YET = { RECADO_OWNER_EMAIL: '', RECADO_OWNER_PASSWORD: '', RECADO_API_TOKEN: '' }

export interface Stage { readonly url: string; readonly browser: Browser }

/** One product and one browser for the stories of a file. */
export function useStage(): Stage {
  let product: Running | undefined
  let browser: Browser | undefined
  beforeAll(async () => {
    product = await Running.start(NOBODY_YET)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.close()
  })
  const there = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('The stage is not set up yet.')
    return thing
  }
  return { get url() { return there(product).url }, get browser() { return there(browser) } }
}

/** At a failure, what all pages showed is kept and named in the report. */
export function keepScreensAtFailure({ browser }: Stage): void {
  onTestFailed(async ({ task }) => console.error(`What was on the screens: ${(await keepScreens(browser, task.name)).join(', ')}`))
}
