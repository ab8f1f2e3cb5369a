/**
 * What somebody agreed to on the shop's own site, as the agent sees it; the words beside it change and her proof does not; she writes "Baja.", and whoever would advertise to her
 * is refused alike: in the composer, in a new conversation and by program. What the app had taken before shows both moments.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChannelAccount, Conversation, Message, OptInForm, Verdict } from '@recado/api'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { visit } from './support/browser.js'
import { Desk } from './support/desk.js'
import { closeAfterStory, useDemo } from './support/product.js'
import { Caller } from './support/team.js'

const demo = useDemo()
const WORDS = 'Acepto recibir rebajas y novedades de Óptica Sol por esta app.'
const OTHER_WORDS = 'Acepto recibir publicidad de Óptica Sol y de sus socios.'
const OFFER = { kind: 'template', name: 'oferta_sol_otono', language: 'es', parameters: {} }
const REFUSED = 'No quiere mensajes de este tipo'
let owner: Caller
let program: string
let site: ReturnType<typeof createServer>
let form: OptInForm
let topic: string

beforeAll(async () => {
  owner = await Caller.of(demo.url, demo.state)
  program = (await owner.want<{ token: string }>('POST', '/api/v1/tokens', { name: 'Tienda', scopes: ['notify', 'messages'] })).token
  const topics = await Promise.all([['Clearance', 'Rebajas'], ['Sunglasses', 'Gafas de sol']].map(([en, es]) => owner.want<{ id: string; key: string }>('POST', '/api/v1/consent-categories', { names: { en, es } })))
  topic = topics[0]!.key // two were made
  form = await owner.want('POST', '/api/v1/opt-in-forms', { name: 'Boletín' })
  await publish(WORDS)
  site = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(`<!doctype html><html lang="es"><head><title>Óptica</title></head><body><main><h1>Óptica</h1></main><script src="${demo.url}/widget/${form.slug}.js" async></script></body></html>`)
  })
  await new Promise<void>((resolve) => { site.listen(0, resolve) })
})
afterAll(async () => {
  await owner.dispose()
  await new Promise((resolve) => { site.close(resolve) })
})

async function publish(wording: string): Promise<void> {
  const { draft } = await owner.want<OptInForm>('GET', `/api/v1/opt-in-forms/${form.id}`)
  const texts = Object.fromEntries(Object.entries(draft.texts).map(([language, own]) => [language, { ...own, wording }]))
  await owner.want('PATCH', `/api/v1/opt-in-forms/${form.id}`, { draft: { ...draft, privacyUrl: 'https://optica.example/privacidad', texts } })
  form = await owner.want('POST', `/api/v1/opt-in-forms/${form.id}/publish`)
}

/** By token, as the shop's own server writes. */
async function byProgram(path: string, body: object): Promise<{ status: number; problem: { code: string; verdict?: Verdict } }> {
  const answer = await fetch(demo.url + path, { method: 'POST', headers: { authorization: `Bearer ${program}`, 'content-type': 'application/json' }, body: JSON.stringify({ clientId: crypto.randomUUID(), purpose: 'marketing', category: topic, ...body }) })
  return { status: answer.status, problem: await answer.json() as { code: string; verdict?: Verdict } } // every refusal is one
}

/** Chooses the offer for this topic in the form that is open; what the rules say of it, in the answer and in words. */
async function offered(page: Page, about: string): Promise<Verdict> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^oferta_sol_otono es/ }).click()
  const answered = page.waitForResponse(async (answer) => answer.url().endsWith('/verdict') && (answer.request().postDataJSON() as { category?: string }).category === topic)
  await dialog.getByLabel('De qué trata').selectOption({ label: about })
  return ((await (await answered).json()) as { verdict: Verdict }).verdict // the route's shape
}

test('her proof outlasts its words, and after “Baja.” four ways to advertise to her are refused alike', async () => {
  closeAfterStory(demo)
  // A visitor signs up on the shop's site for two topics, and writes the first message herself.
  const visitor = await (await visit(demo.browser, `http://localhost:${(site.address() as AddressInfo).port}/`)).newPage() // it listens on a port
  await visitor.goto('/')
  await visitor.getByRole('button', { name: 'Recibir novedades' }).click()
  const sheet = visitor.getByRole('dialog')
  await sheet.getByLabel('Rebajas', { exact: true }).check()
  await sheet.getByLabel('Gafas de sol', { exact: true }).check()
  await sheet.getByRole('button', { name: 'Continuar en WhatsApp' }).click()
  const link = await sheet.getByRole('link', { name: /^Abrir WhatsApp/ }).getAttribute('href')
  const account = (await owner.list<ChannelAccount>('/api/v1/channel-accounts')).find((one) => one.channel === 'whatsapp')!
  const { customerId } = await owner.want<{ customerId: string }>('POST', '/simulator/control/customers', { channel: 'whatsapp', channelAccountId: account.id, name: 'Nuria Visita', language: 'es' })
  const act = (body: object) => owner.want('POST', `/simulator/control/customers/${customerId}/act`, body)
  const writes = (text: string) => act({ action: 'write', content: { kind: 'text', text } })
  await writes(new URL(link!).searchParams.get('text')!) // the link carries her words
  await sheet.getByRole('heading', { name: 'Listo: tu mensaje ha llegado' }).waitFor()
  const thread = (await owner.list<Conversation>('/api/v1/conversations?view=all&limit=200')).find((one) => one.contact.name === 'Nuria Visita')!

  // The agent sees the proof on her page; other words come later, and hers stand.
  const page = await (await visit(demo.browser, demo.url, { state: demo.state })).newPage()
  const line = () => page.getByRole('listitem').filter({ has: page.getByText('Rebajas', { exact: true }) }).filter({ hasText: /Sí, confirmado el/ }).last()
  const proof = line().getByRole('blockquote').filter({ visible: true })
  const showProof = async () => {
    await page.goto(`/contacts/${thread.contact.id}`)
    await line().getByText(/Sí, confirmado el/).click()
    await proof.waitFor()
  }
  await showProof()
  expect(await proof.innerText()).toBe(WORDS)
  await publish(OTHER_WORDS)
  await showProof()
  expect(await proof.innerText()).toBe(WORDS)
  await page.getByText('Página de alta').or(page.getByText('Widget de la web')).first().waitFor()

  // Advertising is lawful now. The app takes one message and says nothing more of it.
  await owner.want('POST', '/simulator/control/faults', { channel: 'whatsapp', channelAccountId: account.id, kind: 'withhold_reports' })
  const lawful = await byProgram('/api/v1/messages', { channelAccountId: account.id, to: { contactId: thread.contact.id }, content: { kind: 'text', text: 'Rebajas desde el lunes.' } })
  expect(lawful.status).toBe(201)
  const taken = async () => (await owner.list<Message>(`/api/v1/conversations/${thread.id}/messages?limit=50`)).find((one) => 'text' in one.content && one.content.text === 'Rebajas desde el lunes.')
  await expect.poll(async () => (await taken())?.status).toBe('accepted')

  await writes('Baja.')
  const desk = new Desk(page)
  await page.goto(`/inbox/${thread.id}`)
  await desk.bubble(/no te enviará más publicidad/).waitFor()
  await desk.thread('Nuria Visita').getByText('Retiró su permiso: publicidad').waitFor()
  const both = (await taken())!
  expect([typeof both.statusAt?.accepted, typeof both.withdrawnAt, Date.parse(both.withdrawnAt!) >= Date.parse(both.statusAt!.accepted!)]).toEqual(['string', 'string', true])
  await desk.bubble('Rebajas desde el lunes.').hover()
  await desk.bubble('Rebajas desde el lunes.').getByRole('button', { name: 'Acciones del mensaje' }).click()
  await page.getByRole('menuitem', { name: 'Detalles e informes' }).click()
  const details = page.getByRole('dialog', { name: 'Detalles e informes' })
  await details.getByText('Aceptado por la aplicación').waitFor()
  await details.getByText('La app ya había aceptado el mensaje.').waitFor()
  await page.keyboard.press('Escape')

  // Once: in the composer, by template.
  await desk.composer.getByRole('button', { name: 'Enviar una plantilla' }).click()
  expect(await offered(page, 'Rebajas')).toMatchObject({ kind: 'deny', code: 'opted_out' })
  await page.getByRole('dialog').getByText(REFUSED).waitFor()
  await page.keyboard.press('Escape')
  // Twice: writing first, a day later.
  await owner.want('POST', '/simulator/control/clock', { advanceMs: 25 * 3_600_000 })
  await page.reload()
  await page.getByRole('link', { name: 'Nueva conversación' }).click()
  const start = page.getByRole('dialog', { name: 'Nueva conversación' })
  await start.getByLabel('Nombre o número de teléfono').fill('Nuria Visita')
  await start.getByRole('button', { name: /Nuria Visita/ }).click()
  await start.getByRole('button', { name: /^WhatsApp/ }).click()
  expect(await offered(page, 'Rebajas')).toMatchObject({ kind: 'deny', code: 'opted_out' })
  await start.getByText(REFUSED).waitFor()
  // Three times and four: by program, to her and into her thread.
  for (const [path, body] of [['/api/v1/messages', { channelAccountId: account.id, to: { contactId: thread.contact.id }, content: OFFER }], [`/api/v1/conversations/${thread.id}/messages`, { content: OFFER }]] as const) {
    expect(await byProgram(path, body), path).toMatchObject({ status: 422, problem: { code: 'opted_out', verdict: { kind: 'deny', code: 'opted_out' } } })
  }

  const { items: onHerPhone } = await owner.want<{ items: { from: string; content: { text?: string } }[] }>('GET', `/simulator/control/customers/${customerId}/screen`)
  expect(onHerPhone.filter((one) => one.from === 'business').map((one) => one.content.text ?? '').slice(1)).toEqual(['Rebajas desde el lunes.', expect.stringContaining('no te enviará más publicidad')])
})
