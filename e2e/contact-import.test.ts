/** A file of people whose upload broke off: the page says how far it came, refuses another file, and goes on with the same one where it stopped. */
import { request } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsOf, outOfThePage } from './support/axe.js'
import { HANDSET, visit } from './support/browser.js'
import { LAURA } from './support/desk.js'
import { closeAfterStory, useStage } from './support/product.js'

const stage = useStage()

test('a file that broke off is chosen again and goes on', async () => {
  closeAfterStory(stage)
  const caller = await request.newContext({ baseURL: stage.url })
  expect((await caller.post('/api/v1/setup', { data: { ...LAURA, language: 'es', timeZone: 'Europe/Madrid' } })).ok()).toBe(true)
  const file = { name: 'clientes.csv', mimeType: 'text/csv', buffer: Buffer.from('Nombre;Correo\nMarta Puig;marta@ejemplo.es\nÁlvaro Núñez;alvaro@ejemplo.es\n') }
  const begun = await caller.post(`/api/v1/contact-imports?size=${file.buffer.length}`, { multipart: { file: { ...file, buffer: file.buffer.subarray(0, 20) } } })
  const { id } = await begun.json() as { id: string }
  const page = await (await visit(stage.browser, stage.url, { state: await caller.storageState(), size: HANDSET })).newPage()
  await page.goto('/contacts/import')
  await page.getByRole('button', { name: 'Abrir clientes.csv' }).click()
  await page.getByText(/^La subida se interrumpió: llegaron 20 bytes de /).waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(await outOfThePage(page)).toEqual([])
  const field = page.locator('input[type=file]')
  await field.setInputFiles({ ...file, name: 'otra.csv', buffer: Buffer.from('Nombre\nX\n') })
  await page.getByText('Ese es otro archivo.').waitFor()
  await field.setInputFiles(file)
  await page.getByLabel('Correo será').waitFor()
  expect(await page.getByLabel('Correo será').inputValue()).toBe('email')
  expect(((await (await caller.get(`/api/v1/contact-imports/${id}`)).json()) as { state: string }).state).toBe('waiting')
  await caller.dispose()
})
