/** Every page, in the light and in the dark, from left to right and from right to left, has nothing that WCAG 2.2 AA forbids and a machine can find; and nothing on it is wider than the screen. */
import { type Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { faultsOf, outOfThePage } from './support/axe.js'
import { visit } from './support/browser.js'
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
  /** What a key opens in a thread; pressed again where the thread had not yet said what its keys do. */
  const byKey = (key: string) => async (page: Page) => {
    await openRow(page, 'Carmen Ortiz')
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor({ timeout: 5_000 }).catch(() => page.keyboard.press(key))
    await page.getByRole('dialog').locator('input, [role=option]').first().waitFor()
  }
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
    ['the people', '/contacts', (page) => page.locator('[data-contact]').first().waitFor()],
    ['a new person', '/contacts?compose=new', dialog],
    ['a person', '/contacts', async (page) => { await page.locator('[data-contact] a').first().click(); await page.locator('main article h1').waitFor() }],
    ['a company', '/settings/companies', async (page) => { await page.locator('main li a').first().click(); await page.locator('main article h1').waitFor(); await page.locator('[data-contact]').first().waitFor() }],
    ['the campaigns', '/campaigns', (page) => page.locator('section[aria-labelledby=all-campaigns] li').first().waitFor()],
    ['a new campaign', '/campaigns/new', (page) => page.getByRole('textbox').first().waitFor()],
    ['segments', '/segments', (page) => page.locator('main h1, main h2').first().waitFor()],
    ['a new segment', '/segments/new', (page) => page.getByRole('textbox').first().waitFor()],
    ['lists of people', '/segments/lists', (page) => page.locator('main h1, main h2').first().waitFor()],
    ['the templates', '/templates', (page) => page.locator('main h1, main h2').first().waitFor()],
    ['posts', '/posts', (page) => page.locator('main h1, main h2').first().waitFor()],
    ['costs', '/costs', (page) => page.locator('main h1, main h2').first().waitFor()],
    ['wallboard', '/wallboard', (page) => page.locator('main h1, main h2').first().waitFor()],
    ['where customers come from', '/reports/sources', (page) => page.locator('main h1, main h2').first().waitFor()],
    ...['me', 'keys', 'notifications', 'security', 'channels', 'channels/add', 'channels/add/whatsapp', 'public-address', 'members', 'teams', 'inboxes', 'roles', 'assignment', 'hours', 'nudges', 'backups', 'audit', 'import', 'contact-fields', 'companies', 'consent', 'labels', 'saved-replies', 'macros', 'bridges', 'status', 'rate-cards', 'developers', 'tokens']
      .map((page): [string, string, (page: Page) => Promise<unknown>] => [`settings: ${page}`, `/settings/${page}`, heading]),
    ['the phones', '/simulator', (page) => page.getByRole('article').first().waitFor()],
    ['an address that leads nowhere', '/nowhere', (page) => page.locator('main a').first().waitFor()],
  ]
  const BY_KEYS = new Set(['to whom', 'until when', 'how urgent', 'labels of one', 'a template', 'many at once', 'commands', 'keys', 'the notices'])
  const WIDE = { width: 1440, height: 900 }
  // WCAG 1.4.10: 320 px; and 200 % of a window of 1280 px is a page of 640.
  const NARROW = { width: 320, height: 720 }
  const TWICE = { width: 640, height: 450 }
  const WALKS: readonly [title: string, language: 'es' | 'ar', dir: 'ltr' | 'rtl', schemes: readonly ('light' | 'dark')[], widths: readonly { width: number; height: number }[]][] = [
    ['from left to right, light and dark, enlarged and narrow', 'es', 'ltr', ['light', 'dark'], [TWICE, NARROW]],
    ['from right to left, and narrow', 'ar', 'rtl', ['dark'], [NARROW]],
  ]

  test.each(WALKS)('every page, %s', async (_, language, dir, schemes, widths) => {
    closeAfterStory(stage)
    const context = await visit(stage.browser, stage.url, { size: WIDE, state: stage.state })
    // What does not come is a fault of its own, and does not hold up the rest.
    context.setDefaultTimeout(12_000)
    expect((await context.request.patch('/api/v1/me', { data: { language } })).status()).toBe(200)
    await context.addInitScript((chosen) => localStorage.setItem('recado.language', chosen), language)
    const page = await context.newPage()
    const faults: string[] = []
    // What keys open is the same dialogs in either direction: they are looked at from left to right.
    for (const [name, path, there] of dir === 'ltr' ? PAGES : PAGES.filter(([name]) => !BY_KEYS.has(name))) {
      await page.setViewportSize(WIDE)
      await page.goto(path)
      const came = await there(page).then(() => true, () => false)
      const found = came ? [...await faultsOf(page, schemes)] : ['did not come']
      for (const size of came ? widths : []) {
        await page.setViewportSize(size)
        found.push(...(await outOfThePage(page)).map((fault) => `${size.width} px: ${fault}`))
      }
      faults.push(...found.map((fault) => `${name}, ${fault}`))
    }
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(dir)
    expect(faults).toEqual([])
  }, 420_000)
})
