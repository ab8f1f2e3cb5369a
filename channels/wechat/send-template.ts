import { PlatformRefusal, type CallContext, type OutboundMessage, type Sent } from '@recado/channel-kit'
import type { TemplateContent, TemplateParameter } from '@recado/core'
import { answerText, call } from './client.js'
import { reportIds } from './inbound-jobs.js'
import { valuesOf } from './templates.js'

/** Where a tap on the message leads: a page, a mini-program, or nowhere. The mini-program wins when both are given. */
interface Jump { url?: string; miniprogram?: { appid: string; pagepath: string } }

/** Sends a template message or a subscription notice. Only the first has an id, under which its result is reported. */
export async function sendTemplate(message: OutboundMessage, content: TemplateContent, touser: string, context: CallContext): Promise<Sent> {
  const { template } = message
  if (!template) throw new PlatformRefusal({ code: 'template_not_approved', platformCode: 'template', message: 'the template is not known any more', sent: 'no', retry: { kind: 'never' }, scope: 'template' })
  const values = valuesOf(content.parameters)
  const data = Object.fromEntries(template.parameters.map(({ name = '' }) => [name, { value: values[name] ?? '' }]))
  const { url, miniprogram } = jumpOf(content)
  const common = { touser, template_id: template.externalId, ...(miniprogram && { miniprogram }), data }
  if (template.category.startsWith('subscription_')) {
    const answer = await call(context, { method: 'POST', path: '/cgi-bin/message/subscribe/bizsend', body: { ...common, ...(url && { page: url }) } })
    const id = answerText(answer, 'msgid')
    return { externalId: id && reportIds.subscription(id), status: 'accepted' }
  }
  try {
    // client_msg_id lets WeChat recognise a repetition after a lost answer.
    const answer = await call(context, { method: 'POST', path: '/cgi-bin/message/template/send', body: { ...common, ...(url && { url }), client_msg_id: message.id } })
    const id = answerText(answer, 'msgid')
    return { externalId: id && reportIds.template(id), status: 'accepted' }
  } catch (error) {
    if (error instanceof PlatformRefusal && error.detail.platformCode === '45065') return { externalId: null, status: 'accepted' }
    throw error
  }
}

/** The content's link, or a button parameter of type `action` that names an address or a mini-program's page. */
function jumpOf({ link, parameters }: TemplateContent): Jump {
  const action = Array.isArray(parameters) ? (parameters as TemplateParameter[]).find((parameter) => parameter.component === 'button' && parameter.type === 'action') : undefined
  const value = (typeof action?.value === 'object' && action.value !== null ? action.value : {}) as Record<string, unknown> // any object: each member is checked below
  const url = link ?? (typeof value.url === 'string' ? value.url : undefined)
  const { appid, pagepath } = value
  return { ...(url && { url }), ...(typeof appid === 'string' && { miniprogram: { appid, pagepath: typeof pagepath === 'string' ? pagepath : '' } }) }
}
