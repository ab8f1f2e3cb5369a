/** A platform of five lines for the host's own tests: people write, the desk answers, a report comes a second later. */
import type { ChannelSimulator, ScreenItem, World } from '@recado/channel-kit'
import type { SimulatedAccount, SimulatedChannel } from '../host.js'

interface Row { id: string; account: string; items: ScreenItem[] }

const shown = (world: World, id: string, item: Pick<ScreenItem, 'from' | 'content'>): void => {
  const row = world.get<Row>('people', id)
  if (row) world.put<Row>('people', id, { ...row, items: [...row.items, { id: `i${row.items.length + 1}`, at: world.now(), ...item }] })
}
const push = (world: World, account: string, body: object): ReturnType<World['post']> => world.post(account, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), timeoutMs: 2000 })

export const echoSimulator: ChannelSimulator = {
  channel: 'echo',
  createAccount(world, { name, settings }) {
    const id = typeof settings.echoId === 'string' ? settings.echoId : `e${world.token(6)}`
    world.put('accounts', id, { id, name })
    return { externalId: id, settings: { echoId: id, baseUrl: world.baseUrl } }
  },
  connect: (world, account) => world.post(account, { method: 'GET', query: { hello: '1' }, headers: {}, body: '', timeoutMs: 1000 }).then((answer) => ({ ok: answer.body === 'hello' })),
  async handle(world, request) {
    if (request.path === '/picture.png') return { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.alloc(1) }
    const { to, text } = JSON.parse(request.body.toString('utf8')) as { to: string; text: string }
    shown(world, to, { from: 'business', content: { kind: 'text', text } })
    world.schedule(world.now() + 1000, 'report', { account: request.query.account ?? '', text })
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"id":12345678901234567890}', billed: { class: 'service' } }
  },
  accountOf: (_world, request) => request.query.account ?? null,
  createCustomer(world, { account, name }) {
    const id = `p${world.token(6)}`
    world.put<Row>('people', id, { id, account, items: [] })
    return { id, account, address: id, name: name ?? 'Ana', state: {} }
  },
  customers: (world, account) => world.all<Row>('people').filter((row) => row.account === account).map((row) => ({ id: row.id, account, address: row.id, name: 'Ana', state: {} })),
  async act(world, id, { action, content }) {
    const row = world.get<Row>('people', id)
    if (!row || action !== 'write') throw new Error('The app has no such button.')
    const text = String(content?.text)
    shown(world, id, { from: 'me', content: { kind: 'text', text } })
    await push(world, row.account, { text })
  },
  business: (world, id) => ({ name: world.get<Row>('people', id)?.account ?? '', rows: [] }),
  console: {
    accounts: (world) => world.all<{ id: string; name: string }>('accounts').map(({ id, name }) => ({ externalId: id, name })),
    facts: (world, account) => [{ id: 'name', label: { en: 'Name', es: 'Nombre' }, value: world.get<{ name: string }>('accounts', account)?.name ?? '', presses: [{ id: 'rename', label: { en: 'Rename', es: 'Cambiar' }, input: { label: { en: 'Name', es: 'Nombre' } } }] }],
    async press(world, account, { id, value }) {
      if (id !== 'rename' || !value) throw new Error('The console has no such button.')
      world.put('accounts', account, { id: account, name: value })
    },
  },
  screen: (world, id) => world.get<Row>('people', id)?.items ?? [],
  async run(world, { name, data }) {
    if (!world.faulted('withhold_reports', String(data.account))) await push(world, String(data.account), { [name]: data.text })
  },
  faultAnswer: (kind) => (kind === 'http_500' ? { status: 500, body: 'ill' } : kind === 'http_429' ? { status: 429, body: 'slow' } : { status: 200, body: '{"hal' }),
}

const colours = { background: '#000', mine: '#000', mineText: '#000', theirs: '#000', theirsText: '#000' }

export const echo: SimulatedChannel = { id: 'echo', simulator: echoSimulator, phone: { appName: 'Echo', theme: { header: '#000', headerText: '#000', accent: '#000', ...colours, dark: colours }, ticks: [], actions: [], lines: {} } }

/** The desk's list of accounts, kept by the test. */
export class AccountBook {
  readonly accounts: SimulatedAccount[] = []
  byId = async (_world: string, id: string): Promise<SimulatedAccount | null> => this.accounts.find((one) => one.channelAccountId === id) ?? null
  byExternalId = async (_world: string, channel: string, id: string): Promise<SimulatedAccount | null> => this.accounts.find((one) => one.channel === channel && one.externalId === id) ?? null
  list = async (): Promise<SimulatedAccount[]> => this.accounts
}
