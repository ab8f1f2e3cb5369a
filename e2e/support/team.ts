/** Colleagues who come in by their invitations, each with a browser of her own, and what a program can do beside them. */
import type { Browser, BrowserContext, APIRequestContext } from 'playwright-core'
import { request } from 'playwright-core'
import { visit, type Visit } from './browser.js'
import { Desk } from './desk.js'

type State = Awaited<ReturnType<BrowserContext['storageState']>>
export const PASSWORD = 'las olas vuelven siempre a su playa'

/** Calls as somebody who is signed in; what is refused ends with the answer in words. */
export class Caller {
  private constructor(private readonly context: APIRequestContext) {}

  static async of(url: string, state?: State): Promise<Caller> {
    return new Caller(await request.newContext({ baseURL: url, ...(state ? { storageState: state } : {}) }))
  }

  async want<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, data?: unknown): Promise<T> {
    const answer = await this.context.fetch(path, { method, ...(data === undefined ? {} : { data }), timeout: 60_000 })
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
    const text = await answer.text()
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  list<T>(path: string): Promise<T[]> { return this.want<{ items: T[] }>('GET', path).then(({ items }) => items) }
  state(): Promise<State> { return this.context.storageState() }
  dispose(): Promise<void> { return this.context.dispose() }
}

export interface Colleague { name: string; id: string; state: State; caller: Caller }

/** Somebody new, invited by `by` and in by her link. */
export async function join(url: string, by: Caller, { name, role, teamIds = [] }: { name: string; role: string; teamIds?: string[] }): Promise<Colleague> {
  const email = `${name.split(' ')[0]!.normalize('NFD').replace(/\W/g, '').toLowerCase()}@optica.example`
  const { link } = await by.want<{ link: string }>('POST', '/api/v1/invitations', { email, name, role, teamIds })
  const caller = await Caller.of(url)
  await caller.want('POST', '/api/v1/join', { token: new URL(link).hash.slice(1), name, password: PASSWORD, language: 'es' })
  const { user } = await caller.want<{ user: { id: string } }>('GET', '/api/v1/session')
  return { name, id: user.id, state: await caller.state(), caller }
}

/** Her desk, open at an address. */
export async function sit(browser: Browser, url: string, { state }: Pick<Colleague, 'state'>, path = '/inbox', options: Visit = {}): Promise<Desk> {
  const desk = new Desk(await (await visit(browser, url, { ...options, state })).newPage())
  await desk.page.goto(path)
  return desk
}
