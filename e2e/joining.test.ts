/** Marta writes on WhatsApp and comes to WeChat by a code: one person, the open window of the other app used with one press, and parted again without a lost line. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { visit } from './support/browser.js'
import { closeAfterStory, useDemo } from './support/product.js'

const stage = useDemo()

interface Line { direction: string; content: { kind: string; text?: string } }
interface Thread { id: string; channel: string; contact: { id: string; name: string } }

async function ask<T>(page: Page, method: 'get' | 'post', path: string, data?: object): Promise<T> {
  const answer = await page.request[method](path, data ? { data } : {})
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
  return answer.json() as Promise<T>
}
async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  const found: { value?: T } = {}
  await expect.poll(async () => { const value = await look(); if (value !== undefined) found.value = value; return value !== undefined }, { timeout: 20_000, message: what }).toBe(true)
  return found.value! // the poll waited for it
}

test('a person joined over two apps by code is answered where she is open, and parted without a lost line', async () => {
  closeAfterStory(stage)
  const page = await (await visit(stage.browser, stage.url, { state: stage.state })).newPage()
  const accounts = (await ask<{ items: { id: string; channel: string }[] }>(page, 'get', '/api/v1/channel-accounts')).items
  const accountOn = (channel: string) => accounts.find((each) => each.channel === channel)!.id // the demo has both
  const come = (channel: string, name: string) => ask<{ customerId: string }>(page, 'post', '/simulator/control/customers', { channel, channelAccountId: accountOn(channel), name, language: 'es' })
  const act = (customer: { customerId: string }, what: object) => ask(page, 'post', `/simulator/control/customers/${customer.customerId}/act`, what)
  const threadOf = (name: string, channel: string) => until(async () => (await ask<{ items: Thread[] }>(page, 'get', '/api/v1/conversations?limit=200')).items.find((each) => each.contact.name === name && each.channel === channel), `${name} on ${channel}`)

  const [onWhatsapp, onWechat] = [await come('whatsapp', 'Marta Vidal'), await come('wechat', '小玛')]
  await act(onWhatsapp, { action: 'write', content: { kind: 'text', text: '¿Tenéis hora el jueves?' } })
  const thread = await threadOf('Marta Vidal', 'whatsapp')

  // A code for WeChat is made and sent into her chat with two presses.
  await page.goto(`/inbox/${thread.id}`)
  await page.getByRole('button', { name: 'Vincular otra app' }).click()
  await page.getByRole('dialog').getByRole('radio', { name: /WeChat/ }).first().check()
  await page.getByRole('button', { name: 'Crear código' }).click()
  await page.getByRole('img', { name: 'Código personal para WeChat' }).waitFor()
  await page.getByRole('button', { name: 'Enviar en este chat' }).click()
  await page.getByText('Código enviado').waitFor()

  // She scans it: one person, and both threads say by what.
  const { linkCodes } = await ask<{ linkCodes: { code: string }[] }>(page, 'get', `/api/v1/contacts/${thread.contact.id}/joining`)
  await act(onWechat, { action: 'scan', ref: linkCodes[0]!.code })
  const other = await threadOf('Marta Vidal', 'wechat')
  await page.getByRole('log').getByText(/Usó su código personal/).waitFor()
  await page.getByText(/Unida con el código …/).waitFor()

  // A day later only WeChat is open: what was begun goes there with one press.
  await ask(page, 'post', '/simulator/control/clock', { advanceMs: 25 * 3_600_000 })
  await act(onWechat, { action: 'write', content: { kind: 'text', text: '¿Me leéis aquí?' } })
  await page.request.put(`/api/v1/conversations/${thread.id}/draft`, { data: { mode: 'reply', text: 'Sí, a las diez.', attachments: [], replyTo: null } })
  await page.reload()
  await page.getByRole('button', { name: /Escribir por WeChat, abierta hasta/ }).click()
  await page.waitForURL(`**/inbox/${other.id}`)
  const field = page.getByRole('textbox', { name: /Marta/ })
  await expect.poll(() => field.inputValue()).toBe('Sí, a las diez.')
  await field.press('Enter')
  const said = async (id: string) => (await ask<{ items: Line[] }>(page, 'get', `/api/v1/conversations/${id}/messages?limit=100`)).items.flatMap((line) => (line.direction !== 'system' && line.content.text ? [line.content.text] : []))
  await expect.poll(() => said(other.id)).toContain('Sí, a las diez.')

  // It was her sister. Parted, everything is where it belongs.
  const before = [await said(thread.id), await said(other.id)]
  await page.getByRole('listitem').filter({ hasText: 'Unida con el código' }).getByRole('button', { name: 'Separar' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Separar' }).click()
  await page.getByText(/Separada como/).waitFor()
  const threads = (await ask<{ items: Thread[] }>(page, 'get', '/api/v1/conversations?limit=200')).items
  const [hers, sisters] = [thread.id, other.id].map((id) => threads.find((each) => each.id === id)!)
  expect(hers?.contact).toMatchObject({ id: thread.contact.id, name: 'Marta Vidal' })
  expect(sisters?.contact.id).not.toBe(thread.contact.id)
  expect([await said(thread.id), await said(other.id)]).toEqual(before)
})
