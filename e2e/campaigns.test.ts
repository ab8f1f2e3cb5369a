/** A newsletter to a topic, from the morning's page to the report: two variants, a budget, and a customer's reply that names it. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { visit } from './support/browser.js'
import { Desk } from './support/desk.js'
import { Phones } from './support/phones.js'
import { closeAfterStory, useDemo } from './support/product.js'

const stage = useDemo()

async function step(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pasos' }).getByRole('button', { name }).click()
  await page.getByText('Guardado', { exact: true }).waitFor()
}

test('Laura sends a newsletter with two variants and a budget, and a customer answers it', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, stage.url, { state: stage.state })
  const page = await context.newPage()
  const desk = new Desk(page)

  // Nora writes, and says at the counter that she wants the offers.
  const phones = new Phones(await context.newPage())
  await phones.open()
  const phone = await phones.newPerson('WhatsApp', 'Nora Vega')
  await phone.write('¿Abrís el sábado?')
  await page.goto('/inbox')
  await desk.row('Nora Vega').waitFor()
  const known = await page.request.get('/api/v1/contacts?q=Nora').then((answer) => answer.json() as Promise<{ items: { id: string }[] }>)
  const said = await page.request.post('/api/v1/consents', { data: { contactId: known.items[0]!.id, purpose: 'marketing', category: 'offers', state: 'given', source: 'agent', wording: 'Quiero las ofertas.' } })
  expect(said.status(), await said.text()).toBe(201)

  await page.goto('/campaigns')
  await page.getByRole('link', { name: 'Nueva campaña' }).click()
  await page.getByLabel('Nombre').fill('Ofertas de otoño')
  await page.getByRole('button', { name: 'Empezar' }).click()

  await page.getByLabel('Tema', { exact: true }).selectOption({ label: 'Ofertas' })
  await page.getByRole('button', { name: 'Añadir segmento: A quién', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Con WhatsApp' }).click()
  await page.getByRole('button', { name: 'Añadir una cuenta' }).click()
  await page.getByRole('menuitem', { name: /WhatsApp/ }).click()
  await page.getByRole('button', { name: /^Texto libre:/ }).click()
  // Everybody else is left out, and it says why.
  await page.getByRole('complementary', { name: 'A quién llega' }).getByText('1 persona').waitFor()
  await page.getByRole('complementary', { name: 'A quién llega' }).getByText('Sin consentimiento para esto').waitFor()

  await step(page, 'Contenido')
  await page.getByLabel('Texto', { exact: true }).fill('Hola, {{contact.firstName}}: dos gafas al precio de una.')
  await page.getByText('Hola, Nora: dos gafas al precio de una.').waitFor()
  await page.getByRole('button', { name: 'Añadir variante' }).click()
  await page.getByLabel('Texto', { exact: true }).fill('{{contact.firstName}}, tu segunda montura es gratis.')

  await step(page, 'Revisión')
  await page.getByRole('switch', { name: 'Presupuesto' }).check()
  await page.getByText('No falta nada.').waitFor()

  await step(page, 'Programación')
  await page.getByRole('button', { name: 'Enviar ahora…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Enviar' }).click()
  await page.getByText('Terminada').waitFor()

  // It is on her phone; she answers, and the thread says to what.
  await phone.reads(/dos gafas al precio de una|segunda montura es gratis/)
  await phone.write('¡Me interesa!')
  await page.goto('/inbox')
  await desk.open('Nora Vega')
  await page.getByText('Recibió «Ofertas de otoño»').waitFor()

  await page.getByRole('link', { name: 'Recibió «Ofertas de otoño»' }).click()
  await page.getByRole('heading', { name: 'Qué ha sido de ella' }).waitFor()
  expect(await page.getByRole('list', { name: 'Qué ha sido de ella' }).getByText('Respondieron').count()).toBe(1)
}, 90_000)
