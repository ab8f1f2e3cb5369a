/** A rule that keeps a promise: 23 hours after her message, if nobody has answered. And a message written now for later, sent at its time, and one that would come too late. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsOf } from './support/axe.js'
import { visit } from './support/browser.js'
import { Desk } from './support/desk.js'
import { Phones } from './support/phones.js'
import { closeAfterStory, useDemo } from './support/product.js'

const stage = useDemo()
const HOUR_MS = 3_600_000

async function call<T>(page: Page, method: 'GET' | 'POST', path: string, data?: unknown): Promise<{ status: number; body: T }> {
  const answer = await page.request.fetch(path, { method, ...(data === undefined ? {} : { data }) })
  return { status: answer.status(), body: await answer.json() as T }
}

test('Laura builds the 23-hour rule, tries it, switches it on, and it keeps its word', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, stage.url, { state: stage.state })
  const page = await context.newPage()
  const phones = new Phones(await context.newPage())
  await phones.open()
  const phone = await phones.newPerson('WhatsApp', 'Nora Vega')
  // A day goes by without an answer: the past that the rule is tried on.
  await phone.write('¿Me podéis arreglar la montura?')
  const pass = async (ms: number) => expect((await call(page, 'POST', '/simulator/control/clock', { advanceMs: ms })).status).toBe(200)
  await pass(24 * HOUR_MS)

  await page.goto('/settings/nudges')
  await page.getByRole('button', { name: 'Añadir regla' }).click()
  await page.getByRole('menuitem', { name: 'Sin respuesta antes de que cierre la ventana' }).click()
  const dialog = page.getByRole('dialog', { name: 'Regla' })
  expect(await dialog.getByLabel('Cuánto tiempo').inputValue()).toBe('23')
  await dialog.getByText(/después del último mensaje del cliente · salvo que hayamos respondido o se haya resuelto/).waitFor()
  await dialog.getByLabel('Texto', { exact: true }).fill('{{contact.firstName}}, te respondemos mañana sin falta.')
  await dialog.getByRole('checkbox', { name: 'No molestar de noche' }).or(dialog.getByRole('switch', { name: 'No molestar de noche' })).uncheck()
  // What it would have done in the last days, with the words that she would have got.
  await dialog.getByText(/^Últimos 7 días: /).waitFor()
  await dialog.getByRole('listitem').filter({ hasText: 'Nora Vega' }).getByText('Nora, te respondemos mañana sin falta.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await dialog.getByRole('checkbox', { name: 'Activo' }).or(dialog.getByRole('switch', { name: 'Activo' })).check()
  await dialog.getByRole('button', { name: 'Guardar' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('switch', { name: /Sin respuesta antes/, checked: true }).waitFor()

  // Switched on, it makes up for nothing: she writes again, and its word is kept.
  await phone.write('¿Seguís ahí?')
  await pass(23 * HOUR_MS + 60_000)
  await phone.reads('Nora, te respondemos mañana sin falta.')
  const desk = new Desk(page)
  await page.goto('/inbox')
  await desk.row('Nora Vega').click()
  await page.getByText(/Regla «Sin respuesta antes de que cierre la ventana»: mensaje enviado/).waitFor()
  const conversationId = new URL(page.url()).pathname.split('/').at(-1)!

  // She writes again; what is written for tonight leaves tonight, what is meant for the day after tomorrow would find her window shut.
  await phone.write('Vale, gracias.')
  await page.getByText('Vale, gracias.').last().waitFor()
  const { body: session } = await call<{ workspace: { clockOffsetMs: number } }>(page, 'GET', '/api/v1/session')
  const now = Date.now() + session.workspace.clockOffsetMs
  const later = (clientId: string, text: string, hours: number) => call<{ code?: string; state?: string }>(page, 'POST', `/api/v1/conversations/${conversationId}/scheduled-messages`, { clientId, content: { kind: 'text', text }, sendAt: new Date(now + hours * HOUR_MS).toISOString(), anyway: true })
  expect((await later('in-time', 'Ya está lista.', 2)).body.state).toBe('waiting')
  expect((await later('too-late', 'Te esperamos.', 30)).body.code).toBe('window_closed')
  await pass(2 * HOUR_MS + 60_000)
  await phone.reads('Ya está lista.')

  // What the rule did stands beside it.
  await page.goto('/settings/nudges')
  await page.getByText(/actuó una vez en 30 días|actuó \d+ veces en 30 días/).first().waitFor()
  await page.getByRole('button', { name: /^Últimas ejecuciones: Sin respuesta/ }).click()
  await page.getByRole('dialog').getByRole('link', { name: /Nora Vega/ }).waitFor()
})
