/** Every page, in the light and in the dark, from left to right and from right to left, has nothing that WCAG 2.2 AA forbids and a machine can find; and nothing on it is wider than the screen. */
import { type Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { faultsOf, tooSmallOrTooWide } from './support/axe.js'
import { visit, type Visit } from './support/browser.js'
import { LAURA } from './support/desk.js'
import { closeAfterStory, useDemo, useStage } from './support/product.js'

describe('before anybody has signed in', () => {
  const stage = useStage()

  test('first run, recovery key, the two ways to begin, an invitation that is over, and sign-in', async () => {
    closeAfterStory(stage)
    const page = await (await visit(stage.browser, stage.url)).newPage()
    const look = async (what: string): Promise<void> => expect({ what, faults: await faultsOf(page) }).toEqual({ what, faults: [] })
    await page.goto('/')
    await page.getByRole('heading', { name: 'Te damos la bienvenida a Recado' }).waitFor()
    await look('first run')
    await page.getByLabel('Tu nombre').fill(LAURA.name)
    await page.getByLabel('Correo electrónico').fill(LAURA.email)
    await page.getByLabel('Contraseña', { exact: true }).fill(LAURA.password)
    await page.getByRole('button', { name: 'Crear' }).click()
    await page.getByTestId('recovery-key').waitFor()
    await look('recovery key')
    await page.getByLabel('La he guardado en un lugar seguro').check()
    await page.getByRole('button', { name: 'Continuar' }).click()
    await page.getByRole('heading', { name: '¿Cómo quieres empezar?' }).waitFor()
    await look('how to begin')
    await page.context().clearCookies()
    await page.reload()
    await page.getByRole('button', { name: 'Entrar' }).waitFor()
    await look('sign-in')
    await page.goto('/join#nobody-was-invited-by-this')
    await page.reload()
    await page.getByRole('heading').first().waitFor()
    await look('an invitation')
  })

  test.each([['es-MX', 'es', 'ltr'], ['de-AT', 'de', 'ltr'], ['pt-PT', 'pt-BR', 'ltr'], ['zh-TW', 'zh-CN', 'ltr'], ['ar-EG', 'ar', 'rtl'], ['nl-NL', 'en', 'ltr']])('a browser that asks for %s is answered in %s', async (locale, lang, dir) => {
    closeAfterStory(stage)
    const page = await (await visit(stage.browser, stage.url, { locale })).newPage()
    await page.goto('/')
    await page.getByRole('button').first().waitFor()
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([lang, dir])
  })
})

describe('at the desk', () => {
  const stage = useDemo()

  /** An address, what is pressed there, if anything, and what then is to be seen. By roles and marks, never words: they are other ones in Arabic. */
  const rows = (page: Page) => page.locator('[data-list] a[href^="/inbox/"]')
  const openRow = async (page: Page, name: string) => { await rows(page).filter({ hasText: name }).first().click(); await page.getByRole('log').getByRole('article').first().waitFor() }
  const dialog = (page: Page) => page.getByRole('dialog').waitFor()
  const heading = (page: Page) => page.locator('main h2').first().waitFor()
  const byKey = (key: string) => async (page: Page) => { await openRow(page, 'Carmen Ortiz'); await page.keyboard.press(key); await dialog(page); await page.getByRole('dialog').locator('input, [role=option]').first().waitFor() }
  const PAGES: readonly [what: string, path: string, there: (page: Page) => Promise<unknown>][] = [
    ['inbox', '/inbox', (page) => rows(page).first().waitFor()],
    ['a view with nothing in it', '/inbox?view=failed', (page) => page.locator('[data-list] h2').first().waitFor()],
    ['what a search found', '/inbox?q=gafas', (page) => rows(page).first().waitFor()],
    ['a thread with a picture, a note and its person', '/inbox', (page) => openRow(page, 'Lucía Ferrer')],
    ['a thread whose window has closed', '/inbox', (page) => openRow(page, 'Carmen Ortiz')],
    ['to whom', '/inbox', byKey('a')], ['until when', '/inbox', byKey('s')], ['how urgent', '/inbox', byKey('p')], ['labels of one', '/inbox', byKey('l')], ['a template', '/inbox', byKey('t')],
    ['many at once', '/inbox', async (page) => { await rows(page).first().waitFor(); await page.keyboard.press('x'); await page.getByRole('toolbar').waitFor() }],
    ['new conversation', '/inbox?compose=new', dialog],
    ['a view is made', '/inbox?compose=view', dialog],
    ['commands', '/inbox', async (page) => { await rows(page).first().waitFor(); await page.keyboard.press('Control+k'); await page.getByRole('option').first().waitFor() }],
    ['keys', '/inbox', async (page) => { await rows(page).first().waitFor(); await page.keyboard.press('?'); await dialog(page) }],
    ['the notices', '/inbox', async (page) => { await rows(page).first().waitFor(); await page.keyboard.press('g'); await page.keyboard.press('n'); await dialog(page) }],
    ['wallboard', '/wallboard', (page) => page.locator('main h1, main h2').first().waitFor()],
    ['where customers come from', '/reports/sources', (page) => page.locator('main h1, main h2').first().waitFor()],
    ...['me', 'keys', 'notifications', 'security', 'channels', 'channels/add', 'channels/add/whatsapp', 'public-address', 'members', 'teams', 'inboxes', 'roles', 'assignment', 'hours', 'nudges', 'import', 'labels', 'saved-replies', 'templates', 'developers', 'tokens']
      .map((page): [string, string, (page: Page) => Promise<unknown>] => [`settings: ${page}`, `/settings/${page}`, heading]),
    ['the phones', '/simulator', (page) => page.getByRole('article').first().waitFor()],
    ['an address that leads nowhere', '/nowhere', (page) => page.locator('main a').first().waitFor()],
  ]
  /** What has no place in the hand, or is only another word for a page that is looked at. */
  const onlyWide = ['keys', 'many at once', 'the notices']
  const NARROW = { width: 320, height: 720 }
  // 200 % of a 1280 px window is what a page of 640 px is.
  const LOOKS: readonly [string, Visit, 'es' | 'ar', 'rules' | 'width'][] = [
    ['from left to right', {}, 'es', 'rules'], ['from right to left', {}, 'ar', 'rules'],
    ['320 px wide', { size: NARROW }, 'es', 'width'], ['320 px wide, from right to left', { size: NARROW }, 'ar', 'width'], ['at 200 %', { size: { width: 640, height: 450 } }, 'es', 'width'], ['in German, in the hand', { size: { width: 390, height: 844 } }, 'es', 'width'],
  ]

  test.each(LOOKS)('every page, %s', async (title, look, lang, what) => {
    closeAfterStory(stage)
    const language = title.includes('German') ? 'de' : lang
    const context = await visit(stage.browser, stage.url, { ...look, state: stage.state })
    const told = await context.request.patch('/api/v1/me', { data: { language } })
    expect(told.status()).toBe(200)
    await context.addInitScript((chosen) => localStorage.setItem('recado.language', chosen), language)
    const page = await context.newPage()
    const faults: string[] = []
    for (const [name, path, there] of PAGES) {
      if (what === 'width' && onlyWide.includes(name)) continue
      await page.goto(path)
      await there(page).catch((error: unknown) => { throw new Error(`${name}: ${String(error)}`) })
      faults.push(...(what === 'rules' ? await faultsOf(page) : await tooSmallOrTooWide(page)).map((fault) => `${name}, ${fault}`))
    }
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(language === 'ar' ? 'rtl' : 'ltr')
    expect(faults).toEqual([])
  }, 300_000)
})
