import { PlatformRefusal, type CallContext, type PlatformTemplate } from '@recado/channel-kit'
import type { TemplateContent } from '@recado/core'
import { answerText, call, type Answer } from './client.js'
import { maxLengthOf, textOf, valueFault } from './values.js'

const FIELD = /\{\s*\{\s*([A-Za-z][A-Za-z0-9_]*)\.DATA\s*\}\s*\}/g
// Since May 2023 WeChat drops these two without a word: they are neither shown nor asked for (sources.ts, `template`).
const DROPPED = new Set(['first', 'remark'])

/** Everything that may be sent: template messages and subscription notices. A list the account has no right to is empty. */
export async function templates(context: CallContext): Promise<PlatformTemplate[]> {
  const messages = await rows(context, '/cgi-bin/template/get_all_private_template', 'template_list')
  const notices = await rows(context, '/wxaapi/newtmpl/gettemplate', 'data')
  return [
    ...messages.map((row) => toTemplate(row, 'template_id', 'template_message')),
    // 2 is good for one notice each time she accepts, 3 for as many as there are.
    ...notices.map((row) => toTemplate(row, 'priTmplId', answerText(row, 'type') === '3' ? 'subscription_long_term' : 'subscription_once')),
  ].filter((template) => template.externalId !== '')
}

async function rows(context: CallContext, path: string, name: string): Promise<Answer[]> {
  try {
    const found = (await call(context, { method: 'GET', path }))[name]
    return Array.isArray(found) ? found.filter((row): row is Answer => typeof row === 'object' && row !== null) : []
  } catch (error) {
    if (error instanceof PlatformRefusal && error.detail.code === 'permission_missing') return []
    throw error
  }
}

function toTemplate(row: Answer, idName: string, category: string): PlatformTemplate {
  const written = (answerText(row, 'content') ?? '').split('\n').filter((line) => ![...line.matchAll(FIELD)].some(([, name]) => DROPPED.has(name ?? '')))
  const examples = (answerText(row, 'example') ?? '').split('\n')
  const parameters = written.flatMap((line) => [...line.matchAll(FIELD)].map((match) => {
    const name = match[1] ?? ''
    const label = line.slice(0, match.index).replace(FIELD, '').trim().replace(/\s*[:：]$/, '')
    // The example repeats the label, though not always with the same colon.
    const example = label === '' ? undefined : examples.find((one) => one.startsWith(label))?.slice(label.length).replace(/^[\s:：]+/, '').trim()
    const maxLength = maxLengthOf(name)
    return { component: 'body' as const, name, type: 'text', label: label || name, ...(example && { example }), ...(maxLength && { maxLength }) }
  }))
  return {
    externalId: answerText(row, idName) ?? '', name: answerText(row, 'title') ?? '', language: 'zh_CN', category, status: 'approved',
    preview: { body: written.join('\n').replace(FIELD, '{{$1}}').trim() },
    parameters, components: row,
  }
}

/** Values by field name, from either form of parameters. */
export function valuesOf(parameters: unknown): Record<string, string> {
  if (Array.isArray(parameters)) {
    const named = (parameters as Extract<TemplateContent['parameters'], unknown[]>).filter((parameter) => parameter?.name !== undefined)
    return Object.fromEntries(named.map((parameter) => [parameter.name ?? '', textOf(parameter)]))
  }
  if (typeof parameters !== 'object' || parameters === null) return {}
  return Object.fromEntries(Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** Placeholders without a value, the first value WeChat would refuse, and the text as the customer reads it. */
export function checkTemplate(template: PlatformTemplate, parameters: unknown) {
  const values = valuesOf(parameters)
  const names = template.parameters.map((parameter) => parameter.name ?? '')
  const missing = names.filter((name) => !Object.hasOwn(values, name) || values[name]?.trim() === '')
  const badValue = names.filter((name) => !missing.includes(name)).map((name) => valueFault(name, values[name] ?? '')).find((fault) => fault !== null)
  const body = template.preview.body.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : placeholder))
  return { missing, ...(badValue && { badValue }), rendered: { body } }
}
