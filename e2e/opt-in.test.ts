/** A visitor of the shop's own site signs up, writes first, and changes her mind: the widget, the hosted page and her own page, as browsers have them. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChannelAccount, OptInForm } from '@recado/api'
import { type APIRequestContext, type Page, request } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf, outOfThePage } from './support/axe.js'
import { HANDSET, visit } from './support/browser.js'
import { Desk } from './support/desk.js'
import { closeAfterStory, useDemo } from './support/product.js'

const NARROW = { width: 320, height: 640 }
const demo = useDemo()
let owner: APIRequestContext
let site: ReturnType<typeof createServer>
let form: OptInForm

const asked = async <T>(answer: Promise<Awaited<ReturnType<APIRequestContext['get']>>>): Promise<T> => {
  const got = await answer
  if (!got.ok()) throw new Error(`${got.url()}: ${got.status()} ${await got.text()}`)
  return got.json() as Promise<T>
}
const siteUrl = (): string => `http://localhost:${(site.address() as AddressInfo).port}/` // it listens on a port

beforeAll(async () => {
  owner = await request.newContext({ baseURL: demo.url, storageState: demo.state })
  for (const [en, es] of [['Clearance', 'Rebajas'], ['Sunglasses', 'Gafas de sol']]) await asked(owner.post('/api/v1/consent-categories', { data: { names: { en, es } } }))
  // A site that allows nothing but its own styles and the widget's one place.
  site = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': `default-src 'none'; script-src ${demo.url}; connect-src ${demo.url}; img-src data:; style-src 'self'; require-trusted-types-for 'script'` })
    response.end(`<!doctype html><html lang="es"><head><meta name="viewport" content="width=device-width"><title>Óptica</title></head><body><main><h1>Óptica</h1><button type="button" data-recado-open="${form.slug}">Novedades</button></main><script src="${demo.url}/widget/${form.slug}.js" async></script></body></html>`)
  })
  await new Promise<void>((resolve) => { site.listen(0, resolve) })
})
afterAll(async () => {
  await owner.dispose()
  await new Promise((resolve) => { site.close(resolve) })
})

/** Where a page asks, and what its policy stops: nothing but the two places may be in it, and nothing may be stopped. */
function watch(page: Page): { places: Set<string>; stopped: string[] } {
  const seen = { places: new Set<string>(), stopped: [] as string[] }
  page.on('request', (one) => { if (!one.url().startsWith('data:')) seen.places.add(new URL(one.url()).origin) })
  page.on('console', (line) => { if (/Content.Security.Policy|TrustedHTML/i.test(line.text())) seen.stopped.push(line.text()) })
  page.on('pageerror', (error) => seen.stopped.push(error.message))
  return seen
}

test('the owner designs a page, and nobody can publish it without the address of the privacy statement', async () => {
  closeAfterStory(demo)
  const context = await visit(demo.browser, demo.url, { state: demo.state })
  const page = await context.newPage()
  await page.goto('/settings/opt-in')
  await page.getByRole('button', { name: 'Nueva página de alta' }).click()
  await page.getByRole('dialog').getByLabel('Nombre').fill('Boletín')
  await page.getByRole('button', { name: 'Crear' }).click()
  const publish = page.getByRole('button', { name: 'Publicar', exact: true })
  await publish.waitFor()
  expect(await publish.isDisabled()).toBe(true)
  const picture = page.getByRole('region', { name: 'Lo que ve quien visita' })
  await page.getByLabel('Título').fill('Apúntate a la óptica')
  await picture.getByText('Apúntate a la óptica').waitFor()
  await page.getByLabel('Dirección de tu política de privacidad').fill('https://optica.example/privacidad')
  await page.getByText('Guardado como borrador').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await publish.click()
  await page.getByText('Esto es lo que ve quien la visita').waitFor()
  form = (await asked<{ items: OptInForm[] }>(owner.get('/api/v1/opt-in-forms'))).items[0]!
  expect(form.publishedVersion).toBe(1)
  await page.setViewportSize(NARROW)
  // The picture takes its new size in the frame after.
  await expect.poll(() => outOfThePage(page)).toEqual([])
})

test('on the widget she chooses two topics, writes first, and the agent sees that she signed up', async () => {
  closeAfterStory(demo)
  const context = await visit(demo.browser, siteUrl())
  const page = await context.newPage()
  const seen = watch(page)
  await page.goto('/')
  const open = page.getByRole('button', { name: 'Recibir novedades' })
  await open.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Apúntate a la óptica' })
  await dialog.waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(await open.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element)).toBe(true)

  // Her own button opens it, too. From the United States WhatsApp is not offered, and it says why.
  await page.getByRole('button', { name: 'Novedades', exact: true }).click()
  await dialog.getByLabel('Tu país').selectOption('US')
  await dialog.getByText('WhatsApp no entrega estos mensajes en Estados Unidos.').waitFor()
  expect(await dialog.getByRole('button', { name: 'Continuar en WhatsApp' }).count()).toBe(0)
  await dialog.getByLabel('Tu país').selectOption('ES')
  await dialog.getByRole('button', { name: 'Continuar en WhatsApp' }).click()
  await dialog.getByRole('alert').getByText('Elige al menos un tema.').waitFor()
  await dialog.getByLabel('Rebajas', { exact: true }).check()
  await dialog.getByLabel('Gafas de sol', { exact: true }).check()
  await dialog.getByRole('button', { name: 'Continuar en WhatsApp' }).click()
  const link = await dialog.getByRole('link', { name: /^Abrir WhatsApp/ }).getAttribute('href')
  expect(await faultsOf(page)).toEqual([])

  const account = (await asked<{ items: ChannelAccount[] }>(owner.get('/api/v1/channel-accounts'))).items.find((one) => one.channel === 'whatsapp')!
  const customer = await asked<{ customerId: string }>(owner.post('/simulator/control/customers', { data: { channel: 'whatsapp', channelAccountId: account.id, name: 'Marta Visita', language: 'es' } }))
  await asked(owner.post(`/simulator/control/customers/${customer.customerId}/act`, { data: { action: 'write', content: { kind: 'text', text: new URL(link!).searchParams.get('text') } } }))
  await dialog.getByRole('heading', { name: 'Listo: tu mensaje ha llegado' }).waitFor()
  expect([...seen.places].sort()).toEqual([new URL(demo.url).origin, new URL(siteUrl()).origin].sort())
  expect([seen.stopped, await context.cookies()]).toEqual([[], []])

  const desk = new Desk(await (await visit(demo.browser, demo.url, { state: demo.state })).newPage())
  await desk.page.goto('/inbox')
  await desk.open('Marta Visita')
  await desk.thread('Marta Visita').getByText('Se ha apuntado en «Boletín»: Rebajas · Gafas de sol').waitFor()
  await desk.bubble('Te escribiremos por aquí sobre: Rebajas y Gafas de sol.').waitFor()
})

test('the hosted page and her own work without a script, on the narrowest screen, and load nothing from elsewhere', async () => {
  closeAfterStory(demo)
  const own = (await asked<{ items: { id: string }[] }>(owner.get(`/api/v1/contacts?q=${encodeURIComponent('Marta Visita')}`))).items[0]!
  const { url } = await asked<{ url: string }>(owner.post(`/api/v1/contacts/${own.id}/preference-link`))
  for (const address of [new URL(form.pageUrl).pathname, new URL(url).pathname]) {
    const page = await (await visit(demo.browser, demo.url, { size: NARROW })).newPage()
    const seen = watch(page)
    await page.goto(address)
    expect([await outOfThePage(page), await faultsOf(page), [...seen.places], seen.stopped, await page.context().cookies()], address).toEqual([[], [], [new URL(demo.url).origin], [], []])
  }
  const plain = await demo.browser.newContext({ baseURL: demo.url, javaScriptEnabled: false, locale: 'es-ES', viewport: HANDSET })
  const page = await plain.newPage()
  await page.goto(new URL(form.pageUrl).pathname)
  await page.getByLabel('Rebajas', { exact: true }).check()
  await page.getByRole('button', { name: 'Continuar en WhatsApp' }).click()
  await page.getByRole('heading', { name: 'Un último paso en WhatsApp' }).waitFor()
  await page.goto(new URL(url).pathname)
  await page.getByRole('button', { name: 'Dejar de recibirlo (Rebajas, WhatsApp)' }).click()
  await page.getByText('Hemos guardado tu elección.').waitFor()
  await page.getByRole('button', { name: 'Ya no quiero nada' }).click()
  await page.getByText(/^Ya no recibes publicidad de/).waitFor()
  expect(await page.getByText(/^Lo recibes/).count()).toBe(0)
})
