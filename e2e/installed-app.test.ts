/** The app on somebody's own device: it can be installed, opens without a line, keeps nothing of anybody, and tells her what came. */
import { expect, test } from 'vitest'
import { HANDSET, visit } from './support/browser.js'
import { closeAfterStory, useDemo } from './support/product.js'

const stage = useDemo()

test('Laura installs the desk; without a line it opens and says so; with the line it goes on, and nobody’s name was kept', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, stage.url, { state: stage.state })
  const page = await context.newPage()
  await page.goto('/inbox')
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)

  const devtools = await context.newCDPSession(page)
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  // A browser context of a test is an incognito one: that is the only reason not to offer it.
  expect(installabilityErrors.map((error) => error.errorId)).toEqual(['in-incognito'])
  expect((await devtools.send('Page.getAppManifest')).errors).toEqual([])

  // What the browser holds: files of ours by name, nothing that the API said.
  await page.waitForFunction(async () => (await (await caches.open((await caches.keys())[0] ?? '')).keys()).some((request) => request.url.includes('/assets/es-')))
  const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))).flat())
  expect(kept).toContain('/')
  expect(kept.filter((path) => !/^\/(assets\/.+|theme\.js|icon\.svg|manifest\.webmanifest)?$/.test(path))).toEqual([])

  await context.setOffline(true)
  await page.reload()
  await page.getByRole('alert').waitFor()
  await context.setOffline(false)
  await page.getByRole('link', { name: /王芳/ }).first().waitFor()
})

test('what waits for an answer is counted in the bell, the title and the icon, opens where it happened, and is seen', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, stage.url, { state: stage.state })
  const page = await context.newPage()
  await page.goto('/inbox')
  const bell = page.getByRole('button', { name: /^Avisos, \d+ sin leer$/ }).first()
  await bell.waitFor()
  await page.waitForFunction(() => /^\(\d+\) /.test(document.title) && document.querySelector('link[rel=icon]')?.getAttribute('href') === '/icon-unread.svg')
  const before = Number(/\d+/.exec((await bell.getAttribute('aria-label'))!)![0])
  await bell.click()
  const first = page.getByRole('dialog', { name: 'Avisos' }).getByRole('listitem').first()
  await first.getByRole('link').click()
  await page.waitForURL(/\/inbox\/[0-9a-f-]{36}/)
  await page.getByRole('button', { name: `Avisos, ${before - 1} sin leer` }).first().waitFor()
})

test('a thumb pushes a row aside: it is resolved, and can be taken back', async () => {
  closeAfterStory(stage)
  const context = await stage.browser.newContext({ baseURL: stage.url, viewport: HANDSET, hasTouch: true, isMobile: true, locale: 'es-ES', timezoneId: 'Europe/Madrid', storageState: stage.state })
  const page = await context.newPage()
  await page.goto('/inbox')
  const row = page.getByRole('link', { name: /Ana Benítez/ }).first()
  await row.waitFor()
  // The row's own surroundings come after it, lazily.
  await page.locator('.touch-pan-y').filter({ has: row }).waitFor()
  const box = (await row.boundingBox())!
  const devtools = await context.newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: box.y + box.height / 2 }] })
  await touch('touchStart', 80)
  for (let x = 95; x <= 260; x += 15) await touch('touchMove', x)
  await touch('touchEnd', 260)
  await row.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Deshacer/ }).click()
  await page.getByRole('link', { name: /Ana Benítez/ }).first().waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(HANDSET.width)
})
