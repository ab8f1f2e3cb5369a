/** A day's work without a mouse: the twelve commonest tasks, four actions each at most, and a focus that is never lost. */
import type { BrowserContext, Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { visit } from './support/browser.js'
import { Desk } from './support/desk.js'
import { Phones } from './support/phones.js'
import { closeAfterStory, useDemo } from './support/product.js'

const stage = useDemo()
let context: BrowserContext
let page: Page
let desk: Desk

/** Two hands on a keyboard. A key is an action, and so are words that are typed in one go. */
class Hands {
  actions = 0

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.actions += 1
      await page.keyboard.press(key)
    }
  }

  async type(words: string): Promise<void> {
    this.actions += 1
    await page.keyboard.type(words)
  }
}

const list = () => page.getByRole('region', { name: 'Conversaciones' })
const log = () => page.getByRole('log', { name: /^Mensajes con/ })
const said = (words: string | RegExp) => page.getByRole('status').filter({ hasText: words }).first().waitFor()
const holds = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? null)
/** What has the focus, once it has settled. */
const focusIs = (name: RegExp) => page.waitForFunction((source) => new RegExp(source, 'u').test(document.activeElement?.getAttribute('aria-label') ?? ''), name.source)
const openFirst = async () => {
  await list().getByRole('listitem').first().waitFor()
  await page.keyboard.press('j')
  await desk.composer.getByRole('textbox').waitFor()
}

// What a story leaves open, the next one closes: its screens are kept when it fails.
beforeEach(async () => {
  context = await visit(stage.browser, stage.url, { state: stage.state })
  page = await context.newPage()
  desk = new Desk(page)
  await page.goto('/inbox')
  await desk.row('Lucía Ferrer').waitFor()
})

describe('the twelve commonest tasks, by keys alone', () => {
  const tasks: readonly [task: string, ready: () => Promise<void>, go: (hands: Hands) => Promise<void>, done: () => Promise<unknown>][] = [
    ['open the next who waits, and answer', async () => {}, async (hands) => {
      await hands.press('j')
      await desk.composer.getByRole('textbox').waitFor()
      await hands.press('r')
      await hands.type('Ahora mismo te lo miro.')
      await hands.press('Enter')
    }, () => desk.bubble('Ahora mismo te lo miro.').waitFor()],
    ['take a conversation', openFirst, (hands) => hands.press('i'), () => said('Laura Gil')],
    ['give it to a colleague', openFirst, async (hands) => {
      await hands.press('a')
      await page.getByRole('dialog').getByRole('option', { name: /Nuria/ }).waitFor()
      await hands.type('Nuria')
      await hands.press('Enter')
    }, () => said('Asignada a Nuria')],
    ['a note that calls a colleague', openFirst, async (hands) => {
      await hands.press('n')
      await hands.type('¿Lo miras tú? @Nur')
      await page.getByRole('option', { name: /Nuria/ }).first().waitFor()
      await hands.press('Enter', 'Enter')
    }, () => log().getByText(/¿Lo miras tú\? @Nuria/).waitFor()],
    ['let it sleep', openFirst, async (hands) => {
      await hands.press('s')
      await page.getByRole('dialog').getByRole('combobox').waitFor()
      await hands.type('mañana a las 9')
      await page.getByRole('dialog').getByText('como lo has escrito').waitFor()
      await hands.press('Enter')
    }, () => page.getByRole('dialog').waitFor({ state: 'detached' }).then(() => said(/pospuesta/))],
    ['put a label on', openFirst, async (hands) => {
      await hands.press('l')
      await page.getByRole('dialog').getByRole('option').first().waitFor()
      await hands.type('Gafas de regalo')
      await hands.press('Enter', 'Escape')
    }, () => page.getByText('Gafas de regalo').first().waitFor()],
    ['say that it is urgent', openFirst, async (hands) => {
      await hands.press('p')
      await page.getByRole('dialog').getByRole('option').first().waitFor()
      await hands.type('urg')
      await hands.press('Enter')
    }, () => said(/prioridad Urgente/)],
    ['resolve, and on to the next', openFirst, async (hands) => { await hands.press('Shift+E') }, async () => {
      await said(/resuelta/)
      await log().waitFor()
    }],
    ['find and open', async () => {}, async (hands) => {
      await hands.press('/')
      await hands.type('Carmen Ortiz')
      await hands.press('Enter')
      await list().getByRole('link', { name: /Carmen Ortiz/ }).first().waitFor()
      await hands.press('j')
    }, () => desk.thread('Carmen Ortiz').waitFor()],
    ['a saved reply', () => desk.open('Lucía Ferrer'), async (hands) => {
      await hands.press('r')
      await hands.type('/horario')
      await page.getByRole('option', { name: /horario/i }).first().waitFor()
      await hands.press('Enter', 'Enter')
    }, () => desk.bubble('Abrimos de lunes a sábado').last().waitFor()],
    ['take it back', async () => {
      await openFirst()
      await page.keyboard.press('e')
      await page.getByRole('button', { name: /Deshacer/ }).waitFor()
    }, (hands) => hands.press('z'), () => said('Deshecho')],
    ['another view', async () => {}, (hands) => hands.press('g', 'm'), () => page.getByRole('heading', { name: 'Mías' }).waitFor()],
  ]

  test.each(tasks)('%s', async (_, ready, go, done) => {
    closeAfterStory(stage)
    await ready()
    const hands = new Hands()
    await go(hands)
    await done()
    expect(tasks).toHaveLength(12)
    expect(hands.actions).toBeLessThanOrEqual(4)
  })
})

test('the focus goes on with the work: next conversation, dialog and back, the line of what was closed', async () => {
  closeAfterStory(stage)
  await openFirst()
  await focusIs(/^Mensajes con/)
  const first = await holds()
  await page.keyboard.press('j')
  await page.waitForFunction((before) => (document.activeElement?.getAttribute('aria-label') ?? '').startsWith('Mensajes con') && document.activeElement?.getAttribute('aria-label') !== before, first)
  const second = await holds()
  await page.keyboard.press('s')
  await page.getByRole('dialog').getByRole('combobox').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await focusIs(new RegExp(`^${second}$`))
  await page.keyboard.press('Shift+E')
  await page.waitForFunction((before) => (document.activeElement?.getAttribute('aria-label') ?? '').startsWith('Mensajes con') && document.activeElement?.getAttribute('aria-label') !== before, second)
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement instanceof HTMLAnchorElement && document.activeElement.pathname.startsWith('/inbox/'))
  // Enter on a line opens that one, as a link does.
  await page.keyboard.press('Enter')
  await log().waitFor()
})

test('the first Tab offers the way past the navigation, and what has the focus shows it', async () => {
  closeAfterStory(stage)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Saltar al contenido' })
  await skip.waitFor()
  expect(await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().width > 20)).toBe(true)
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  const bare: string[] = []
  for (let step = 0; step < 25; step += 1) {
    await page.keyboard.press('Tab')
    const shown = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const [own, around] = [getComputedStyle(element), getComputedStyle(element.parentElement ?? element)]
      return own.outlineStyle !== 'none' && parseFloat(own.outlineWidth) >= 2 || own.boxShadow !== 'none' || around.outlineStyle !== 'none' ? null : element.outerHTML.slice(0, 160)
    })
    if (shown) bare.push(shown)
  }
  expect(bare).toEqual([])
})

test('what a customer writes and what was done are said politely, also to who looks elsewhere', async () => {
  closeAfterStory(stage)
  const phones = new Phones(await context.newPage())
  await phones.open()
  const nadia = await phones.newPerson('WhatsApp', 'Nadia Prat')
  await nadia.write('¿Hacéis gafas para bucear?')
  await page.bringToFront()
  await desk.open('Nadia Prat')
  await nadia.write('Y otra cosa')
  await page.locator('[aria-live=polite]').filter({ hasText: 'Y otra cosa' }).waitFor({ state: 'attached' })
  await page.keyboard.press('p')
  await page.getByRole('dialog').getByRole('combobox').waitFor()
  await page.keyboard.type('alta')
  await page.keyboard.press('Enter')
  await page.locator('[role=status][aria-live=polite]').filter({ hasText: 'Nadia Prat' }).waitFor()
})

test('somebody’s own key: changed by pressing it, taken from whoever had it, shown in the sheet, and back again', async () => {
  closeAfterStory(stage)
  await page.goto('/settings/keys')
  const row = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Cambiar las teclas de «Resolver»' }) })
  await row.getByRole('button', { name: 'Cambiar las teclas de «Resolver»' }).focus()
  await page.keyboard.press('Enter')
  await row.getByText('Pulsa las teclas nuevas').first().waitFor()
  await page.keyboard.press('y')
  await said('«Resolver» es ahora Y.')
  // A key that means something else is not taken without a word.
  await row.getByRole('button', { name: 'Cambiar las teclas de «Resolver»' }).press('Enter')
  await page.keyboard.press('a')
  await row.getByText(/A ya es de: Asignar/).waitFor()
  await row.getByRole('button', { name: 'Cancelar' }).press('Enter')
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Atajos de teclado' })
  await page.keyboard.type('resolver')
  await sheet.getByText('Resolver', { exact: true }).locator('..').getByText('Y', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })

  await page.goto('/inbox')
  await openFirst()
  await page.keyboard.press('e')
  await page.keyboard.press('y')
  await page.getByRole('button', { name: /Deshacer/ }).waitFor()
  await page.keyboard.press('z')
  await page.goto('/settings/keys')
  await page.getByRole('button', { name: 'Restablecer todo' }).press('Enter')
  await said('Todos los atajos están como al principio.')
})

test('one switch turns the single letters off, not those with Ctrl', async () => {
  closeAfterStory(stage)
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Atajos de teclado' })
  const toggle = sheet.getByRole('switch', { name: 'Teclas de una letra' })
  await toggle.focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await page.keyboard.press('j')
  await page.keyboard.press('Control+k')
  await page.getByRole('listbox').waitFor()
  expect(new URL(page.url()).pathname).toBe('/inbox')
  await page.keyboard.type('una letra')
  await page.keyboard.press('Enter')
  await page.getByRole('listbox').waitFor({ state: 'detached' })
  await openFirst()
})
