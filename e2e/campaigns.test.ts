/**
 * A newsletter to a topic, from the morning's page to the report: two variants, a budget, and a customer's reply that names it. And a trial of two texts that
 * a second person approves, that is steered in a pause, that the clock decides, and that is stopped before everybody has it.
 */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { visit } from './support/browser.js'
import { Desk } from './support/desk.js'
import { Phones } from './support/phones.js'
import { closeAfterStory, useDemo } from './support/product.js'
import { Caller, join, sit } from './support/team.js'

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

/** So many that a half of them, drawn by chance, is never all or none. */
const PEOPLE = 24
const HOUR_MS = 3_600_000

interface Steered { id: string; state: string; winner: string | null; winnerBy: string | null; counts: Record<string, number> | null }
const count = ({ counts }: Steered, ...names: string[]): number => names.reduce((sum, name) => sum + (counts?.[name] ?? 0), 0)

test('Irene approves a trial of two texts, Laura slows it down in a pause, an answer decides it, and it is stopped halfway', async () => {
  closeAfterStory(stage)
  const laura = await Caller.of(stage.url, stage.state)
  const irene = await join(stage.url, laura, { name: 'Irene Pons', role: 'admin' })
  const account = (await laura.list<{ id: string; channel: string }>('/api/v1/channel-accounts')).find(({ channel }) => channel === 'whatsapp')!
  const customers = await Promise.all(Array.from({ length: PEOPLE }, async (_, n) => {
    const { customerId } = await laura.want<{ customerId: string }>('POST', '/simulator/control/customers', { channel: 'whatsapp', channelAccountId: account.id, name: `Clienta ${n}`, country: 'ES' })
    await laura.want('POST', `/simulator/control/customers/${customerId}/act`, { action: 'write', content: { text: 'Avisadme cuando estén.' } })
    return customerId
  }))
  const words = { a: 'Tus gafas están listas.', b: '¿Cuándo te pasas a por tus gafas?' }
  const { id } = await laura.want<Steered>('POST', '/api/v1/campaigns', {
    name: 'Gafas listas', settings: { approval: true, abTest: { samplePercent: 50, afterHours: 4, by: 'replied' } },
    audience: { include: { segmentIds: [], listIds: [], filter: { all: [{ field: 'channel', op: 'in', value: ['whatsapp'] }] } }, exclude: { segmentIds: [], listIds: [] }, purpose: 'notification', category: null, routes: [{ accountId: account.id, as: 'freeform', priceClass: null }], choose: 'first', cap: null },
    variants: (['a', 'b'] as const).map((key) => ({ key, name: '', share: 1, contents: { [account.id]: { content: { kind: 'text', text: words[key] } } } })),
  })
  const stands = (): Promise<Steered> => laura.want('GET', `/api/v1/campaigns/${id}`)
  const until = async (what: (now: Steered) => boolean): Promise<Steered> => {
    for (let looks = 0; looks < 200; looks++) { const now = await stands(); if (what(now)) return now; await page.waitForTimeout(100) }
    throw new Error(`It still stands at ${JSON.stringify(await stands())}`)
  }

  // Whoever wrote it hands it in; somebody else lets it go.
  const { page } = await sit(stage.browser, stage.url, { state: stage.state }, `/campaigns/${id}?step=schedule`)
  await page.getByRole('button', { name: 'Enviar para aprobación' }).click()
  await page.getByText('La tiene que aprobar otra persona.').waitFor()
  const second = await sit(stage.browser, stage.url, irene, '/campaigns')
  await second.page.getByRole('link', { name: /Aprobar «Gafas listas»/ }).click()
  await second.page.getByRole('button', { name: 'Aprobar', exact: true }).click()
  await second.page.getByText('Enviándose').first().waitFor()

  // The sample has it; the others wait for the result. Somebody answers the second text.
  const sampled = await until((now) => now.state === 'sending' && count(now, 'queued', 'sending') === 0 && count(now, 'accepted', 'sent', 'delivered') > 0)
  expect(count(sampled, 'pending')).toBeGreaterThan(1)
  const onPhone = async (text: string): Promise<number> => {
    for (let looks = 0; looks < 40; looks++) {
      const screens = await Promise.all(customers.map((customer) => laura.want<object>('GET', `/simulator/control/customers/${customer}/screen`)))
      const found = screens.findIndex((screen) => JSON.stringify(screen).includes(text))
      if (found >= 0) return found
    }
    throw new Error(`Nobody was sent "${text}".`)
  }
  const asked = await onPhone(words.b)
  await laura.want('POST', `/simulator/control/customers/${customers[asked]}/act`, { action: 'write', content: { text: 'El jueves por la tarde.' } })
  await until((now) => count(now, 'replied') === 1)

  // In a pause it gets a budget, and hours over which the rest is spread.
  await page.getByRole('button', { name: 'Pausar' }).click()
  await page.getByRole('button', { name: 'Cambiar límites…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Cambiar los límites' })
  await dialog.getByRole('switch', { name: 'Presupuesto' }).check()
  await dialog.getByLabel(/^Presupuesto en /).fill('5')
  await dialog.getByLabel('Repartir en horas').fill('10')
  await dialog.getByRole('button', { name: 'Guardar y reanudar' }).click()
  await page.getByRole('button', { name: 'Pausar' }).waitFor()

  // Four hours later the answer has decided, and the rest goes out bit by bit.
  await laura.want('POST', '/simulator/control/clock', { advanceMs: 4 * HOUR_MS + 60_000 })
  expect(await until(({ winner }) => winner !== null)).toMatchObject({ winner: 'b', winnerBy: 'result' })
  await page.getByText(/Variante B ganó .*más veces se ha respondido/).waitFor()
  await page.getByRole('button', { name: 'Detener…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Detener', exact: true }).click()
  const stopped = await until(({ state }) => state === 'stopped')
  expect(count(stopped, 'cancelled')).toBeGreaterThan(0)

  // Her answer is in the inbox and says to what.
  const [her] = await laura.list<{ conversationId: string }>(`/api/v1/campaigns/${id}/recipients?act=replied`)
  await page.goto(`/inbox/${her!.conversationId}`)
  await page.getByRole('log').getByText('El jueves por la tarde.').waitFor()
  await page.getByText('Recibió «Gafas listas»').waitFor()
  await Promise.all([laura.dispose(), irene.caller.dispose()])
}, 90_000)
