/** A marketer writes a template; the platform's reviewers, played by hand, turn it down, let it through and pause it. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsOf } from './support/axe.js'
import { visit } from './support/browser.js'
import { closeAfterStory, useDemo } from './support/product.js'

const demo = useDemo()

interface Console { id: string; channel: string; channelAccountId: string | null; facts: { id: string; label: { en: string } }[] }

/** The reviewers' desk, by the control of the simulated platforms. */
async function reviewer(page: Page): Promise<{ press(verb: string, name?: string, value?: string): Promise<void> }> {
  const read = async (): Promise<Console> => {
    const { items } = (await (await page.request.get('/simulator/control/platform-accounts')).json()) as { items: Console[] }
    return items.find((one) => one.channel === 'whatsapp' && one.channelAccountId !== null)!
  }
  const { id } = await read()
  return {
    async press(verb, name, value) {
      const fact = name === undefined ? null : (await read()).facts.find((one) => one.label.en.startsWith(`${name} (`))
      const answer = await page.request.post(`/simulator/control/platform-accounts/${encodeURIComponent(id)}/press`, { data: { id: fact ? `${verb}:${fact.id}` : verb, ...(value ? { value } : {}) } })
      expect(answer.ok()).toBe(true)
    },
  }
}

test('a template from draft to approved to paused', async () => {
  closeAfterStory(demo)
  const context = await visit(demo.browser, demo.url, { state: demo.state })
  const page = await context.newPage()
  const review = await reviewer(page)
  await review.press('by_hand')

  await page.goto('/templates')
  await page.getByText('pedido_listo').first().waitFor()
  await page.getByRole('button', { name: 'Nueva plantilla' }).click()
  await page.getByRole('menuitem', { name: /WhatsApp/ }).first().click()
  await page.getByLabel('Nombre').fill('Pedido en camino')
  expect(await page.getByLabel('Nombre').inputValue()).toBe('pedido_en_camino')
  const body = page.getByLabel('Texto', { exact: true })
  await body.fill('{{name}}, tu pedido {{order}} lleva hoy un descuento')
  // What reviewers would say stands beside it before anything leaves.
  await page.getByText('Una variable no puede estar al principio ni al final.').first().waitFor()
  await page.getByText('«descuento» suena a publicidad').first().waitFor()
  const submit = page.getByRole('button', { name: 'Enviar a revisión' })
  expect(await submit.isDisabled()).toBe(true)
  await body.fill('Hola, {{name}}: tu pedido {{order}} ya va de camino a tu casa.')
  await page.getByLabel('{{name}}').fill('Lucía')
  await page.getByLabel('{{order}}').fill('A-4471')
  const phone = page.getByRole('figure', { name: 'En su teléfono' })
  await phone.getByText('A-4471').waitFor()
  await page.getByRole('button', { name: 'Añadir un botón' }).click()
  await page.getByRole('menuitem', { name: 'Respuesta rápida' }).click()
  await page.getByLabel('Texto del botón').fill('Gracias')
  await phone.getByText('Gracias').waitFor()
  await page.getByText('Borrador guardado').waitFor()
  await page.getByText('Nada que suelan rechazar en la revisión.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await submit.click()

  await page.getByRole('heading', { name: 'pedido_en_camino' }).waitFor()
  await page.getByText('En revisión').first().waitFor()
  await review.press('reject', 'pedido_en_camino', 'El texto no dice quién escribe.')
  await page.getByText('El texto no dice quién escribe.').first().waitFor()
  await page.getByRole('button', { name: 'Editar' }).click()
  await body.fill('Hola, {{name}}: somos Óptica Ribera y tu pedido {{order}} ya va de camino a tu casa.')
  await submit.click()
  await page.getByRole('button', { name: 'Comparar con la versión 1' }).click()
  await page.getByRole('insertion').filter({ hasText: 'Óptica' }).first().waitFor()
  await review.press('approve', 'pedido_en_camino')
  await page.getByText('Aprobada').first().waitFor()
  await review.press('pause', 'pedido_en_camino')
  await page.getByText(/La plataforma la tiene en pausa hasta el/).waitFor()
  expect(await faultsOf(page)).toEqual([])

  // In the list, too; and what happened is told until somebody has looked.
  await page.getByRole('link', { name: 'Todas las plantillas' }).click()
  await page.getByLabel('Estado').selectOption('paused')
  await page.getByRole('link', { name: /^pedido_en_camino/ }).getByText('En pausa').waitFor()
  expect(await faultsOf(page)).toEqual([])
})

test('a draft that is left in the middle of a word is there again as it was left, and is thrown away after a question', async () => {
  closeAfterStory(demo)
  const context = await visit(demo.browser, demo.url, { state: demo.state })
  const page = await context.newPage()
  const body = page.getByLabel('Texto', { exact: true })
  const back = page.getByRole('link', { name: 'Todas las plantillas' })
  const row = page.getByRole('link', { name: /gafas_listas/ })
  await page.goto('/templates')
  await page.getByRole('button', { name: 'Nueva plantilla' }).click()
  await page.getByRole('menuitem', { name: /WhatsApp/ }).first().click()
  await page.getByLabel('Nombre').fill('gafas_listas')
  await body.fill('Tus gafas ya están.')
  await page.getByText('Borrador guardado').waitFor()
  // Left within the pause after which it keeps itself, twice: the second time the first text lies in the page's memory.
  for (const text of ['Tus gafas ya están listas.', 'Tus gafas ya están listas en la tienda.']) {
    await body.fill(text)
    await back.click()
    await expect.poll(async () => (await (await page.request.get('/api/v1/template-drafts')).json() as { items: { draft: { body: string } }[] }).items.map(({ draft }) => draft.body)).toEqual([text])
    await row.click()
    await expect.poll(() => body.inputValue()).toBe(text)
  }
  await page.getByRole('button', { name: 'Descartar borrador' }).click()
  const dialog = page.getByRole('dialog', { name: '¿Descartar este borrador?' })
  expect(await faultsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Descartar borrador' }).click()
  await page.getByRole('button', { name: 'Nueva plantilla' }).waitFor()
  await expect.poll(() => row.count()).toBe(0)
})
