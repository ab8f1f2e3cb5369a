/**
 * Utility messages of a Page: drafts of ours as Meta takes them, and back.
 * Sources: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/utility-messages (2026-03-13); changing one: see template-rules.ts.
 */
import type { CallContext, DraftFault, PlatformTemplate, TemplateCreation, TemplateDraft, TemplateDraftButton, TemplateKey } from '@recado/channel-kit'
import { PlatformRefusal } from '@recado/channel-kit'
import { exampleKey, headerWords, lintTemplate, VARIABLE, variablesIn, type TemplateHeader, type TemplatePlace } from '@recado/core'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { list, object, text, type Json } from './json.js'
import { builder } from './template-rules.js'
import { readTemplate } from './templates.js'
import { pictureHandle } from './upload-handle.js'

const languageOf = (language: string): string => ({ zh: 'zh_CN', pt: 'pt_BR' })[language] ?? language.replace('-', '_')

/** A hint never keeps a text from being handed in. */
export const check = (draft: TemplateDraft): DraftFault[] => lintTemplate(builder, { ...draft, language: languageOf(draft.language) }).filter((one) => one.level !== 'hint')

/** Heading, text and buttons; `handle` is the uploaded picture of the heading. */
export function componentsOf(draft: TemplateDraft, handle?: string): Json[] {
  const samples = (key: string, place: TemplatePlace, words: string): Json => {
    const names = variablesIn(words)
    if (names.length === 0) return {}
    const sample = (name: string): string => draft.examples[exampleKey(draft.format, place, name)] ?? ''
    return draft.format === 'positional' ? { [key]: key === 'body_text' ? [names.map(sample)] : names.map(sample) } : { [`${key}_named_params`]: names.map((param_name) => ({ param_name, example: sample(param_name) })) }
  }
  const withExample = (one: Json, example: Json): Json => (Object.keys(example).length === 0 ? one : { ...one, example })
  const title = headerWords(draft)
  const titled = title === undefined ? {} : { text: title }
  return [
    ...(typeof draft.header === 'object' ? [withExample({ type: 'HEADER', format: 'IMAGE', ...titled }, { header_handle: [handle ?? ''], ...samples('header_text', 'header', title ?? '') })] : []),
    ...(typeof draft.header === 'string' ? [withExample({ type: 'HEADER', format: 'TEXT', ...titled }, samples('header_text', 'header', draft.header))] : []),
    withExample({ type: 'BODY', text: draft.body }, samples('body_text', 'body', draft.body)),
    ...(draft.buttons?.length ? [{ type: 'BUTTONS', buttons: draft.buttons.map((button, index) => buttonOf(button, draft, `button.${index}`)) }] : []),
  ]
}

/** An address takes its variable by number whatever the format; a tap brings back the label. */
function buttonOf(button: TemplateDraftButton, draft: TemplateDraft, place: TemplatePlace): Json {
  const label = 'text' in button ? button.text : ''
  if (button.type !== 'url') return { type: 'POSTBACK', text: label, payload: label }
  const [hole] = variablesIn(button.url)
  if (hole === undefined) return { type: 'URL', text: label, url: button.url }
  const sample = draft.examples[exampleKey(draft.format, place, hole)] ?? ''
  return { type: 'URL', text: label, url: button.url.replace(VARIABLE, '{{1}}'), example: { url_suffix_example: button.url.replace(VARIABLE, () => sample) } }
}

const formatOf = (draft: TemplateDraft): string => (draft.format === 'positional' ? 'POSITIONAL' : 'NAMED')

async function create(draft: TemplateDraft, context: CallContext): Promise<PlatformTemplate> {
  const body = { name: draft.name, language: languageOf(draft.language), category: 'UTILITY', parameter_format: formatOf(draft), components: componentsOf(draft, await pictureHandle(draft, context)) }
  const answer = object(bodyOf(await graph(context, { method: 'POST', path: 'message_templates', body })))
  return made({ ...body, id: text(answer.id), status: text(answer.status) ?? 'PENDING' })
}

/** Its parts alone can be changed. What the answer holds beside its success Meta does not say: until its webhook or the list tells, it is in review. */
async function edit({ externalId, name, language }: TemplateKey, draft: TemplateDraft, context: CallContext): Promise<PlatformTemplate> {
  const body = { components: componentsOf(draft, await pictureHandle(draft, context)), parameter_format: formatOf(draft) }
  const answer = object(bodyOf(await graph(context, { method: 'POST', path: '', root: encodeURIComponent(externalId), body })))
  return made({ ...body, id: externalId, name, language, category: 'UTILITY', status: text(answer.status) ?? 'PENDING' })
}

function made(row: Json): PlatformTemplate {
  const template = readTemplate(row)
  if (!template) throw new PlatformRefusal({ code: 'platform_refused', platformCode: 'no_id', message: 'The answer names no template.', sent: 'unknown', retry: { kind: 'never' } })
  return template
}

async function remove({ name, externalId }: TemplateKey, scope: 'language' | 'name', context: CallContext): Promise<void> {
  await graph(context, { method: 'DELETE', path: 'message_templates', body: scope === 'name' ? { name } : { template_id: externalId } })
}

/** Its heading, text and buttons. Whatever else it holds could not be handed in again, so that an edit would take it away unseen. */
function draftOf(template: PlatformTemplate): TemplateDraft | null {
  const { preview } = template
  if (preview.footer !== undefined) return null
  const positional = variablesIn(`${preview.header ?? ''} ${preview.body}`).some((name) => /^\d+$/.test(name))
  const format = positional ? 'positional' as const : 'named' as const
  const examples: Record<string, string> = {}
  for (const place of template.parameters) {
    const variable = place.component === 'button' && !positional ? `link_${place.index ?? 0}` : place.name ?? String((place.position ?? 0) + 1)
    if (place.example !== undefined && place.component !== 'card') examples[exampleKey(format, place.component === 'button' ? `button.${place.index ?? 0}` : place.component, variable)] = place.example
  }
  const rows = list(object(list(template.components).map(object).find((one) => text(one.type)?.toUpperCase() === 'BUTTONS')).buttons).map(object)
  const buttons = rows.map((button, index): TemplateDraftButton | null => {
    const [kind, label, url] = [text(button.type)?.toUpperCase(), text(button.text) ?? '', text(button.url)]
    if (kind === 'URL' && url !== undefined) return { type: 'url', text: label, url: positional ? url : url.replace(VARIABLE, `{{link_${index}}}`) }
    return kind === 'POSTBACK' && (text(button.payload) ?? label) === label ? { type: 'quick_reply', text: label } : null
  })
  if (buttons.includes(null)) return null
  const titled = preview.header === undefined ? {} : { text: preview.header }
  const header: TemplateHeader | undefined = preview.headerKind === 'image' ? { kind: 'image', mediaId: null, ...titled } : preview.header
  return { name: template.name, language: template.language, category: 'utility', format, ...(header === undefined ? {} : { header }), body: preview.body, ...(buttons.length > 0 ? { buttons: buttons.flatMap((one) => one ?? []) } : {}), examples }
}

export const templateCreation: TemplateCreation = { from: 'drafts', builder, languageOf, check, create, edit, remove, draftOf }
