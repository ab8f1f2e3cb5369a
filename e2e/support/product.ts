/** A product nobody has set up yet, and a browser beside it. */
import { type Browser, type BrowserContext, request } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { Running } from '../api/harness.js'
import { keepScreens, openBrowser } from './browser.js'
import { LAURA } from './desk.js'

/** Started as by `npm start` in a fresh clone: without an owner, the first page asks for one. */
const NOBODY_YET = { RECADO_OWNER_EMAIL: '', RECADO_OWNER_PASSWORD: '', RECADO_API_TOKEN: '' }

export interface Stage { readonly url: string; readonly browser: Browser }

/** One product and one browser for the stories of a file; `env` is what it is started with, `hosts` where names lead that only this browser knows. */
export function useStage({ env = {}, hosts = {} }: { env?: Record<string, string>; hosts?: Record<string, () => string> } = {}): Stage {
  let product: Running | undefined
  let browser: Browser | undefined
  beforeAll(async () => {
    product = await Running.start({ ...NOBODY_YET, ...env })
    browser = await openBrowser(Object.entries(hosts).map(([name, place]) => `MAP ${name} ${place()}`))
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

type State = Awaited<ReturnType<BrowserContext['storageState']>>

/** The same, already set up in Spanish and inside the demo company; `state` holds its owner's session. */
export function useDemo(): Stage & { readonly state: State } {
  const stage = useStage()
  let state: State | undefined
  beforeAll(async () => {
    const caller = await request.newContext({ baseURL: stage.url })
    for (const [path, data] of [['/api/v1/setup', { ...LAURA, language: 'es', timeZone: 'Europe/Madrid' }], ['/api/v1/demo', {}]] as const) {
      const answer = await caller.post(path, { data, timeout: 90_000 })
      if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
    }
    state = await caller.storageState()
    await caller.dispose()
  })
  return {
    get url() { return stage.url }, get browser() { return stage.browser },
    get state() { if (!state) throw new Error('The demo is not there yet.'); return state },
  }
}

/** After a story everybody closes her browser; if it failed, what all pages showed is kept and named in the report. */
export function closeAfterStory({ browser }: Stage): void {
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') console.error(`What was on the screens: ${(await keepScreens(browser, task.name)).join(', ')}`)
    await Promise.all(browser.contexts().map((context) => context.close()))
  })
}
