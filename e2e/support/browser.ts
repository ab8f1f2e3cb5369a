/** A browser as people hold it: visible conditions are waited for, nothing is intercepted, and what was on the screen at a failure is kept. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { BROWSER_ARGUMENTS, prepareBrowser } from '../../tools/browser.mjs'
import { cacheDir } from '../../tools/lib/paths.mjs'

export const DESKTOP = { width: 1440, height: 900 }
export const HANDSET = { width: 390, height: 844 }

/** Chromium's own camera and microphone: a beep every second, and no question whether the page may listen. */
const FAKE_MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
/** On a busy machine a page may take its time; what never comes still ends in a sentence that names it. */
const PATIENCE_MS = 30_000

/** `rules` are Chromium's own for names that no name server knows: "MAP desk.example 127.0.0.1:8443". */
export async function openBrowser(rules: readonly string[] = []): Promise<Browser> {
  const found = await prepareBrowser()
  if (!found) throw new Error('There is no browser for the stories.')
  const env: Record<string, string | undefined> = { ...found.env }
  return chromium.launch({ executablePath: found.executablePath, env, args: [...BROWSER_ARGUMENTS, ...FAKE_MICROPHONE, ...(rules.length > 0 ? [`--host-resolver-rules=${rules.join(',')}`] : [])] })
}

export interface Visit { size?: { width: number; height: number }; scheme?: 'light' | 'dark'; locale?: string; state?: Awaited<ReturnType<BrowserContext['storageState']>> }

/** Somebody at a browser of her own: no cookie, nothing remembered, a Spanish machine in Madrid unless told. */
export async function visit(browser: Browser, url: string, { size = DESKTOP, scheme = 'light', locale = 'es-ES', state }: Visit = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: url, viewport: size, colorScheme: scheme, locale, timezoneId: 'Europe/Madrid', ignoreHTTPSErrors: url.startsWith('https:'), ...(state ? { storageState: state } : {}) })
  context.setDefaultTimeout(PATIENCE_MS)
  return context
}

/** What every open page shows, as pictures for whoever has to find out why a story failed. */
export async function keepScreens(browser: Browser, story: string): Promise<string[]> {
  const dir = join(cacheDir, 'stories')
  mkdirSync(dir, { recursive: true })
  const pages = browser.contexts().flatMap((context) => context.pages())
  return Promise.all(pages.map(async (page, index) => {
    const path = join(dir, `${story.replace(/\W+/g, '-').slice(0, 60)}-${index + 1}.png`)
    await page.screenshot({ path }).catch(() => undefined)
    return path
  }))
}

/** A picture that has really come, not only its frame. */
export async function untilLoaded(page: Page, image: ReturnType<Page['locator']>): Promise<void> {
  await image.waitFor()
  const handle = await image.elementHandle()
  await page.waitForFunction((element) => element instanceof HTMLImageElement && element.complete && element.naturalWidth > 0, handle)
}
