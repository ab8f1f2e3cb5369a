// Takes the pictures of docs/pictures from the demo company, in Spanish: `node tools/pictures.mjs`. They are looked at before they are committed.
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, request } from 'playwright-core'
import sharp from 'sharp'
import { BROWSER_ARGUMENTS, prepareBrowser } from './browser.mjs'
import { root } from './lib/paths.mjs'
import { say } from './lib/say.mjs'
import { dataDirectory, startProduct } from './product/start.mjs'

const OUT = join(root, 'docs/pictures')
const MOST_BYTES = 250_000
const DESKTOP = { width: 1440, height: 900 }
const HANDSET = { width: 390, height: 844 }
const OWNER = { name: 'Laura Gil', email: 'laura@optica.example', password: 'tres tristes tigres en abril', language: 'es', timeZone: 'Europe/Madrid' }

const data = dataDirectory()
const product = await startProduct({ dataDir: data.dir, env: { RECADO_OWNER_EMAIL: '', RECADO_OWNER_PASSWORD: '', RECADO_API_TOKEN: '' } })
const { executablePath, env } = await prepareBrowser()
const browser = await chromium.launch({ executablePath, env, args: BROWSER_ARGUMENTS })
try {
  const state = await furnish(product.url)
  mkdirSync(OUT, { recursive: true })
  await picture('inbox-light', { state, there: (page) => open(page, 'Lucía Ferrer', 'Nota tuya') })
  await picture('inbox-dark', { state, scheme: 'dark', there: (page) => open(page, 'Lucía Ferrer', 'Nota tuya') })
  await picture('thread-wechat', { state, there: (page) => open(page, '李娜', 'Mi español') })
  await picture('inbox-phone', { state, size: HANDSET, there: (page) => page.getByRole('link').filter({ hasText: 'Carmen Ortiz' }).waitFor() })
  await picture('phones-light', { state, path: '/simulator', there: (page) => page.getByText('montura Atocha').waitFor() })
} finally {
  await browser.close()
  await product.stop()
  data.remove()
}

/** The demo company; its owner's session comes back. */
async function furnish(url) {
  const caller = await request.newContext({ baseURL: url })
  for (const [path, body] of [['/api/v1/setup', OWNER], ['/api/v1/demo', {}]]) {
    const answer = await caller.post(path, { data: body, timeout: 120_000 })
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  }
  const state = await caller.storageState()
  await caller.dispose()
  return state
}

async function open(page, name, words) {
  await page.getByRole('link').filter({ hasText: name }).click()
  await page.getByRole('log').getByText(words).first().waitFor()
}

/** One page as a picture with few colours: small enough for a repository, exact enough for letters. */
async function picture(name, { state, path = '/inbox', size = DESKTOP, scheme = 'light', there }) {
  const context = await browser.newContext({ baseURL: product.url, storageState: state, viewport: size, colorScheme: scheme, locale: 'es-ES', timezoneId: 'Europe/Madrid', ...(size === HANDSET ? { deviceScaleFactor: 2 } : {}) })
  const page = await context.newPage()
  await page.goto(path)
  await there(page)
  await page.waitForFunction(() => [...document.images].every((image) => image.complete) && document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity))
  await page.mouse.move(size.width / 2, 1)
  const shot = await page.screenshot()
  const file = join(OUT, `${name}.png`)
  rmSync(file, { force: true })
  for (const colours of [256, 192, 128, 96]) {
    await sharp(shot).png({ palette: true, colours, effort: 10, compressionLevel: 9, dither: 0.6 }).toFile(file)
    if (statSync(file).size <= MOST_BYTES) break
  }
  say(`${name}.png: ${Math.round(statSync(file).size / 1000)} kB`)
  await context.close()
}
