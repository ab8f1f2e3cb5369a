/** Utility messages of a Page: drafts of ours as Meta takes them, and back. Source: https://developers.facebook.com/docs/messenger-platform/send-messages/utility-messages (2026-03); names of fields NV. */
import type { CallContext, DraftFault, PlatformTemplate, TemplateCreation, TemplateDraft, TemplateDraftButton, TemplateKey } from '@recado/channel-kit'
import { PlatformRefusal } from '@recado/channel-kit'
import { exampleKey, lintTemplate, VARIABLE, variablesIn, type TemplatePlace } from '@recado/core'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { list, object, text, type Json } from './json.js'
import { builder } from './template-rules.js'
import { readTemplate } from './templates.js'

const languageOf = (language: string): string => ({ zh: 'zh_CN', pt: 'pt_BR' })[language] ?? language.replace('-', '_')

/** A hint never keeps a text from being handed in. */
export const check = (draft: TemplateDraft): DraftFault[] => lintTemplate(builder, { ...draft, language: languageOf(draft.language) }).filter((one) => one.level !== 'hint')

export function componentsOf(draft: TemplateDraft): Json[] {
  const samples = (key: string, place: TemplatePlace, words: string): Json => {
    const names = variablesIn(words)
    if (names.length === 0) return {}
    const sample = (name: string): string => draft.examples[exampleKey(draft.format, place, name)] ?? ''
    return { example: draft.format === 'positional' ? { [key]: key === 'body_text' ? [names.map(sample)] : names.map(sample) } : { [`${key}_named_params`]: names.map((param_name) => ({ param_name, example: sample(param_name) })) } }
  }
  const header = typeof draft.header === 'string' ? draft.header : undefined
  return [
    ...(header === undefined ? [] : [{ type: 'HEADER', format: 'TEXT', text: header, ...samples('header_text', 'header', header) }]),
    { type: 'BODY', text: draft.body, ...samples('body_text', 'body', draft.body) },
    ...(draft.footer === undefined ? [] : [{ type: 'FOOTER', text: draft.footer }]),
    ...(draft.buttons?.length ? [{ type: 'BUTTONS', buttons: draft.buttons.map(buttonOf) }] : []),
  ]
}

const buttonOf = (button: TemplateDraftButton): Json => (button.type === 'url' ? { type: 'URL', text: button.text, url: button.url.replace(VARIABLE, '{{1}}') } : { type: 'POSTBACK', text: 'text' in button ? button.text : '' })

async function create(draft: TemplateDraft, context: CallContext): Promise<PlatformTemplate> {
  const body = { name: draft.name, language: languageOf(draft.language), category: 'UTILITY', parameter_format: draft.format === 'positional' ? 'POSITIONAL' : 'NAMED', components: componentsOf(draft) }
  const answer = object(bodyOf(await graph(context, { method: 'POST', path: 'message_templates', body })))
  const made = readTemplate({ ...body, id: text(answer.id), status: text(answer.status) ?? 'PENDING' })
  if (!made) throw new PlatformRefusal({ code: 'platform_refused', platformCode: 'no_id', message: 'The answer names no template.', sent: 'unknown', retry: { kind: 'never' } })
  return made
}

async function remove({ name, externalId }: TemplateKey, scope: 'language' | 'name', context: CallContext): Promise<void> {
  await graph(context, { method: 'DELETE', path: 'message_templates', body: scope === 'name' ? { name } : { template_id: externalId } })
}

/** A text, its footer and its buttons; a picture above it cannot be written here. */
function draftOf(template: PlatformTemplate): TemplateDraft | null {
  const { preview } = template
  if (preview.headerKind && preview.headerKind !== 'text') return null
  const positional = variablesIn(`${preview.header ?? ''} ${preview.body}`).some((name) => /^\d+$/.test(name))
  const format = positional ? 'positional' as const : 'named' as const
  const examples: Record<string, string> = {}
  for (const place of template.parameters) {
    const variable = place.name ?? String((place.position ?? 0) + 1)
    if (place.example !== undefined && place.component !== 'card') examples[exampleKey(format, place.component === 'button' ? `button.${place.index ?? 0}` : place.component, variable)] = place.example
  }
  const buttons = list(object(list(template.components).map(object).find((one) => text(one.type)?.toUpperCase() === 'BUTTONS')).buttons).map(object).map((button, index): TemplateDraftButton => {
    const url = text(button.url)
    return url === undefined ? { type: 'quick_reply', text: text(button.text) ?? '' } : { type: 'url', text: text(button.text) ?? '', url: positional ? url : url.replace(VARIABLE, `{{link_${index}}}`) }
  })
  return { name: template.name, language: template.language, category: 'utility', format, ...(preview.header === undefined ? {} : { header: preview.header }), body: preview.body, ...(preview.footer === undefined ? {} : { footer: preview.footer }), ...(buttons.length > 0 ? { buttons } : {}), examples }
}

export const templateCreation: TemplateCreation = { from: 'drafts', builder, languageOf, check, create, remove, draftOf }
