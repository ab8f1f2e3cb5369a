/**
 * Drafts of ours handed to Meta: create, edit, delete, end a pause.
 * Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management (2026-06).
 */
import type { CallContext, DraftFault, PlatformTemplate, TemplateCreation, TemplateDraft, TemplateKey } from '@recado/channel-kit'
import { lintTemplate } from '@recado/core'
import { callGraph, setting } from './graph.js'
import { text } from './read.js'
import { componentsOf, draftOf } from './template-components.js'
import { sampleHandles } from './template-media.js'
import { builder } from './template-rules.js'
import { templateOf } from './templates.js'

const LANGUAGES: Readonly<Record<string, string>> = { zh: 'zh_CN', pt: 'pt_BR' }

export function languageOf(language: string): string { return LANGUAGES[language] ?? language.replace('-', '_') }

/** A hint never keeps a text from being handed in. */
export const check = (draft: TemplateDraft): DraftFault[] => lintTemplate(builder, { ...draft, language: languageOf(draft.language) }).filter((one) => one.level !== 'hint')

const formatOf = (draft: TemplateDraft): string => (draft.code || draft.format === 'positional' ? 'POSITIONAL' : 'NAMED')

/** Hands the draft in for review. Meta may file it under another category than asked: the answer says so. */
async function create(draft: TemplateDraft, context: CallContext): Promise<PlatformTemplate> {
  const components = componentsOf(draft, await sampleHandles(draft, context))
  const body = { name: draft.name, language: languageOf(draft.language), category: draft.category.toUpperCase(), parameter_format: formatOf(draft), components, ...(draft.ttlSeconds === undefined ? {} : { message_send_ttl_seconds: draft.ttlSeconds }) }
  const answer = await callGraph(context, { method: 'POST', path: `${setting(context.settings, 'wabaId')}/message_templates`, body })
  return templateOf({ ...body, id: text(answer.id), status: text(answer.status) ?? 'PENDING', category: text(answer.category) ?? body.category })
}

/** An approved one keeps its category: Meta refuses the edit otherwise. */
async function edit(template: TemplateKey, draft: TemplateDraft, context: CallContext): Promise<PlatformTemplate> {
  const category = draft.category.toUpperCase()
  const components = componentsOf(draft, await sampleHandles(draft, context))
  const body = { components, ...(category === template.category || template.status === 'approved' ? {} : { category }), ...(draft.ttlSeconds === undefined ? {} : { message_send_ttl_seconds: draft.ttlSeconds }) }
  const answer = await callGraph(context, { method: 'POST', path: template.externalId, body })
  return templateOf({ id: template.externalId, name: template.name, language: template.language, parameter_format: formatOf(draft), components, status: 'PENDING', category: text(answer.category) ?? (template.status === 'approved' ? template.category : category) })
}

/** By name it goes in every language, with its id in one alone. */
async function remove({ name, externalId }: TemplateKey, scope: 'language' | 'name', context: CallContext): Promise<void> {
  const query = new URLSearchParams({ name, ...(scope === 'language' ? { hsm_id: externalId } : {}) })
  await callGraph(context, { method: 'DELETE', path: `${setting(context.settings, 'wabaId')}/message_templates?${query}` })
}

async function resume({ externalId }: TemplateKey, context: CallContext): Promise<void> {
  await callGraph(context, { method: 'POST', path: `${externalId}/unpause`, body: {} })
}

export const templateCreation: TemplateCreation = { from: 'drafts', builder, languageOf, check, create, edit, remove, resume, draftOf, missing: (settings) => (setting(settings, 'wabaId') ? [] : ['wabaId']) }
