/** The owner's console: making an account, its server address, and the switches that the documents leave open. */
import type { World } from '@recado/channel-kit'
import { secondOf } from './calendar.js'
import { signatureOf } from './envelope.js'
import { furnish } from './furnish.js'
import { accountOf, findAccount, newAesKey, type Account } from './rows.js'
import { watchCertificate } from './verification.js'

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
  watchCertificate(world, account)
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

/**
 * The owner saves the server address: WeChat asks it to echo a text, signed with the token. Saving does not switch it on: an account that is run
 * from the backend stays so until its owner presses "enable" (the console's `enable_server`).
 */
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
    inBackend: yes('backend', before?.inBackend ?? false),
    certifiedUntil: typeof settings.certifiedUntil === 'string' ? Date.parse(settings.certifiedUntil) : (before?.certifiedUntil ?? null),
    about: typeof settings.about === 'string' ? settings.about : (before?.about ?? '马德里华人验光配镜 · Óptica en Madrid, atención en chino'),
  }
}

function modeOf(value: unknown): Account['mode'] | undefined {
  return value === 'plain' || value === 'compatible' || value === 'secure' ? value : undefined
}

function hex(world: World, length: number): string {
  return Array.from({ length }, () => Math.floor(world.random() * 16).toString(16)).join('')
}
