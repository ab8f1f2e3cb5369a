/** Every page, light and dark, has nothing that WCAG 2.2 AA forbids and a machine can find. */
import { type Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { faultsOf } from './support/axe.js'
import { HANDSET, visit, type Visit } from './support/browser.js'
import { Desk, LAURA } from './support/desk.js'
import { Phones } from './support/phones.js'
import { closeAfterStory, useDemo, useStage } from './support/product.js'

describe('before anybody has signed in', () => {
  const stage = useStage()

  test('first run, recovery key, the two ways to begin, and sign-in', async () => {
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
  })
})

describe('at the desk', () => {
  const stage = useDemo()

  const PAGES: readonly [what: string, path: string, there: (page: Page) => Promise<void>][] = [
    ['inbox', '/inbox', (page) => new Desk(page).row('Lucía Ferrer').waitFor()],
    ['a thread with a picture, a note and its person', '/inbox', (page) => new Desk(page).open('Lucía Ferrer')],
    ['a thread whose window has closed', '/inbox', (page) => new Desk(page).open('Carmen Ortiz')],
    ['choosing a template', '/inbox', async (page) => {
      await new Desk(page).open('Carmen Ortiz')
      await page.getByRole('button', { name: 'Elegir una plantilla' }).click()
      await page.getByRole('dialog').getByRole('button', { name: /pedido_listo/ }).first().click()
      await page.getByRole('group', { name: 'Vista previa' }).waitFor()
    }],
    ['new conversation', '/inbox?compose=new', (page) => page.getByRole('dialog', { name: 'Nueva conversación' }).waitFor()],
    ['commands', '/inbox', async (page) => {
      await new Desk(page).row('Lucía Ferrer').waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('listbox').waitFor()
    }],
    ['my settings', '/settings/me', (page) => page.getByRole('heading', { name: 'Mis ajustes' }).waitFor()],
    ['channels', '/settings/channels', (page) => page.getByText('WhatsApp', { exact: false }).first().waitFor()],
    ['add a channel', '/settings/channels/add', (page) => page.getByRole('link', { name: /WeChat/ }).waitFor()],
    ['connect WhatsApp', '/settings/channels/add/whatsapp', (page) => page.getByLabel('Nombre en Recado').waitFor()],
    ['security', '/settings/security', (page) => page.getByText('El equipo').waitFor()],
    ['public address', '/settings/public-address', (page) => page.getByText('Vías hacia internet').first().waitFor()],
    ['members', '/settings/members', (page) => page.getByText(LAURA.email).waitFor()],
    ['saved replies', '/settings/saved-replies', (page) => page.getByText('/horario').waitFor()],
    ['templates', '/settings/templates', (page) => page.getByRole('heading', { name: 'Plantillas' }).waitFor()],
    ['for developers', '/settings/developers', (page) => page.getByRole('heading', { name: 'Para desarrolladores' }).waitFor()],
    ['API tokens', '/settings/tokens', (page) => page.getByRole('heading', { name: 'Tokens de API' }).waitFor()],
    ['the phones', '/simulator', (page) => page.getByRole('article', { name: /^Teléfono de/ }).first().waitFor()],
    ['a new customer', '/simulator', async (page) => {
      await new Phones(page).open()
      await page.getByRole('button', { name: 'Nuevo cliente' }).click()
      await page.getByRole('dialog', { name: 'Nuevo cliente' }).waitFor()
    }],
    ['an address that leads nowhere', '/nowhere', (page) => page.getByRole('link', { name: 'Ir a la bandeja' }).waitFor()],
  ]
  const IN_THE_HAND = ['inbox', 'a thread with a picture, a note and its person', 'my settings', 'the phones']
  const LOOKS: readonly [string, Visit, typeof PAGES][] = [
    ['on a desk', {}, PAGES],
    ['in the hand', { size: HANDSET }, PAGES.filter(([what]) => IN_THE_HAND.includes(what))],
  ]

  test.each(LOOKS)('every page, %s', async (_, look, pages) => {
    closeAfterStory(stage)
    const context = await visit(stage.browser, stage.url, { ...look, state: stage.state })
    const faults: string[] = []
    for (const [what, path, there] of pages) {
      const page = await context.newPage()
      await page.goto(path)
      await there(page)
      faults.push(...(await faultsOf(page)).map((fault) => `${what}, ${fault}`))
      await page.close()
    }
    expect(faults).toEqual([])
  })
})
