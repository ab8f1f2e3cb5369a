/** Mass messages: what WeChat calls 群发. */
import { PlatformRefusal, SilentPlatform, type CallContext, type PostAudienceCall, type PostsConnector, type PostTaken } from '@recado/channel-kit'
import type { IdentityKey } from '@recado/core'
import { answerText, call, readAnswer, sendRequest, withToken, type Answer } from './client.js'
import { reportIds } from './inbound-jobs.js'
import { parseJson } from './json.js'
import { postFigures } from './post-figures.js'
import { prepare } from './post-material.js'
import { postRules } from './post-rules.js'

const openidOf = (keys: readonly IdentityKey[]): string => {
  const openid = keys.find(({ kind }) => kind === 'openid')?.value
  if (!openid) throw new PlatformRefusal({ code: 'recipient_unreachable', platformCode: 'openid', message: 'no openid is known', sent: 'no', retry: { kind: 'never' }, scope: 'identity' })
  return openid
}

const numberOf = (id: string): string => id.slice(reportIds.broadcast('').length)

function requestOf(audience: PostAudienceCall): { path: string; body: object } {
  if (audience.reach === 'list') return { path: '/cgi-bin/message/mass/send', body: { touser: audience.to.map(openidOf) } }
  return { path: '/cgi-bin/message/mass/sendall', body: { filter: audience.reach === 'all' ? { is_to_all: true } : { is_to_all: false, tag_id: Number(audience.tagId) } } }
}

const taken = (answer: Answer): PostTaken => {
  const id = answerText(answer, 'msg_id')
  if (!id) throw new SilentPlatform('unknown', 'the answer names no msg_id')
  return { externalId: reportIds.broadcast(id), dataId: answerText(answer, 'msg_data_id') }
}

/** A call that WeChat has had before is refused with 45065 and names what it made of it then. */
const REPEATED = '45065'

async function send(prepared: { body: Readonly<Record<string, unknown>> }, audience: PostAudienceCall, clientId: string, context: CallContext): Promise<PostTaken> {
  const { path, body } = requestOf(audience)
  return withToken(context, async (token) => {
    const answer = await sendRequest(context, { method: 'POST', path, body: { ...body, ...prepared.body, clientmsgid: clientId } }, token)
    try {
      return taken(readAnswer(context, answer))
    } catch (error) {
      if (error instanceof PlatformRefusal && error.detail.platformCode === REPEATED) return taken(parseJson(answer.text()) as Answer) // readAnswer has read it as an object
      throw error
    }
  })
}

const STATES: Readonly<Record<string, 'sent' | 'failed' | 'deleted'>> = { SEND_SUCCESS: 'sent', SEND_FAIL: 'failed', DELETE: 'deleted' }

async function* tagMembers(tagId: string, context: CallContext): AsyncGenerator<string[]> {
  let next = ''
  for (;;) {
    const answer = await call(context, { method: 'POST', path: '/cgi-bin/user/tag/get', body: { tagid: Number(tagId), next_openid: next } })
    const { openid } = (typeof answer.data === 'object' && answer.data !== null ? answer.data : {}) as { openid?: unknown } // looked at in the next line
    const page = Array.isArray(openid) ? openid.filter((one): one is string => typeof one === 'string') : []
    if (page.length > 0) yield page
    next = answerText(answer, 'next_openid') ?? ''
    if (next === '' || page.length === 0) return
  }
}

export const posts: PostsConnector = {
  rules: postRules,
  prepare,
  send,
  async preview(prepared, to, context) {
    await call(context, { method: 'POST', path: '/cgi-bin/message/mass/preview', body: { touser: openidOf(to), ...prepared.body } })
  },
  async look(externalId, context) {
    const said = answerText(await call(context, { method: 'POST', path: '/cgi-bin/message/mass/get', body: { msg_id: numberOf(externalId) } }), 'msg_status') ?? ''
    const state = STATES[said]
    return state ? { state, status: said, urls: [] } : null
  },
  async remove(externalId, context) {
    await call(context, { method: 'POST', path: '/cgi-bin/message/mass/delete', body: { msg_id: Number(numberOf(externalId)) } })
  },
  async followers(context) {
    const { total } = await call(context, { method: 'GET', path: '/cgi-bin/user/get' })
    if (typeof total !== 'number') throw new SilentPlatform('no', 'the answer names no total')
    return total
  },
  async tags(context) {
    const { tags } = await call(context, { method: 'GET', path: '/cgi-bin/tags/get' })
    const rows = Array.isArray(tags) ? (tags as Answer[]) : [] // each member is read as what it is
    // 0, 1 and 2 are WeChat's own and take no mass message.
    return rows.flatMap((row) => (typeof row?.id === 'number' && row.id > 2 ? [{ id: String(row.id), name: typeof row.name === 'string' ? row.name : '', count: typeof row.count === 'number' ? row.count : 0 }] : []))
  },
  tagMembers,
  figures: postFigures,
}
