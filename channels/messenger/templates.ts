import type { CallContext, PlatformTemplate } from '@recado/channel-kit'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { list, object, text, webUrl } from './json.js'
import type { Json } from './json.js'
import { valueOf } from './template-send.js'

/** More pages than any Page has templates for: a listing that never ends must not hold the lane. */
const MOST_PAGES = 100

/** What can be asked of a template; a field that it has not refuses the whole list. https://developers.facebook.com/docs/graph-api/reference/messenger-business-template */
const FIELDS = 'id,name,language,category,status,components,parameter_format,rejected_reason'

/** Every template of the Page. https://developers.facebook.com/docs/graph-api/reference/page/message_templates */
export async function templates(context: CallContext): Promise<PlatformTemplate[]> {
  const found: PlatformTemplate[] = []
  let after: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = { fields: FIELDS, limit: '100', ...(after && { after }) }
    const body = object(bodyOf(await graph(context, { method: 'GET', path: 'message_templates', query })))
    found.push(...list(body.data).map(object).flatMap((row) => readTemplate(row) ?? []))
    const paging = object(body.paging)
    after = text(object(paging.cursors).after)
    if (!after || text(paging.next) === undefined) break
  }
  return found
}

/** One row of the listing; null without the fields a sending needs. */
export function readTemplate(row: Json): PlatformTemplate | null {
  const externalId = text(row.id)
  const name = text(row.name)
  if (!externalId || !name) return null
  const components = list(row.components).map(object)
  const part = (type: string) => components.find((component) => text(component.type)?.toUpperCase() === type) ?? {}
  const header = part('HEADER')
  const headerKind = text(header.format)?.toLowerCase()
  const buttons = list(part('BUTTONS').buttons).map(object)
  const reason = text(row.rejected_reason)
  const footer = text(part('FOOTER').text)
  const shown = buttons.map((button) => ({ type: text(button.type)?.toLowerCase() ?? 'button', text: text(button.text) ?? '', ...(webUrl(button.url) && { url: webUrl(button.url) }) }))
  return {
    externalId, name, components: row.components,
    language: text(row.language) ?? text(object(row.language).code) ?? '',
    category: (text(row.category) ?? 'UTILITY').toUpperCase(),
    status: (text(row.status) ?? 'pending').toLowerCase(),
    ...(reason && reason !== 'NONE' && { reason }),
    preview: {
      ...(text(header.text) && { header: text(header.text) }),
      ...((headerKind === 'text' || headerKind === 'image') && { headerKind }),
      body: text(part('BODY').text) ?? '',
      ...(footer && { footer }), ...(shown.length > 0 && { buttons: shown }),
    },
    parameters: [
      ...placeholders(text(header.text), 'header', header),
      ...placeholders(text(part('BODY').text), 'body', part('BODY')),
      ...buttons.flatMap((button, index) => placeholders(text(button.url) ?? text(button.payload), 'button', button).map((slot) => ({ ...slot, index }))),
    ],
  }
}

/** {{1}} and {{name}} in the order in which they first appear. */
function placeholders(words: string | undefined, component: 'header' | 'body' | 'button', source?: Json): PlatformTemplate['parameters'] {
  const names = [...new Set([...(words ?? '').matchAll(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g)].map((match) => match[1] ?? ''))]
  const example = object(source?.example)
  const positional = component === 'body' ? list(list(example.body_text)[0]) : list(example.header_text)
  const named = list(example[`${component}_text_named_params`]).map(object)
  const address = text(example.url_suffix_example)
  return names.map((label, order) => {
    const isNumber = /^\d+$/.test(label)
    const position = isNumber ? Number(label) - 1 : order
    const shown = component === 'button' ? suffixOf(address, words) : isNumber ? text(positional[position]) : text(named.find((one) => one.param_name === label)?.example)
    return { component, type: 'text', label, ...(isNumber ? { position } : { name: label }), ...(shown && { example: shown }) }
  })
}

/** A button's sample is the whole address; what stands for its placeholder is the end of it. */
function suffixOf(address: string | undefined, url: string | undefined): string | undefined {
  const start = url?.slice(0, url.indexOf('{{')) ?? ''
  return address?.startsWith(start) ? address.slice(start.length) : undefined
}

/** Which placeholders lack a value, and the text as the customer reads it. */
export function checkTemplate(template: PlatformTemplate, parameters: unknown): { missing: string[]; rendered: { header?: string; body: string; footer?: string; buttons?: string[] } } {
  const missing = template.parameters.filter((slot) => !hasValue(slot, parameters)).map((slot) => (slot.component === 'body' ? slot.label : `${slot.component}.${slot.index === undefined ? slot.label : `${slot.index}.${slot.label}`}`))
  const fill = (words: string, component: 'header' | 'body') => template.parameters
    .filter((slot) => slot.component === component)
    // A function as replacement: `$&` in a customer's name is text.
    .reduce((done, slot) => done.replace(new RegExp(`\\{\\{\\s*${slot.label}\\s*\\}\\}`, 'g'), (hole) => valueOf(slot, parameters)?.text ?? hole), words)
  const { header, body, footer, buttons } = template.preview
  return { missing, rendered: { ...(header && { header: fill(header, 'header') }), body: fill(body, 'body'), ...(footer && { footer }), ...(buttons && { buttons: buttons.map((button) => button.text) }) } }
}

function hasValue(slot: PlatformTemplate['parameters'][number], parameters: unknown): boolean {
  return (valueOf(slot, parameters)?.text ?? '').trim() !== ''
}
