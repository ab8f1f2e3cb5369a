/** The people's pages: found, narrowed, opened, corrected, written about - and what was said to one person over two apps as one line of time. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsOf, outOfThePage } from './support/axe.js'
import { HANDSET, visit } from './support/browser.js'
import { closeAfterStory, useDemo } from './support/product.js'

const stage = useDemo()

interface Known { id: string; name: string; identities: { channel: string }[] }

/** The desk's own requests, as Laura. */
async function ask<T>(page: Page, method: 'get' | 'post' | 'patch', path: string, data?: object): Promise<T> {
  const answer = await page.request[method](`/api/v1${path}`, data ? { data } : {})
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
  return answer.json() as Promise<T>
}

const people = (page: Page) => ask<{ items: Known[] }>(page, 'get', '/contacts?limit=100').then((found) => found.items)
const row = (page: Page, name: string) => page.getByRole('table', { name: 'Contactos' }).getByRole('row').filter({ hasText: name })

test('Laura finds a customer, sees both of her apps in one line of time, and corrects what is known of her', async () => {
  closeAfterStory(stage)
  const page = await (await visit(stage.browser, stage.url, { state: stage.state })).newPage()

  // The company names what it wants to know.
  await page.goto('/settings/contact-fields')
  await page.getByRole('button', { name: 'Nuevo dato' }).click()
  await page.getByRole('dialog').getByLabel('Nombre').fill('Próxima cita')
  await page.getByRole('dialog').getByLabel('Tipo').selectOption({ label: 'Fecha' })
  await page.getByRole('dialog').getByRole('button', { name: 'Guardar' }).click()
  await page.getByText('Próxima cita').waitFor()
  await page.getByRole('button', { name: 'Nueva etapa' }).click()
  await page.getByRole('dialog').getByLabel('Nombre').fill('Clienta fiel')
  await page.getByRole('dialog').getByRole('button', { name: 'Guardar' }).click()
  await page.getByText('Clienta fiel').waitFor()

  // Lucía wrote over WhatsApp; the account on Messenger turned out to be hers too.
  const known = await people(page)
  const lucia = known.find((each) => each.name === 'Lucía Ferrer')!
  const other = known.find((each) => each.identities.some((one) => one.channel === 'messenger'))!
  await ask(page, 'post', `/contacts/${lucia.id}/merge`, { otherId: other.id })

  // She is found by a key and a part of her name; nobody else is left in the list.
  await page.goto('/inbox')
  await page.getByRole('region', { name: 'Conversaciones' }).waitFor()
  // Two keys mean one thing only while they come close together, which a busy machine may not manage at once.
  for (let tries = 0; tries < 6 && !page.url().includes('/contacts'); tries++) {
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.waitForURL('**/contacts', { timeout: 4_000 }).catch(() => undefined)
  }
  await row(page, 'Lucía Ferrer').waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('lucia fer')
  await row(page, 'Carmen Ortiz').waitFor({ state: 'detached' })
  expect(await page.getByRole('table', { name: 'Contactos' }).getByRole('rowheader').allInnerTexts()).toEqual([expect.stringContaining('Lucía Ferrer')])
  await page.keyboard.press('Enter')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: 'Lucía Ferrer' }).waitFor()

  // Both apps in one line; one of them alone when it is chosen.
  const timeline = page.getByRole('log', { name: 'Cronología de Lucía Ferrer' })
  await timeline.getByRole('article').first().waitFor()
  await timeline.getByRole('img', { name: 'WhatsApp' }).first().waitFor()
  await timeline.getByRole('img', { name: 'Messenger' }).first().waitFor()
  await page.getByRole('group', { name: 'Qué aplicación' }).getByRole('button', { name: 'Messenger' }).click()
  await timeline.getByRole('img', { name: 'WhatsApp' }).first().waitFor({ state: 'detached' })
  await timeline.getByRole('img', { name: 'Messenger' }).first().waitFor()
  await page.getByRole('group', { name: 'Qué aplicación' }).getByRole('button', { name: 'Todos los canales' }).click()

  // A field by its type, a country that the number had told wrong, a stage, a note: kept at once.
  await page.getByRole('button', { name: 'Cambiar Próxima cita' }).click()
  await page.getByRole('form', { name: 'Próxima cita' }).getByLabel('Próxima cita', { exact: true }).fill('2026-03-14')
  await page.keyboard.press('Enter')
  await page.getByText('14 mar 2026').waitFor()
  await page.getByRole('button', { name: 'Cambiar País' }).click()
  await page.getByRole('form', { name: 'País' }).getByRole('combobox').selectOption('PT')
  await page.getByRole('button', { name: 'Guardar País' }).click()
  await page.getByRole('button', { name: 'Cambiar País' }).filter({ hasText: 'Portugal' }).waitFor()
  await page.getByRole('button', { name: /^Etapa:/ }).click()
  await page.getByRole('menuitem', { name: 'Clienta fiel' }).click()
  await page.getByRole('button', { name: 'Etapa: Clienta fiel' }).waitFor()
  await page.getByRole('button', { name: /Escribe una nota/ }).click()
  await page.getByRole('textbox', { name: 'Sobre esta persona' }).fill('Prefiere que la llamen por la tarde.')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Prefiere que la llamen por la tarde.').waitFor()
  await page.getByRole('textbox', { name: 'Nota nueva para tu equipo' }).fill('Ha preguntado por las monturas ligeras.')
  await page.getByRole('button', { name: 'Añadir nota' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Ha preguntado por las monturas ligeras.' }).filter({ hasText: 'Laura Gil' }).waitFor()

  // A number without its country is refused in words that say what to do.
  await page.getByRole('region', { name: 'Teléfonos y correos' }).getByRole('button', { name: 'Añadir' }).click()
  await page.getByRole('textbox', { name: 'Teléfono o correo' }).fill('12')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: 'Escribe el número con su país' }).waitFor()

  // The server has it as it is shown.
  const kept = await ask<{ country: string; countryGiven: boolean; notes: string; attributes: Record<string, unknown>; identities: unknown[] }>(page, 'get', `/contacts/${lucia.id}`)
  expect(kept).toMatchObject({ country: 'PT', countryGiven: true, notes: 'Prefiere que la llamen por la tarde.', attributes: { proxima_cita: '2026-03-14' } })
  expect(kept.identities).toHaveLength(2)

  // The address of the one who went into her leads to her, and says so.
  await page.goto(`/contacts/${other.id}`)
  await page.getByText('Has seguido un enlace antiguo').waitFor()
  expect(new URL(page.url()).pathname).toBe(`/contacts/${lucia.id}`)
})

test('a filter stands in the address, and a new person is not made twice', async () => {
  closeAfterStory(stage)
  const page = await (await visit(stage.browser, stage.url, { state: stage.state })).newPage()
  await page.goto('/contacts')
  await row(page, 'Carmen Ortiz').waitFor()
  await page.getByRole('button', { name: 'Filtrar', exact: true }).click()
  const filter = page.getByRole('dialog', { name: 'Filtrar contactos' })
  await filter.getByRole('button', { name: 'Añadir condición' }).click()
  await filter.getByRole('combobox', { name: 'Campo' }).selectOption('channel')
  await filter.getByRole('button', { name: 'WeChat' }).click()
  await filter.getByRole('button', { name: 'Mostrar' }).click()
  await row(page, 'Carmen Ortiz').waitFor({ state: 'detached' })
  const found = await page.getByRole('rowheader').count()
  expect(found).toBeGreaterThan(0)
  await page.reload()
  await page.getByRole('rowheader').first().waitFor()
  expect(await page.getByRole('rowheader').count()).toBe(found)
  await page.getByRole('button', { name: 'Quitar el filtro' }).click()
  await row(page, 'Carmen Ortiz').waitFor()

  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog', { name: 'Nuevo contacto' })
  await dialog.getByLabel('Nombre').fill('Carmen Ortiz')
  await dialog.getByText('Quizá ya').waitFor()
  await dialog.getByRole('link', { name: /Carmen Ortiz/ }).waitFor()
  await dialog.getByLabel('Nombre').fill('Rosa Cuesta')
  await dialog.getByLabel('Correo electrónico').fill('rosa@santelmo.example')
  await dialog.getByRole('button', { name: 'Crear' }).click()
  await page.getByRole('article', { name: 'Rosa Cuesta' }).waitFor()
  // Nobody has said anything to her yet, and that is no fault.
  await page.getByText('Aún no se ha dicho nada').waitFor()
  await page.getByRole('link', { name: 'rosa@santelmo.example' }).waitFor()
})

test('a company’s page has its people and what they wrote, follows what happens, and takes in another entry of the same company', async () => {
  closeAfterStory(stage)
  const page = await (await visit(stage.browser, stage.url, { state: stage.state })).newPage()
  await page.goto('/settings/companies')
  await page.getByRole('button', { name: 'Nueva empresa' }).click()
  await page.getByRole('dialog').getByLabel('Nombre').fill('Coro de Lavapiés')
  await page.getByRole('dialog').getByRole('button', { name: 'Guardar' }).click()

  // It opens empty; whoever is put there by a colleague comes by herself, with her threads.
  const company = page.getByRole('article', { name: 'Coro de Lavapiés' })
  await company.getByText('Aún no hay nadie aquí').waitFor()
  await company.getByText('Aún no hay conversaciones').waitFor()
  const [, id] = /companies\/([0-9a-f-]+)$/.exec(page.url())!
  const known = await people(page)
  const idOf = (name: string) => known.find((each) => each.name === name)!.id
  await ask(page, 'patch', `/contacts/${idOf('Lucía Ferrer')}`, { companyId: id })
  const members = company.getByRole('region', { name: 'Contactos' })
  const threads = company.getByRole('region', { name: 'Conversaciones' })
  await members.getByRole('rowheader').filter({ hasText: 'Lucía Ferrer' }).waitFor()
  await threads.getByRole('link').filter({ hasText: 'Lucía Ferrer' }).first().waitFor()

  // Twice the same: the other entry is looked at before it goes, and its people come along.
  const twin = await ask<{ id: string }>(page, 'post', '/companies', { name: 'Coro Lavapies', domain: 'coro.example' })
  await ask(page, 'patch', `/contacts/${idOf('Paula Crespo')}`, { companyId: twin.id })
  await page.getByRole('button', { name: 'Más con esta empresa' }).click()
  await page.getByRole('menuitem', { name: 'Fusionar con otra empresa' }).click()
  const merge = page.getByRole('dialog', { name: 'Fusionar con Coro de Lavapiés' })
  await merge.getByRole('combobox').fill('coro lav')
  await merge.getByRole('option', { name: /Coro Lavapies/ }).click()
  await merge.getByText('Coro Lavapies desaparece y su contacto pasa a Coro de Lavapiés').waitFor()
  await merge.getByRole('button', { name: 'Fusionar', exact: true }).click()
  await merge.waitFor({ state: 'detached' })
  await company.getByRole('link', { name: 'coro.example' }).waitFor()
  await members.getByRole('rowheader').filter({ hasText: 'Paula Crespo' }).waitFor()
  await threads.getByRole('link').filter({ hasText: 'Paula Crespo' }).first().waitFor()

  // The thread opens in the inbox, its person's company beside it leads back.
  await threads.getByRole('link').filter({ hasText: 'Paula Crespo' }).first().click()
  await page.waitForURL('**/inbox/**')
  await page.getByRole('link', { name: 'Coro de Lavapiés' }).click()
  await members.getByRole('link', { name: 'Lucía Ferrer' }).click()
  await page.getByRole('article', { name: 'Lucía Ferrer' }).getByRole('link', { name: 'Coro de Lavapiés' }).click()

  // Gone, and its people are not.
  await company.waitFor()
  await page.getByRole('button', { name: 'Más con esta empresa' }).click()
  await page.getByRole('menuitem', { name: 'Eliminar la empresa' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Eliminar' }).click()
  await page.waitForURL('**/settings/companies')
  await page.goto(`/contacts/companies/${id}`)
  await page.getByText('Esta empresa ya no existe').waitFor()
  await page.goto(`/contacts/${idOf('Paula Crespo')}`)
  await page.getByRole('article', { name: 'Paula Crespo' }).getByText('Sin empresa').waitFor()
})

test.each([['desk', undefined], ['phone', HANDSET]] as const)('nothing on the pages that a machine can find fault with: %s', async (_where, size) => {
  closeAfterStory(stage)
  const page = await (await visit(stage.browser, stage.url, { state: stage.state, ...(size ? { size } : {}) })).newPage()
  const lucia = await (async () => { await page.goto('/contacts'); await page.getByText('Lucía Ferrer').first().waitFor(); return (await people(page)).find((each) => each.name === 'Lucía Ferrer')! })()
  const look = async (what: string): Promise<void> => {
    const found = { what, faults: await faultsOf(page), out: await outOfThePage(page) }
    // The narrowest of WCAG 1.4.10 too.
    if (size) { await page.setViewportSize({ width: 320, height: 720 }); found.out.push(...await outOfThePage(page)); await page.setViewportSize(size) }
    expect(found).toEqual({ what, faults: [], out: [] })
  }
  await look('list')
  await page.goto(`/contacts/${lucia.id}`)
  await page.getByRole('log').getByRole('article').first().waitFor()
  await look('person')
  for (const tab of size ? ['Ficha', 'Aplicaciones y permisos'] : []) {
    await page.getByRole('tab', { name: tab }).click()
    await look(tab)
  }
  await page.goto('/settings/contact-fields')
  await page.getByRole('heading', { name: 'Etapas' }).waitFor()
  await look('fields')
  await page.goto('/settings/companies')
  await page.getByRole('heading', { name: 'Empresas' }).first().waitFor()
  await page.getByRole('status').filter({ hasText: 'Cargando' }).waitFor({ state: 'detached' })
  await look('companies')
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
  await page.locator('[data-contact]').first().waitFor()
  await look('company')
  if (size) { await page.getByRole('tab', { name: 'Conversaciones' }).click(); await look('its threads') }
})
