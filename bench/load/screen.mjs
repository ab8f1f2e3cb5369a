import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { BROWSER_ARGUMENTS, prepareBrowser } from '../../tools/browser.mjs'
import { ask } from '../../tools/product/database.mjs'
import { OWNER } from '../../tools/product/start.mjs'

/** A real browser with a profile of its own, in which the owner is signed in. @param {{ product: { url: string }, data: { dir: string } }} stage */
export async function openScreen({ product: { url }, data }) {
  const profile = mkdtempSync(join(tmpdir(), 'recado-bench-'))
  const browser = await prepareBrowser()
  if (!browser) throw new Error('There is no browser here, and none could be brought.')
  const context = await chromium.launchPersistentContext(profile, { executablePath: browser.executablePath, env: /** @type {Record<string, string>} */ (browser.env), args: BROWSER_ARGUMENTS, headless: true, viewport: { width: 1440, height: 900 } })
  const page = context.pages()[0] ?? await context.newPage()
  const answer = await page.request.post(`${url}/api/v1/session`, { data: OWNER, headers: { origin: url } })
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()}`)
  // As if she had signed in before the first real account was connected: the second factor is not due yet. The server remembers a session for a moment.
  await ask(data.dir, `update session set factor_due_at = now() + interval '1 day' where factor_due_at is not null`)
  for (let tries = 0; !(await page.request.get(`${url}/api/v1/conversations?limit=1`)).ok(); tries++) {
    if (tries === 100) throw new Error('The session is still asked for a second factor.')
    await wait(100)
  }
  return { page, url, close: async () => { await context.close(); rmSync(profile, { recursive: true, force: true }) } }
}
