/** The owner's console: making an account, its server address, and the switches that the documents leave open. */
import type { World } from '@recado/channel-kit'
import { secondOf } from './calendar.js'
import { signatureOf } from './envelope.js'
import { putMenu, menuOf } from './menu.js'
import { addNotice, noticesOf } from './notices.js'
import { accountOf, findAccount, newAesKey, type Account } from './rows.js'
import { LIBRARY, NOTICES } from './template-library.js'
import { addTemplate, chooseCategories, templatesOf } from './templates.js'

/** Templates a shop begins with; the rest of the library stays to be chosen. */
const FIRST_CATEGORIES = ['生活服务', '商业服务']

/** Makes the account, or takes over its settings when it is there already. Switches that Recado has no field for stay here. */
export function createAccount(world: World, input: { name: string; settings: Record<string, unknown> }): { externalId: string; settings: Record<string, unknown> } {
  const { settings } = input
  const word = (key: string): string | undefined => (typeof settings[key] === 'string' && settings[key] !== '' ? settings[key] : undefined)
  const before = findAccount(world, word('originalId') ?? word('appId') ?? '')
  const account: Account = {
    id: before?.id ?? word('originalId') ?? `gh_${hex(world, 12)}`,
    name: input.name,
    appId: word('appId') ?? before?.appId ?? `wx${hex(world, 16)}`,
    appSecret: word('appSecret') ?? before?.appSecret ?? hex(world, 32),
    token: word('token') ?? before?.token ?? world.token(24),
    encodingAesKey: word('encodingAesKey') ?? before?.encodingAesKey ?? newAesKey(world),
    mode: modeOf(settings.mode) ?? before?.mode ?? 'secure',
    ...switchesOf(settings, before),
  }
  world.put('accounts', account.id, account)
  furnish(world, account)
  return {
    // The console knows it by its AppID; pushes name the original id.
    externalId: account.appId,
    settings: { appId: account.appId, appSecret: account.appSecret, token: account.token, encodingAesKey: account.encodingAesKey, mode: account.mode, originalId: account.id, verified: account.standing === 'verified', overseas: account.overseas, baseUrl: world.baseUrl },
  }
}

/** Turns switches of an account later on: verification, allow-list, form of the pushes, the readings of what is not documented. */
export function configureAccount(world: World, key: string, changes: Partial<Omit<Account, 'id'>>): void {
  const account = accountOf(world, key)
  world.put('accounts', account.id, { ...account, ...changes })
}

/** The owner saves the server address: WeChat asks it to echo a text, signed with the token. */
export async function connect(world: World, key: string): Promise<{ ok: boolean; reason?: string }> {
  const account = accountOf(world, key)
  const timestamp = String(secondOf(world.now()))
  const nonce = String(Math.floor(world.random() * 2_000_000_000))
  const echostr = String(Math.floor(world.random() * 9_000_000_000_000_000) + 1_000_000_000_000_000)
  const query = { signature: signatureOf(account.token, timestamp, nonce), timestamp, nonce, echostr }
  const answer = await world.post(account.appId, { method: 'GET', query, headers: { 'user-agent': 'Mozilla/4.0', accept: '*/*' }, body: '', timeoutMs: 5000 })
  if (answer.status === null) return { ok: false, reason: 'The address did not answer within 5 seconds (请求URL超时).' }
  if (answer.status !== 200) return { ok: false, reason: `The address answered with HTTP ${answer.status}.` }
  return answer.body === echostr ? { ok: true } : { ok: false, reason: 'The answer is not the text that was to be echoed (token校验失败).' }
}

function switchesOf(settings: Record<string, unknown>, before: Account | undefined): Omit<Account, 'id' | 'name' | 'appId' | 'appSecret' | 'token' | 'encodingAesKey' | 'mode'> {
  const yes = (key: string, otherwise: boolean): boolean => (typeof settings[key] === 'boolean' ? settings[key] : otherwise)
  const list = (key: string): string[] | undefined => (Array.isArray(settings[key]) ? settings[key].map(String) : undefined)
  const overseas = yes('overseas', before?.overseas ?? false)
  return {
    format: settings.dataFormat === 'json' || (settings.dataFormat === undefined && before?.format === 'json') ? 'json' : 'xml',
    standing: settings.testAccount === true ? 'test' : typeof settings.verified === 'boolean' ? (settings.verified ? 'verified' : 'unverified') : (before?.standing ?? 'verified'),
    overseas,
    // Interfaces of overseas accounts vary by region; subscribing on a web page needs a domain filed in China.
    withheldApis: list('withheldApis') ?? before?.withheldApis ?? (overseas ? ['/cgi-bin/message/subscribe/', '/wxaapi/newtmpl/'] : []),
    ipAllowList: list('ipAllowList') ?? before?.ipAllowList ?? null,
    oneReplyCounter: yes('oneReplyCounter', before?.oneReplyCounter ?? false),
    strictImages: yes('strictImages', before?.strictImages ?? false),
    bound: yes('bound', before?.bound ?? false),
    linkedMiniPrograms: list('linkedMiniPrograms') ?? before?.linkedMiniPrograms ?? [],
    kfAccounts: list('kfAccounts') ?? before?.kfAccounts ?? [],
    massVerdict: typeof settings.massVerdict === 'string' ? settings.massVerdict : (before?.massVerdict ?? null),
    massProtection: yes('massProtection', before?.massProtection ?? false),
  }
}

/** A small optician's in Madrid with Chinese customers: menu, templates, notices. */
function furnish(world: World, account: Account): void {
  if (!menuOf(world, account))
    putMenu(world, account, [
      { name: '门店 Tienda', sub_button: [
        { type: 'click', name: '营业时间 Horario', key: 'HOURS' },
        { type: 'click', name: '预约验光 Cita', key: 'BOOK_EYE_TEST' },
        { type: 'scancode_waitmsg', name: '扫码取镜 Recoger', key: 'PICK_UP' },
        { type: 'pic_photo_or_album', name: '发照片 Foto', key: 'SEND_PHOTO' },
        { type: 'location_select', name: '发位置 Lugar', key: 'SEND_PLACE' },
      ] },
      { type: 'click', name: '人工客服 Ayuda', key: 'TALK_TO_US' },
      { type: 'view', name: '官网 Web', url: 'https://optica.example/zh' },
    ])
  if (templatesOf(world, account).length === 0) {
    chooseCategories(world, account, FIRST_CATEGORIES)
    for (const row of LIBRARY) if (FIRST_CATEGORIES.includes(row.category)) addTemplate(world, account, row)
  }
  if (noticesOf(world, account).length === 0) for (const row of NOTICES) if (row.type === 2) addNotice(world, account, row)
}

function modeOf(value: unknown): Account['mode'] | undefined {
  return value === 'plain' || value === 'compatible' || value === 'secure' ? value : undefined
}

function hex(world: World, length: number): string {
  return Array.from({ length }, () => Math.floor(world.random() * 16).toString(16)).join('')
}
