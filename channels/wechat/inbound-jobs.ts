import type { AccountEvent, InboundEvent, PostEvent, StatusEvent } from '@recado/channel-kit'
import { common, type Envelope } from './envelope.js'
import { list, number, text } from './push.js'

/** Ids under which a send is known until its report comes: WeChat numbers each kind by itself. */
export const reportIds = {
  template: (msgId: string) => `tpl:${msgId}`,
  subscription: (msgId: string) => `sub:${msgId}`,
  broadcast: (msgId: string) => `mass:${msgId}`,
  article: (publishId: string) => `publish:${publishId}`,
}

/** Results of sends that WeChat carries out later; null when the event is no such result. */
export function readJob(event: string, envelope: Envelope): InboundEvent[] | null {
  switch (event) {
    case 'TEMPLATESENDJOBFINISH': return [templateResult(envelope)]
    case 'MASSSENDJOBFINISH': return [broadcastResult(envelope)]
    case 'PUBLISHJOBFINISH': return articleResult(envelope)
    case 'subscribe_msg_sent_event': return list(envelope.push, 'SubscribeMsgSentEvent', 'List').map((item, index) => {
      const code = text(item, 'ErrorCode')
      const delivered = code === '0' || code === ''
      const error = delivered ? undefined : { code: code === '43101' ? 'consent_missing' : 'platform_refused', message: text(item, 'ErrorStatus'), platformCode: code }
      return { ...status(envelope, reportIds.subscription(text(item, 'MsgID')), delivered ? 'delivered' : 'failed', error, String(index)), person: envelope.person }
    })
    default: return null
  }
}

function status(envelope: Envelope, externalId: string, state: StatusEvent['status'], error?: StatusEvent['error'], part = ''): StatusEvent {
  const key = envelope.keyOf(text(envelope.push, 'Event'), externalId, part)
  return { type: 'status', ...common(envelope, key), status: state, externalId, ...(error && { error }) }
}

/** `success`, `failed:user block`, `failed: system failed`; the blanks vary. */
function templateResult(envelope: Envelope): StatusEvent {
  const said = text(envelope.push, 'Status')
  const id = reportIds.template(text(envelope.push, 'MsgID'))
  const person = { person: envelope.person }
  if (/^success$/i.test(said.trim())) return { ...status(envelope, id, 'delivered'), ...person }
  const blocked = /user\s*block/i.test(said)
  return { ...status(envelope, id, 'failed', { code: blocked ? 'recipient_blocked' : 'platform_refused', message: said, platformCode: said }), ...person }
}

/** A mass post reports totals only, ours and those made in WeChat's own console alike. */
function broadcastResult(envelope: Envelope): PostEvent {
  const { push } = envelope
  const status = text(push, 'Status')
  const externalId = reportIds.broadcast(text(push, 'MsgID'))
  const count = (name: string) => number(push, name) ?? 0
  const counts = { total: count('TotalCount'), filtered: count('FilterCount'), sent: count('SentCount'), failed: count('ErrorCount') }
  const urls = list(push, 'ArticleUrlResult', 'ResultList', 'item').map((item) => text(item, 'ArticleUrl')).filter(Boolean)
  const sent = /^send\s*success$/i.test(status.trim())
  const nobodyLeft = /^send\s*fail$/i.test(status.trim()) && counts.total > 0 && counts.filtered === 0
  return { type: 'post', ...common(envelope, envelope.keyOf(text(push, 'Event'), externalId)), externalId, report: { state: sent ? 'sent' : 'failed', status, counts, urls, ...(nobodyLeft && { nobodyLeft }) } }
}

/** publish_status: 0 published, 1 still at work, the rest refused or taken down. */
function articleResult(envelope: Envelope): InboundEvent[] {
  const { push } = envelope
  const info = 'PublishEventInfo'
  const code = text(push, info, 'publish_status')
  const id = reportIds.article(text(push, info, 'publish_id'))
  const state = code === '0' ? 'sent' : code === '1' ? 'accepted' : 'failed'
  const notice: AccountEvent = {
    type: 'account', ...common(envelope, envelope.keyOf(text(push, 'Event'), id, code, 'article')), event: 'article_published', severity: state === 'failed' ? 'warning' : 'info',
    data: { id, status: code, articleId: text(push, info, 'article_id'), urls: list(push, info, 'article_detail', 'item').map((item) => text(item, 'article_url')) },
  }
  return [status(envelope, id, state, state === 'failed' ? { code: 'platform_refused', message: `publish_status ${code}`, platformCode: code } : undefined, code), notice]
}
