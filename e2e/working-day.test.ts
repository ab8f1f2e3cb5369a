/** A day at the desk: what goes wrong and is put right, colleagues, keys, a phone in the hand, another language. */
import type { BrowserContext } from 'playwright-core'
import { expect, test } from 'vitest'
import { HANDSET, visit, type Visit } from './support/browser.js'
import { Desk } from './support/desk.js'
import { Phones } from './support/phones.js'
import { closeAfterStory, useDemo } from './support/product.js'

const stage = useDemo()

/** Laura at her desk, signed in. */
async function laura(options: Visit = {}): Promise<{ context: BrowserContext; desk: Desk }> {
  closeAfterStory(stage)
  const context = await visit(stage.browser, stage.url, { ...options, state: stage.state })
  const desk = new Desk(await context.newPage())
  await desk.page.goto('/inbox')
  await desk.row('Lucía Ferrer').waitFor()
  return { context, desk }
}

async function phonesOf(context: BrowserContext): Promise<Phones> {
  const phones = new Phones(await context.newPage())
  await phones.open()
  return phones
}

test('what the app refuses says why, and goes out again once she can be reached', async () => {
  const { context, desk } = await laura()
  const rosa = await (await phonesOf(context)).newPerson('Messenger', 'Rosa Marín')
  await rosa.write('¿Tenéis gafas de natación graduadas?')
  await desk.open('Rosa Marín')
  await rosa.menu('Bloquear')
  await rosa.reads('Bloqueaste los mensajes de esta página.')
  await desk.answer('Rosa Marín', 'Sí, por encargo: tardan una semana.')
  const trouble = desk.bubble('por encargo').getByRole('alert')
  await trouble.getByText('La plataforma no puede entregar a esta persona.').waitFor()
  await desk.row('Rosa Marín').getByText('No entregado').waitFor()

  await rosa.screen.getByRole('button', { name: 'Desbloquear' }).click()
  await rosa.reads('Desbloqueaste los mensajes de esta página.')
  await trouble.getByRole('button', { name: 'Enviar de nuevo' }).click()
  await rosa.reads('Sí, por encargo: tardan una semana.')
  await desk.untilTick('por encargo', 'Leído')
  await trouble.waitFor({ state: 'detached' })
})

test('an answer that nobody heard stays unknown, is never sent again by itself, and a person decides', async () => {
  const { context, desk } = await laura()
  const fang = await (await phonesOf(context)).newPerson('WeChat', '周芳')
  await fang.menu('Seguir')
  await fang.write('你好，请问几点关门？')
  await desk.row('请问几点关门').click()
  await desk.bubble('请问几点关门').waitFor()
  // The line is cut once the platform has taken a call: what it answers is not heard.
  const fault = await context.request.post('/simulator/control/faults', { data: { channel: 'wechat', kind: 'cut_reply' } })
  expect(fault.status()).toBe(201)
  const field = desk.composer.getByRole('textbox')
  await field.fill('今天到八点半。Hoy, hasta las 20:30.')
  await field.press('Enter')
  const unknown = desk.bubble('hasta las 20:30')
  await unknown.getByText('La plataforma no respondió; no se sabe si el mensaje se envió.').waitFor()
  await unknown.getByRole('img', { name: 'No se sabe si se envió' }).waitFor()
  await unknown.getByRole('button', { name: 'No llegó' }).waitFor()
  await context.request.delete('/simulator/control/faults')

  // She asks, and it had arrived: once.
  await fang.reads('hasta las 20:30')
  await unknown.getByRole('button', { name: 'Sí llegó' }).click()
  await unknown.getByRole('img', { name: 'Enviado' }).waitFor()
  expect(await fang.chat.getByText('hasta las 20:30').count()).toBe(1)
})

test('a colleague sees what customers and others write, without loading anything again', async () => {
  const { context, desk } = await laura()
  const { page } = desk
  await page.goto('/settings/members')
  await page.getByRole('button', { name: 'Invitar' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Correo electrónico').fill('diego@optica.example')
  await dialog.getByRole('button', { name: 'Enviar invitación' }).click()
  // No letters leave here: the link is handed over.
  const link = (await page.getByText('/join#').textContent())!.trim()
  await page.goto('/inbox')

  const diego = new Desk(await (await visit(stage.browser, stage.url)).newPage())
  await diego.page.goto(link)
  await diego.page.getByLabel('Tu nombre').fill('Diego Ramos')
  await diego.page.getByLabel('Contraseña').fill('las olas vuelven siempre a su playa')
  await diego.page.getByRole('button', { name: 'Unirme' }).click()
  await diego.row('Lucía Ferrer').waitFor()
  const pau = await (await phonesOf(context)).newPerson('WhatsApp', 'Pau Riera')
  await pau.write('Bon dia, ¿está lista mi montura?')
  await diego.open('Pau Riera')
  await desk.open('Pau Riera')
  await desk.answer('Pau Riera', 'Bon dia, Pau: desde ayer.')
  await diego.bubble('Bon dia, Pau: desde ayer.').getByText('Laura Gil').waitFor()
  await diego.untilTick('desde ayer', 'Leído')
  await pau.write('Voy esta tarde')
  await Promise.all([desk.bubble('Voy esta tarde').waitFor(), diego.bubble('Voy esta tarde').waitFor()])
  await diego.field('Pau Riera').pressSequentially('Te esperamos')
  await desk.composer.getByText('Diego Ramos está escribiendo una respuesta').waitFor()
})

test('the keyboard alone: the next customer, an answer, resolved, and every command', async () => {
  const { desk } = await laura()
  const { page } = desk
  const first = desk.page.getByRole('region', { name: 'Conversaciones' }).getByRole('listitem').first()
  await page.keyboard.press('j')
  await first.locator('a[aria-current]').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await first.locator('a[aria-current]').waitFor()
  await desk.composer.getByRole('textbox').waitFor()
  await page.keyboard.press('r')
  await page.keyboard.type('Ahora mismo te lo miro.')
  await page.keyboard.press('Control+Enter')
  await desk.bubble('Ahora mismo te lo miro.').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await page.getByRole('log').getByText('Resuelta por Laura Gil').waitFor()

  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Atajos de teclado' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('¿Qué quieres hacer?').waitFor()
  await page.keyboard.type('miembros')
  await page.getByRole('option', { name: /Miembros/, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Miembros' }).waitFor()
})

test('with a phone in the hand: one pane at a time, and nothing wider than the screen', async () => {
  const { desk } = await laura({ size: HANDSET })
  const { page } = desk
  const fits = async () => expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(HANDSET.width)
  await fits()
  await desk.open('Marta Vidal')
  await desk.row('Marta Vidal').waitFor({ state: 'hidden' })
  await fits()
  await desk.answer('Marta Vidal', 'Sí, a cinco minutos andando.')
  await page.getByRole('button', { name: 'Marta Vidal: mostrar persona y detalles' }).click()
  await page.getByRole('heading', { name: 'Dónde escribe' }).waitFor()
  await fits()
  await page.getByRole('button', { name: 'Cerrar detalles' }).click()
  await page.getByRole('button', { name: 'Volver' }).click()
  await desk.row('Marta Vidal').getByText('Sí, a cinco minutos andando.').waitFor()
  await page.getByRole('link', { name: 'Teléfonos' }).click()
  await page.getByRole('article', { name: /^Teléfono de/ }).waitFor()
  await fits()
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('heading', { name: 'Mis ajustes' }).waitFor()
  await fits()
})

test('English and dark at a press, and so they stay', async () => {
  const { desk } = await laura()
  const { page } = desk
  const brightness = () => page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]))
  const light = await brightness()
  await desk.menuOfMine('Oscuro')
  await page.waitForFunction((before) => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]) < before / 4, light)
  await desk.menuOfMine('English')
  await page.getByRole('heading', { name: 'All' }).waitFor()
  await page.reload()
  await page.getByRole('link', { name: 'Closing soon' }).waitFor()
  expect(await brightness()).toBeLessThan(light / 4)
  await desk.menuOfMine('Español')
  await page.getByRole('heading', { name: 'Todas' }).waitFor()
  await desk.menuOfMine('Como el sistema')
  await page.waitForFunction((before) => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]) === before, light)
})
