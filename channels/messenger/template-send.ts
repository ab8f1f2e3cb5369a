import type { PlatformTemplate } from '@recado/channel-kit'
import type { TemplateContent, TemplateParameter } from '@recado/core'

type Slot = PlatformTemplate['parameters'][number]
type Body = Record<string, unknown>

/** The value given for a placeholder: by place and name in a list, or by name or number in a plain record. */
export function valueOf(slot: Slot, parameters: unknown): TemplateParameter | undefined {
  if (Array.isArray(parameters)) return (parameters as TemplateParameter[]).find((given) => fits(slot, given))
  if (typeof parameters !== 'object' || parameters === null) return undefined
  const record = parameters as Record<string, unknown>
  const own = slot.name ?? String((slot.position ?? 0) + 1)
  const place = slot.index === undefined ? slot.component : `${slot.component}.${slot.index}`
  const names = slot.component === 'body' || slot.name !== undefined ? [`${place}.${own}`, own] : [`${place}.${own}`, place]
  const found = names.find((name) => Object.hasOwn(record, name))
  const value = found === undefined ? undefined : record[found]
  if (typeof value !== 'string' || value === '') return undefined
  return { component: slot.component, type: 'text', text: value, ...(slot.name !== undefined && { name: slot.name }) }
}

function fits(slot: Slot, given: TemplateParameter): boolean {
  if (given.component !== slot.component || (given.index ?? 0) !== (slot.index ?? 0)) return false
  return slot.name !== undefined ? given.name === slot.name : given.name === undefined && (given.position ?? 0) === (slot.position ?? 0)
}

/**
 * The `template` of a UTILITY message: parameters of heading and text, and one for every button with a placeholder, in the order of the buttons. A picture is part of the template.
 * Source: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/utility-messages (2026-03-13).
 */
export function toTemplate(content: TemplateContent, template: PlatformTemplate | undefined): Body {
  const slots = template?.parameters ?? slotsOf(content)
  const parts = (['header', 'body', 'button'] as const).map((component) => ({
    type: component === 'button' ? 'buttons' : component,
    parameters: slots.filter((slot) => slot.component === component).sort((a, b) => (a.index ?? 0) - (b.index ?? 0)).flatMap((slot) => {
      const value = valueOf(slot, content.parameters)
      return value === undefined ? [] : [toParameter(slot, value, template)]
    }),
  }))
  const components = parts.filter((part) => part.parameters.length > 0)
  return { name: template?.name ?? content.name, language: { code: template?.language ?? content.language }, ...(components.length > 0 && { components }) }
}

/** Without the platform's list at hand the given values say which placeholders there are. */
function slotsOf(content: TemplateContent): Slot[] {
  if (Array.isArray(content.parameters)) return content.parameters.map((given) => ({ ...given, label: given.name ?? String((given.position ?? 0) + 1) }))
  return Object.keys(content.parameters).map((name, position) => ({ component: 'body', type: 'text', label: name, ...(/^\d+$/.test(name) ? { position } : { name }) }))
}

/** A button's has no name, in either format: the end of its address, or what a tap brings back. */
function toParameter(slot: Slot, { name, text = '' }: TemplateParameter, template: PlatformTemplate | undefined): Body {
  if (slot.component !== 'button') return { type: 'text', ...(name !== undefined && { parameter_name: name }), text }
  return template?.preview.buttons?.[slot.index ?? 0]?.type === 'postback' ? { type: 'POSTBACK', payload: text } : { type: 'URL', url: text }
}
