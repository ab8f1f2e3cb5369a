/** From the first real account to signing in with a code: the shop's owner at her desk, and a colleague who comes from home. */
import { createHmac } from 'node:crypto'
import { request, type Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { HANDSET, visit } from './support/browser.js'
import { Desk, LAURA } from './support/desk.js'
import { closeAfterStory, useStage } from './support/product.js'

const stage = useStage()
const MARIO = { name: 'Mario Sanz', email: 'mario@optica.example', password: 'cuatro gatos pardos de noche' }
const NUMBER = { channel: 'whatsapp', name: 'Tienda', settings: { phoneNumberId: '1', wabaId: '2', accessToken: 'x', appSecret: 's', verifyToken: 'v', baseUrl: 'http://127.0.0.1:9' } }

beforeAll(async () => {
  const caller = await request.newContext({ baseURL: stage.url })
  for (const [path, data] of [['/api/v1/setup', { ...LAURA, language: 'es', timeZone: 'Europe/Madrid' }], ['/api/v1/members', { ...MARIO, role: 'admin', language: 'es' }]] as const) {
    const answer = await caller.post(path, { data })
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  }
  await caller.dispose()
})

/** What an authenticator app shows, by the RFC and not by our library. `steps` looks ahead, since no code counts twice. https://www.rfc-editor.org/rfc/rfc6238 */
function codeOf(seed: string, steps = 0): string {
  const bits = [...seed.replaceAll(/\s/g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', key).update(counter).digest()
  return String((mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Scans, enters the code and keeps the recovery codes; returns what she now has. */
async function setUp(page: Page): Promise<{ seed: string; codes: string[] }> {
  const seed = await page.getByTestId('seed').innerText()
  await page.getByRole('img', { name: 'Código QR para la aplicación de autenticación' }).waitFor()
  await page.getByLabel('Código', { exact: true }).fill(codeOf(seed))
  const codes = (await page.getByTestId('recovery-codes').innerText()).split('\n').filter(Boolean)
  await page.getByLabel('Los he guardado en un lugar seguro').check()
  await page.getByRole('button', { name: 'Continuar' }).click()
  return { seed, codes }
}

test('a real account makes a second factor due; the open desk goes on, and the next sign-in wants the code', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, stage.url)
  const desk = new Desk(await context.newPage())
  await desk.signIn(LAURA)
  await desk.page.getByRole('heading', { name: 'Todas' }).waitFor()
  expect((await context.request.post('/api/v1/channel-accounts', { data: NUMBER })).status()).toBe(201)

  await desk.page.getByText('falta tu segundo factor').waitFor()
  await desk.page.getByRole('link', { name: 'Configurar el segundo factor' }).click()
  await desk.page.getByRole('button', { name: 'Configurar el segundo factor' }).click()
  const { seed, codes } = await setUp(desk.page)
  expect(codes).toHaveLength(10)
  await desk.page.getByText('Quedan 10 códigos de recuperación.').waitFor()
  await desk.page.getByText('falta tu segundo factor').waitFor({ state: 'detached' })

  await context.request.delete('/api/v1/session')
  await desk.signIn(LAURA)
  await desk.page.getByRole('heading', { name: 'El segundo factor' }).waitFor()
  const field = desk.page.getByLabel('Código', { exact: true })
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code')
  await field.fill('000 000')
  await desk.page.getByRole('alert').getByText('El código no es correcto').waitFor()
  await field.fill(codeOf(seed, 1))
  await desk.page.getByRole('heading', { name: 'Todas' }).waitFor()

  await context.request.delete('/api/v1/session')
  await desk.signIn(LAURA)
  await desk.page.getByRole('button', { name: 'Usar un código de recuperación' }).click()
  await desk.page.getByLabel('Código de recuperación').fill(codes[0]!.toLowerCase())
  await desk.page.getByRole('button', { name: 'Entrar' }).click()
  await desk.page.getByRole('heading', { name: 'Todas' }).waitFor()
  await desk.page.goto('/settings/security')
  await desk.page.getByText('Quedan 9 códigos de recuperación.').waitFor()
})

test('whoever signs in afterwards without one is led through it on her phone, and sees the desk only then', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, stage.url, { size: HANDSET })
  const page = await context.newPage()
  await new Desk(page).signIn(MARIO)
  await page.getByRole('heading', { name: 'Un paso más antes de seguir' }).waitFor()
  expect((await context.request.get('/api/v1/conversations')).status()).toBe(403)
  await setUp(page)
  await page.getByRole('heading', { name: 'Todas' }).waitFor()
  expect((await context.request.get('/api/v1/conversations')).status()).toBe(200)
})
