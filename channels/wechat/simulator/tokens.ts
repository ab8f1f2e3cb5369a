/**
 * The two kinds of access token. Source: https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html
 * and .../api_getaccesstoken.html (the 5-minute overlap of the older endpoint is not verified).
 */
import type { World } from '@recado/channel-kit'
import { countCall } from './usage.js'
import { Refusal } from './refusals.js'
import { accountByAppId, findAccount, type Account } from './rows.js'

const LIFE_MS = 7200_000
const OVERLAP_MS = 300_000
const FORCED_A_DAY = 20
const FORCED_APART_MS = 30_000
const STABLE_A_MINUTE = 10_000
const STABLE_A_DAY = 500_000

export interface Token { value: string; account: string; kind: 'plain' | 'stable'; expiresAt: number; deadAt: number | null }

/** GET /cgi-bin/token: every call makes a new one; the one before lives five minutes more. */
export function issuePlain(world: World, query: Readonly<Record<string, string>>, address: string): { access_token: string; expires_in: number } {
  if (query.grant_type !== 'client_credential') throw new Refusal(40002)
  const account = known(world, query.appid ?? '')
  if (query.secret !== account.appSecret) throw new Refusal(40001)
  allowed(world, account, address)
  countCall(world, account, '/cgi-bin/token')
  const before = current(world, account, 'plain')
  if (before) world.put<Token>('tokens', before.value, { ...before, deadAt: Math.min(before.deadAt ?? Infinity, world.now() + OVERLAP_MS) })
  return { access_token: issue(world, account, 'plain').value, expires_in: LIFE_MS / 1000 }
}

/** POST /cgi-bin/stable_token: the same one until five minutes before its end; then a new one while the old still works. Forcing ends the old at once. */
export function issueStable(world: World, body: Record<string, unknown>, address: string): { access_token: string; expires_in: number } {
  if (body.grant_type !== 'client_credential') throw new Refusal(40002)
  const account = known(world, String(body.appid ?? ''))
  if (body.secret !== account.appSecret) throw new Refusal(40125)
  allowed(world, account, address)
  countCall(world, account, '/cgi-bin/stable_token', { perDay: STABLE_A_DAY, perMinute: STABLE_A_MINUTE })
  const now = world.now()
  const before = current(world, account, 'stable')
  if (body.force_refresh === true) {
    const forced = world.get<{ at: number }>('forcedTokens', account.id)
    if (forced && now < forced.at + FORCED_APART_MS) throw new Refusal(45011)
    countCall(world, account, 'force_refresh', { perDay: FORCED_A_DAY })
    world.put('forcedTokens', account.id, { at: now })
    if (before) world.put<Token>('tokens', before.value, { ...before, deadAt: now })
    return { access_token: issue(world, account, 'stable').value, expires_in: LIFE_MS / 1000 }
  }
  const living = before && before.deadAt === null && now < before.expiresAt - OVERLAP_MS ? before : issue(world, account, 'stable')
  return { access_token: living.value, expires_in: Math.floor((living.expiresAt - now) / 1000) }
}

/** The account a token speaks for; throws what the platform answers when it speaks for none. */
export function accountOfToken(world: World, value: string | undefined): Account {
  if (!value) throw new Refusal(41001)
  const token = world.get<Token>('tokens', value)
  const account = token ? findAccount(world, token.account) : undefined
  if (!token || !account) throw new Refusal(40001)
  if (world.faulted('revoke_token', account.appId)) {
    world.put<Token>('tokens', value, { ...token, deadAt: world.now() })
    throw new Refusal(40001)
  }
  if (token.deadAt !== null && world.now() >= token.deadAt) throw new Refusal(40001)
  if (world.now() >= token.expiresAt) throw new Refusal(42001)
  return account
}

function known(world: World, appId: string): Account {
  const account = accountByAppId(world, appId)
  if (!account) throw new Refusal(40013)
  return account
}

/** A list that is switched on, by the owner or by the fault `ip_not_allowed`, lets nobody fetch a token but the addresses on it. */
function allowed(world: World, account: Account, address: string): void {
  if (account.ipAllowList?.includes(address)) return
  if (account.ipAllowList || world.faulted('ip_not_allowed', account.appId)) throw new Refusal(40164, { ip: address })
}

function current(world: World, account: Account, kind: Token['kind']): Token | undefined {
  const value = world.get<{ value: string }>('currentTokens', `${account.id}:${kind}`)?.value
  return value === undefined ? undefined : world.get<Token>('tokens', value)
}

function issue(world: World, account: Account, kind: Token['kind']): Token {
  const token: Token = { value: `${kind === 'stable' ? 86 : 85}_${world.token(133)}`, account: account.id, kind, expiresAt: world.now() + LIFE_MS, deadAt: null }
  world.put('tokens', token.value, token)
  world.put('currentTokens', `${account.id}:${kind}`, { value: token.value })
  return token
}
