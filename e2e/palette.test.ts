/** The command palette: whatever can be pressed on a page can be called by its name. */
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { HANDSET, visit } from './support/browser.js'
import { Desk } from './support/desk.js'
import { closeAfterStory, useDemo } from './support/product.js'

const stage = useDemo()

/** Opens one's own desk at an address. */
async function open(path: string, size?: typeof HANDSET): Promise<Page> {
  const context = await visit(stage.browser, stage.url, { state: stage.state, ...(size ? { size } : {}) })
  const page = await context.newPage()
  await page.goto(path)
  return page
}

/** What a screen reader lists of a part of the page: each button, link and menu item by its name, as the browser's own tree has it. */
async function pressable(part: Locator): Promise<string[]> {
  const tree = await part.ariaSnapshot()
  return tree.split('\n').flatMap((line) => {
    const [, name, state] = /^\s*- (?:button|link|menuitem) "((?:[^"\\]|\\.)*)"(.*)$/.exec(line.replace(/^(\s*- )'(.*)'(:?)$/, '$1$2$3')) ?? []
    return name === undefined || state?.includes('[disabled]') ? [] : [name.replaceAll('\\"', '"').replaceAll("''", "'")]
  })
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('listbox', { name: 'Buscar y comandos' }).waitFor()
}

const offered = (page: Page): Promise<string[]> => page.locator('[role=option] > span[dir=auto]').allInnerTexts()
const plain = (name: string) => name.replace(/\s+/g, ' ').trim()

/** What is not there, and why. */
const EXCEPTIONS: readonly [what: RegExp, why: string][] = [
  [/^(Saltar al contenido|Buscar y comandos|Buscar….*)$/, 'the palette itself, and the way to what is on the page'],
  [/(tema, idioma, cerrar sesión|^Espacio de trabajo)/, 'opens a menu whose items are there themselves'],
  [/^Más acciones$/, 'opens the palette'],
]

const PAGES: readonly [path: string, there: (page: Page) => Promise<void>][] = [
  ['/inbox', (page) => new Desk(page).row('Lucía Ferrer').waitFor()],
  ['/inbox', async (page) => { await new Desk(page).open('Lucía Ferrer'); await page.getByText('Seguir').first().waitFor() }],
  ['/wallboard', (page) => page.getByText('En espera').or(page.getByRole('heading')).first().waitFor()],
  ['/reports/sources', (page) => page.getByRole('heading').first().waitFor()],
  ['/campaigns', (page) => page.getByText('Cerramos el día 6').waitFor()],
  ['/contacts', (page) => page.getByRole('rowheader').first().waitFor()],
  ['/settings/me', (page) => page.getByRole('heading', { name: 'Mis ajustes' }).waitFor()],
  ['/settings/members', (page) => page.getByText('laura@optica.example').waitFor()],
  ['/settings/channels', (page) => page.getByText('WhatsApp', { exact: false }).first().waitFor()],
  ['/settings/labels', (page) => page.getByRole('heading', { name: 'Etiquetas' }).first().waitFor()],
  ['/settings/saved-replies', (page) => page.getByText('/horario').waitFor()],
]

test.each(PAGES)('every button and link of %s is in it', async (path, there) => {
  closeAfterStory(stage)
  const page = await open(path)
  await there(page)
  const all = (await pressable(page.locator('body'))).map(plain)
  // A name that stands there more than once is one of many rows: which of them is meant, only its place tells. Rows of the list are conversations, found by their person.
  const rows = await page.locator('[data-list] ul, [role=log], [role=tablist], [role=rowgroup]').all()
  const ofRows = new Set((await Promise.all(rows.map(pressable))).flat().map(plain))
  const asked = all.filter((name) => all.indexOf(name) === all.lastIndexOf(name) && !ofRows.has(name) && !/^\d|^.{90,}/.test(name) && !EXCEPTIONS.some(([what]) => what.test(name)))
  expect(asked.length).toBeGreaterThan(5)
  await openPalette(page)
  const known = (await offered(page)).map(plain)
  // Numbers beside a view's name belong to the moment.
  expect(asked.filter((name) => !known.includes(name) && !known.includes(name.replace(/ \d+\+?$/, '')))).toEqual([])
})

test('the menus of the navigation are in it too', async () => {
  closeAfterStory(stage)
  const page = await open('/inbox')
  await new Desk(page).row('Lucía Ferrer').waitFor()
  const menus: string[] = []
  for (const name of [/tema, idioma, cerrar sesión/, /^Espacio de trabajo/]) {
    await page.getByRole('navigation', { name: 'Navegación' }).getByRole('button', { name }).click()
    menus.push(...await page.getByRole('menuitem').and(page.locator(':not([aria-disabled=true])')).allInnerTexts())
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
  }
  await openPalette(page)
  const known = (await offered(page)).map(plain).join('\n').toLocaleLowerCase()
  expect(menus.length).toBeGreaterThan(9)
  // The palette says beside the name what it is of: "Idioma: Deutsch".
  expect(menus.map((item) => plain(item.replace(/✓|\?|ahora/g, ''))).filter((item) => !known.includes(item.toLocaleLowerCase()) && !known.includes(`tema ${item.toLocaleLowerCase()}`) && !/sistema/.test(item))).toEqual([])
})

test('what was used last comes first, and people, conversations, views and settings are found', async () => {
  closeAfterStory(stage)
  const page = await open('/inbox')
  await new Desk(page).row('Lucía Ferrer').waitFor()
  await openPalette(page)
  await page.keyboard.type('atajos')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Atajos de teclado' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await openPalette(page)
  expect((await offered(page))[0]).toBe('Atajos de teclado')
  for (const [words, found] of [['lucía', /Lucía Ferrer/], ['arreglos en', /Arreglos en curso/], ['avis', /Avisos/], ['deutsch', /Idioma: Deutsch/]] as const) {
    await page.getByRole('dialog').getByRole('combobox').fill(words)
    await page.getByRole('option', { name: found }).first().waitFor()
  }
  await page.getByRole('dialog').getByRole('combobox').fill('lucía')
  await page.getByRole('option', { name: /Lucía Ferrer/ }).first().click()
  await new Desk(page).thread('Lucía Ferrer').waitFor()
})

test('on a phone it is one press away, from the list and from a conversation', async () => {
  closeAfterStory(stage)
  const page = await open('/inbox', HANDSET)
  await new Desk(page).row('Lucía Ferrer').waitFor()
  await page.getByRole('navigation', { name: 'Navegación' }).getByRole('button', { name: 'Buscar…' }).click()
  await page.getByRole('listbox').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(HANDSET.width)
  await page.keyboard.press('Escape')
  await new Desk(page).open('Lucía Ferrer')
  await page.getByRole('button', { name: 'Más acciones' }).click()
  await page.getByRole('dialog').getByRole('combobox').fill('urgen')
  await page.getByRole('dialog').getByRole('combobox').fill('prioridad')
  await page.getByRole('option', { name: /prioridad/i }).first().click()
  await page.getByRole('dialog').getByRole('option', { name: /Urgente/ }).waitFor()
})
