/** Who is meant: conditions within conditions, counted while they are written, with why not; a list of them, and a campaign to both. */
import type { Page } from 'playwright-core'
import { test } from 'vitest'
import { visit } from './support/browser.js'
import { closeAfterStory, useDemo } from './support/product.js'

const stage = useDemo()

const FIRMS = ['Marta Soler', 'Pablo Nieto', 'Rosa Vidal', 'Iván Mora'] as const

/** People as a shop would hand them over; two of them have said yes to news. */
async function people(page: Page): Promise<void> {
  const accounts = await page.request.get('/api/v1/channel-accounts').then((answer) => answer.json() as Promise<{ items: { id: string; channel: string }[] }>)
  const account = accounts.items.find((one) => one.channel === 'whatsapp')!.id
  for (const [at, name] of FIRMS.entries()) {
    const { customerId } = await page.request.post('/simulator/control/customers', { data: { channel: 'whatsapp', channelAccountId: account, name, phone: `+3460070080${at}`, country: 'ES' } }).then((answer) => answer.json() as Promise<{ customerId: string }>)
    await page.request.post(`/simulator/control/customers/${encodeURIComponent(customerId)}/act`, { data: { action: 'write', content: { kind: 'text', text: 'Hola' } } })
    const found = await page.request.get(`/api/v1/contacts?q=${encodeURIComponent(name)}`).then((answer) => answer.json() as Promise<{ items: { id: string }[] }>)
    const id = found.items[0]!.id
    await page.request.post('/api/v1/contacts/bulk', { data: { ids: [id], change: { labels: { add: [at === 3 ? 'Taller' : 'Club'] } } } })
    if (at < 2) await page.request.post('/api/v1/consents', { data: { contactId: id, purpose: 'marketing', state: 'given', source: 'agent', wording: { name: 'feria', language: 'es', text: 'Quiero novedades.', privacyUrl: 'https://optica.example/privacidad' } } })
  }
}

test('a segment of nested conditions, why not, a list of it, and a campaign to both', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, stage.url, { state: stage.state })
  const page = await context.newPage()
  await page.goto('/campaigns')
  await people(page)

  await page.goto('/segments')
  await page.getByRole('link', { name: 'Nuevo segmento' }).or(page.getByRole('button', { name: 'Nuevo segmento' })).first().click()
  await page.getByRole('textbox', { name: 'Nombre', exact: true }).fill('Club y taller')
  const reach = page.getByRole('complementary', { name: 'Personas ahora' })
  // On WhatsApp, and of the club or the workshop: a group inside the first.
  const conditions = page.getByRole('group', { name: 'Grupo' }).first()
  await conditions.getByRole('button', { name: 'Añadir condición' }).click()
  await conditions.getByLabel('Campo').first().selectOption({ label: 'Canal' })
  await conditions.getByRole('button', { name: 'WhatsApp', exact: true }).click()
  await conditions.getByRole('button', { name: 'Añadir grupo' }).click()
  const inner = page.getByRole('group', { name: 'Grupo' }).nth(1)
  await inner.getByLabel('Campo').first().selectOption({ label: 'Etiqueta de la persona' })
  await inner.getByRole('button', { name: 'Club', exact: true }).click()
  await reach.getByText('3 personas').waitFor()
  await inner.getByRole('button', { name: 'Taller', exact: true }).click()
  await reach.getByText('4 personas').waitFor()

  // Over the shop's number two of the four may get it; the others never agreed, and it says so of each.
  await page.getByRole('button', { name: 'Añadir una cuenta' }).click()
  await page.getByRole('menuitem', { name: /WhatsApp/ }).first().click()
  await page.getByRole('button', { name: /^Texto libre:/ }).click()
  await reach.getByRole('button', { name: /Lo recibirían/ }).getByText('2', { exact: true }).waitFor()
  await reach.getByRole('button', { name: /Sin consentimiento/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('link', { name: 'Rosa Vidal' }).waitFor()
  await dialog.getByRole('button', { name: 'Cerrar' }).click()
  await reach.getByRole('button', { name: '¿Y una persona?' }).click()
  await dialog.getByRole('combobox').fill('Iván')
  await dialog.getByRole('option', { name: 'Iván Mora' }).click()
  await dialog.getByRole('status').getByText('Sin consentimiento para esto').waitFor()
  await dialog.getByRole('combobox').fill('Marta')
  await dialog.getByRole('option', { name: 'Marta Soler' }).click()
  await dialog.getByRole('status').getByText('Lo recibiría.').waitFor()
  await dialog.getByRole('button', { name: 'Cerrar' }).click()
  await page.getByRole('button', { name: 'Guardar', exact: true }).click()
  await page.getByRole('link', { name: 'Club y taller' }).first().waitFor()

  // As it is now it becomes a list; somebody is taken out of it.
  await page.goto('/segments/lists')
  await page.getByRole('button', { name: 'Nueva lista' }).first().click()
  await dialog.getByLabel('Nombre').fill('Feria')
  await dialog.getByRole('button', { name: 'Guardar' }).click()
  await page.getByRole('heading', { name: 'Feria' }).waitFor()
  await page.getByRole('button', { name: 'Añadir personas' }).first().click()
  await dialog.getByRole('radio', { name: /^Todas las personas de un segmento/ }).click()
  await dialog.getByLabel('Segmento', { exact: true }).selectOption({ label: 'Club y taller' })
  await dialog.getByRole('button', { name: 'Añadir', exact: true }).click()
  await dialog.getByText('4 personas añadidas').waitFor()
  await dialog.getByRole('button', { name: 'Cerrar' }).last().click()
  await page.getByRole('button', { name: 'Quitar a Marta Soler' }).click()
  await page.getByText('3 personas', { exact: false }).first().waitFor()

  // A campaign to the segment without the list: she alone is left.
  await page.goto('/campaigns')
  await page.getByRole('link', { name: 'Nueva campaña' }).click()
  await page.getByRole('textbox', { name: 'Nombre', exact: true }).fill('Solo Marta')
  await page.getByRole('button', { name: 'Empezar' }).click()
  await page.getByRole('button', { name: 'Añadir segmento: A quién', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Club y taller' }).click()
  await page.getByRole('button', { name: 'Añadir lista: A quién no', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Feria' }).click()
  await page.getByRole('button', { name: 'Añadir una cuenta' }).click()
  await page.getByRole('menuitem', { name: /WhatsApp/ }).first().click()
  await page.getByRole('button', { name: /^Texto libre:/ }).click()
  await page.getByRole('complementary', { name: 'A quién llega' }).getByText('1 persona').waitFor()
}, 90_000)
