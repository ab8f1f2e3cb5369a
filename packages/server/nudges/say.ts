import type { RuleAction } from '@recado/api'
import { type Content, type DenyCode, fillPlaces, firstNameOf, type Instant, type Purpose, RecadoError, type TemplateParameter, type Timetable } from '@recado/core'
import type { Tx } from '@recado/db'
import { readAddressee } from '../automation/carry-out.js'
import { openingFor, wordingFor } from '../automation/wording.js'
import { findTemplate } from '../sending/intent.js'
import { queueMessage } from '../sending/queue.js'
import type { Account, LoadedChannel, Services } from '../services.js'

export type SendAction = Extract<RuleAction, { do: 'send' }>
/** Why nothing went out. */
export type SendFault = DenyCode | 'saved_reply_gone' | 'unknown_places' | 'content_unsupported' | 'template_gone' | string

/** What a rule would say in a thread: free words in her language, and the template that stands in for them. */
export interface Saying { contents: Content[]; template: { content: Content; purpose: Purpose } | null; fault: SendFault | null }

/** The words of an action for whoever this thread is with. */
export async function sayingFor(tx: Tx, account: Account, channel: LoadedChannel, action: SendAction, conversationId: string, timetable: Timetable | null, now: Instant): Promise<Saying> {
  const { workspaceId } = account
  const to = await readAddressee(tx, workspaceId, conversationId)
  if (!to) return { contents: [], template: null, fault: 'content_unsupported' }
  const wording = action.variants.length > 0 ? await wordingFor(tx, workspaceId, action.variants, to, '', timetable, now) : null
  const fault = action.variants.length === 0 ? null : wording === null ? 'content_unsupported' : 'fault' in wording ? wording.fault : null
  const wished = action.templates.find((one) => one.channelAccountId === account.id)
  const row = wished ? await findTemplate(tx, account, { templateId: wished.templateId }) : null
  if (!wished || !row) return { contents: wording && 'contents' in wording ? wording.contents : [], template: null, fault: fault ?? (wished ? 'template_gone' : null) }
  const values = { 'contact.name': to.name, 'contact.firstName': firstNameOf(to.name), opening: openingFor(timetable, now, to.language ?? to.companyLanguage), company: to.company }
  const parameters = wished.parameters.map((one): TemplateParameter => (one.text === undefined ? one : { ...one, text: fillPlaces(one.text, values) }))
  const purposes = channel.declaration.rules.templates?.categories[row.category]?.purposes ?? []
  return {
    contents: wording && 'contents' in wording ? wording.contents : [], fault,
    template: { content: { kind: 'template', templateId: row.template_id, name: row.name, language: row.language, parameters }, purpose: purposes.includes(action.purpose) ? action.purpose : purposes[0] ?? action.purpose },
  }
}

/** Says it the way everything goes out: rule engine, outbox, rule engine again. What is refused freely goes as its template, if there is one. */
export async function say(tx: Tx, services: Services, account: Account, saying: Saying, action: SendAction, at: { conversationId: string; clientId: string; stepId: string }): Promise<{ messageIds: string[]; code: SendFault | null }> {
  const queue = async (content: Content, purpose: Purpose, part: string): Promise<{ messageId: string } | { code: SendFault }> => {
    try {
      const queued = await queueMessage(tx, services, account.workspaceId, {
        conversationId: at.conversationId, clientId: `${at.clientId}:${part}`, content, purpose, author: { type: 'automation', id: at.stepId }, ...(action.category !== null ? { category: action.category } : {}),
      })
      return queued.kind === 'refused' ? { code: queued.verdict.code } : { messageId: queued.messageId }
    } catch (error) {
      if (error instanceof RecadoError) return { code: error.code }
      throw error
    }
  }
  const messageIds: string[] = []
  let code: SendFault | null = saying.fault
  for (const [i, content] of (code === null ? saying.contents : []).entries()) {
    const done = await queue(content, action.purpose, String(i))
    if ('code' in done) { code = messageIds.length === 0 ? done.code : null; break }
    messageIds.push(done.messageId)
  }
  if (messageIds.length > 0 || !saying.template || code === 'human_only') return { messageIds, code: messageIds.length > 0 ? null : code ?? 'template_gone' }
  const done = await queue(saying.template.content, saying.template.purpose, 'template')
  return 'code' in done ? { messageIds, code: done.code } : { messageIds: [done.messageId], code: null }
}
