import type { PlatformTemplate } from '@recado/channel-kit'
import type { TemplateContent, TemplateParameter } from '@recado/core'

type Slot = PlatformTemplate['parameters'][number]
type Body = Record<string, unknown>

/** The media ids a template's parameters name. */
export function mediaParameters(content: TemplateContent, template: PlatformTemplate | undefined): string[] {
  return (template?.parameters ?? slotsOf(content)).flatMap((slot) => valueOf(slot, content.parameters)?.mediaId ?? [])
}

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
  const base = { component: slot.component, type: 'text' as const, text: value, ...(slot.name !== undefined && { name: slot.name }) }
  return slot.type === 'image' ? { component: slot.component, type: 'image', mediaId: value } : base
}

function fits(slot: Slot, given: TemplateParameter): boolean {
  if (given.component !== slot.component || (given.index ?? 0) !== (slot.index ?? 0)) return false
  return slot.name !== undefined ? given.name === slot.name : given.name === undefined && (given.position ?? 0) === (slot.position ?? 0)
}

/** The `template` of a UTILITY message. Its layout is from memory (NV) and stands in this function alone. */
export function toTemplate(content: TemplateContent, template: PlatformTemplate | undefined, links: Readonly<Record<string, string>>): Body {
  const slots = template?.parameters ?? slotsOf(content)
  const components = grouped(slots).map(([first, group]) => ({
    type: first.component,
    ...(first.component === 'button' && { sub_type: 'url', index: String(first.index ?? 0) }),
    parameters: group.flatMap((slot) => {
      const value = valueOf(slot, content.parameters)
      return value === undefined ? [] : [toParameter(value, links)]
    }),
  }))
  return { name: template?.name ?? content.name, language: { code: template?.language ?? content.language }, ...(components.length > 0 && { components }) }
}

/** Without the platform's list at hand the given values say which placeholders there are. */
function slotsOf(content: TemplateContent): Slot[] {
  if (Array.isArray(content.parameters)) return content.parameters.map((given) => ({ ...given, label: given.name ?? String((given.position ?? 0) + 1) }))
  return Object.keys(content.parameters).map((name, position) => ({ component: 'body', type: 'text', label: name, ...(/^\d+$/.test(name) ? { position } : { name }) }))
}

function grouped(slots: readonly Slot[]): [Slot, Slot[]][] {
  const groups = new Map<string, [Slot, Slot[]]>()
  for (const slot of slots) {
    const key = `${slot.component}:${slot.index ?? ''}`
    const group = groups.get(key)
    if (group) group[1].push(slot)
    else groups.set(key, [slot, [slot]])
  }
  return [...groups.values()]
}

function toParameter(value: TemplateParameter, links: Readonly<Record<string, string>>): Body {
  if (value.type === 'image') return { type: 'image', image: { link: links[value.mediaId ?? ''] } }
  return { type: 'text', ...(value.name !== undefined && { parameter_name: value.name }), text: value.text ?? '' }
}
