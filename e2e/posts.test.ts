/** The fourth post of the month: what is left is seen before, the fifth leaves out those who have had four, and at midnight in Shanghai everybody can be posted to again. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { visit } from './support/browser.js'
import { closeAfterStory, useDemo } from './support/product.js'

const stage = useDemo()

interface Follower { name: string; customerId: string; contactId: string }

/** What a program would do beside the page: followers, consents, the platform's own console, and the clock. */
class Beside {
  private readonly known = new Set<string>()

  constructor(private readonly page: Page) {}

  async ask<T>(method: 'get' | 'post' | 'patch', path: string, data?: object): Promise<T> {
    const answer = await this.page.request[method](path, { ...(data ? { data } : {}), timeout: 60_000 })
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
    return (answer.status() === 204 ? undefined : await answer.json()) as T
  }

  /** Somebody who follows and has agreed to news. */
  async follower(account: string, name: string): Promise<Follower> {
    const { customerId } = await this.ask<{ customerId: string }>('post', '/simulator/control/customers', { channel: 'wechat', channelAccountId: account, name })
    await this.ask('post', `/simulator/control/customers/${encodeURIComponent(customerId)}/act`, { action: 'follow' })
    // WeChat tells no names: she is whoever is new here, and called as the shop calls her.
    const threads = await this.ask<{ items: { channelAccountId: string; contact: { id: string } }[] }>('get', '/api/v1/conversations?limit=100')
    const contactId = threads.items.find((one) => one.channelAccountId === account && !this.known.has(one.contact.id))!.contact.id
    this.known.add(contactId)
    await this.ask('patch', `/api/v1/contacts/${contactId}`, { name })
    await this.ask('post', '/api/v1/consents', { contactId, purpose: 'marketing', state: 'given', source: 'agent', wording: 'Quiero novedades.' })
    return { name, customerId, contactId }
  }

  /** How many posts stand on her phone. */
  async posts(customerId: string): Promise<number> {
    const screen = await this.ask<{ items: { from: string }[] } | { from: string }[]>('get', `/simulator/control/customers/${encodeURIComponent(customerId)}/screen`)
    return (Array.isArray(screen) ? screen : screen.items).filter((item) => item.from === 'business').length
  }

  async clock(to: { advanceMs: number } | { to: string }): Promise<string> { return (await this.ask<{ now: string }>('post', '/simulator/control/clock', to)).now }

  async press(platformAccount: string, id: string, value: string): Promise<void> { await this.ask('post', `/simulator/control/platform-accounts/${encodeURIComponent(platformAccount)}/press`, { id, value }) }

  /** A post to a list, all the way to its report. */
  async sendToList(account: string, contactIds: readonly string[]): Promise<void> {
    const list = await this.ask<{ id: string }>('post', '/api/v1/lists', { name: `Lista ${contactIds.join(' ')}`.slice(0, 100) })
    await this.ask('post', `/api/v1/lists/${list.id}/members`, { contactIds })
    const nobody = { segmentIds: [], listIds: [] }
    const post = await this.ask<{ id: string }>('post', '/api/v1/posts', { channelAccountId: account, name: 'Antes', content: { kind: 'text', text: 'Ya abrimos los sábados.' }, audience: { to: 'people', include: { segmentIds: [], listIds: [list.id] }, exclude: nobody }, categoryId: null })
    await this.ask('post', `/api/v1/posts/${post.id}/schedule`, {})
    await expect.poll(async () => { await this.clock({ advanceMs: 60_000 }); return (await this.ask<{ state: string }>('get', `/api/v1/posts/${post.id}`)).state }, { timeout: 20_000 }).toBe('done')
  }
}

/** The platform's own words come on the page in Latin letters from left to right. */
const had = (page: Page, posts: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: posts, exact: true }) })

async function write(page: Page, account: string, name: string, words: string): Promise<void> {
  await page.goto(`/posts?account=${account}`)
  await page.getByRole('button', { name: 'Nueva publicación' }).click()
  await page.getByLabel('Nombre').fill(name)
  await page.getByLabel('Qué se publica').selectOption({ label: 'Texto' })
  await page.getByLabel('Texto', { exact: true }).fill(words)
}

async function sendNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Enviar ahora' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Enviar ahora' }).click()
}

/** The report comes a minute later on the platform's clock. */
async function until(page: Page, beside: Beside, state: string): Promise<void> {
  await expect.poll(async () => { await beside.clock({ advanceMs: 60_000 }); return page.getByRole('heading', { level: 1 }).innerText() }, { timeout: 20_000 }).toContain(state)
}

test('the fourth WeChat post of the month', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, stage.url, { state: stage.state })
  const page = await context.newPage()
  const beside = new Beside(page)
  // A morning in the middle of a month, in the platform's zone.
  const now = new Date((await beside.clock({ advanceMs: 0 })))
  const start = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 10, 2))
  await beside.clock({ to: start.toISOString() })
  const { id: account } = await beside.ask<{ id: string }>('post', '/api/v1/channel-accounts', { channel: 'wechat', name: 'Boletín', settings: {}, simulated: true })
  const consoles = await beside.ask<{ items: { id: string; channelAccountId: string | null }[] }>('get', '/simulator/control/platform-accounts')
  const platform = consoles.items.find((one) => one.channelAccountId === account)!.id

  const people: Follower[] = []
  for (const name of ['Cero Núñez', 'Una Ruiz', 'Dos Prieto', 'Tres Marín', 'Cuatro Gil', 'Cuatro Sanz']) people.push(await beside.follower(account, name))
  const [none, , , , four, alsoFour] = people as [Follower, Follower, Follower, Follower, Follower, Follower] // made one by one above
  for (const from of [1, 2, 3, 4]) await beside.sendToList(account, people.slice(from).map((one) => one.contactId))

  // The month shows who has had how many, and who is at the limit.
  await page.goto(`/posts?account=${account}`)
  await page.getByText('Quedan 4 para todos').waitFor()
  await had(page, '4 publicaciones').getByText('2', { exact: true }).waitFor()
  await had(page, 'Ninguna').getByText('1', { exact: true }).waitFor()
  await page.getByText('Quién está en el límite (2)').click()
  await page.getByRole('link', { name: 'Cuatro Gil' }).waitFor()

  // A fifth post: told before whom it leaves out; shown to one of them first, which costs her nothing.
  await page.getByRole('button', { name: 'Nueva publicación' }).click()
  await page.getByLabel('Nombre').fill('Rebajas')
  await page.getByLabel('Qué se publica').selectOption({ label: 'Texto' })
  await page.getByLabel('Texto', { exact: true }).fill('Rebajas hasta el domingo.')
  await page.getByText('La recibirían 4 personas').waitFor()
  await page.getByText('2 · en el límite del mes').waitFor()
  await page.getByRole('button', { name: 'Enseñar a un seguidor' }).click()
  await page.getByRole('dialog').getByRole('combobox').or(page.getByRole('dialog').getByRole('textbox')).first().fill('Cero')
  await page.getByRole('option', { name: 'Cero Núñez' }).click()
  await page.getByText('En camino a Cero Núñez').waitFor()
  expect([await beside.posts(none.customerId), await beside.posts(four.customerId)]).toEqual([1, 4])
  await sendNow(page)
  await until(page, beside, 'Enviada')
  await page.getByText('2 · en el límite del mes').waitFor()
  const shown = async () => Promise.all(people.map((one) => beside.posts(one.customerId)))
  expect(await shown()).toEqual([2, 2, 3, 4, 4, 4])

  // By a tag of the platform.
  await beside.press(platform, 'tag_followers', 'VIP')
  await write(page, account, 'Solo la etiqueta', 'Para la etiqueta.')
  await page.getByRole('radio', { name: 'Una etiqueta de la plataforma' }).check({ force: true })
  await page.getByText('La recibirían 3 personas').waitFor()
  await sendNow(page)
  await until(page, beside, 'Enviada')
  expect(await shown()).toEqual([3, 3, 4, 4, 4, 4])

  // Midnight in Shanghai: four again for everybody.
  const midnight = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1) - 8 * 3_600_000)
  await beside.clock({ to: new Date(midnight.getTime() - 60_000).toISOString() })
  await page.goto(`/posts?account=${account}`)
  await had(page, '4 publicaciones').getByText('4', { exact: true }).waitFor()
  await beside.clock({ to: midnight.toISOString() })
  await page.goto(`/posts?account=${account}`)
  await had(page, 'Ninguna').getByText('6', { exact: true }).waitFor()

  // Somebody posts four times in the platform's own console and no report comes: the platform refuses ours, and it is said what now.
  await beside.ask('post', '/simulator/control/faults', { channel: 'wechat', channelAccountId: account, kind: 'withhold_reports' })
  for (const n of [1, 2, 3, 4]) await beside.press(platform, 'post_to_all', `A mano ${n}`)
  await page.request.delete('/simulator/control/faults')
  await write(page, account, 'Abril', 'Novedades de abril.')
  await page.getByText('La recibirían 6 personas').waitFor()
  await sendNow(page)
  await until(page, beside, 'No enviada')
  await page.getByText('has no masssend quota').waitFor()
  await page.goto(`/posts?account=${account}`)
  await page.getByText('No queda ninguna para todos').waitFor()
  expect(await beside.posts(alsoFour.customerId)).toBe(8)
}, 90_000)
