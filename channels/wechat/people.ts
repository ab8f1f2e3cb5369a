import { PlatformRefusal, type CallContext, type Person } from '@recado/channel-kit'
import type { IdentityKey } from '@recado/core'
import { limits } from './channel.js'
import { answerText, call } from './client.js'
import { openidOf } from './outbound.js'

/** What WeChat tells about a follower. Names and pictures ended in 2021; what the company noted as `remark` in WeChat's console is left. */
export async function profile(keys: readonly IdentityKey[], context: CallContext): Promise<Person['profile'] | null> {
  const answer = await call(context, { method: 'GET', path: '/cgi-bin/user/info', query: { openid: openidOf(keys), lang: 'en' } })
  const remark = answerText(answer, 'remark')
  return remark ? { name: remark } : null
}

/** An openid as an API client may know it from the shop's own sign-in page; people do not type it. */
export function parseAddress(address: string): IdentityKey[] | null {
  const value = address.trim()
  return value.length === limits.openidLength && /^o[A-Za-z0-9_-]+$/.test(value) ? [{ kind: 'openid', value }] : null
}

// 45080: nothing was exchanged within the last 30 s. 45081: the sign is shown already. Neither is worth a word to the agent.
const harmless = new Set(['45080', '45081'])

/** Shows or takes away "typing" on her phone. */
export async function typing(state: 'on' | 'off', message: { to: readonly IdentityKey[] }, context: CallContext): Promise<void> {
  try {
    await call(context, { method: 'POST', path: '/cgi-bin/message/custom/typing', body: { touser: openidOf(message.to), command: state === 'on' ? 'Typing' : 'CancelTyping' } })
  } catch (error) {
    if (!(error instanceof PlatformRefusal) || !harmless.has(error.detail.platformCode)) throw error
  }
}
