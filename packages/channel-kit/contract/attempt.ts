import type { Content, IdentityKey, Intent, SendAs, TemplateParameter } from '@recado/core'
import { PlatformRefusal, type PlatformTemplate } from '../connector.js'
import type { ContractSubject } from './subject.js'
import type { Stage } from './stage.js'

export type Attempt = { kind: 'accepted' } | { kind: 'refused'; code: string; platformCode: string }

let lastMessage = 0

/** Sends for real, through the connector to the simulator. */
export async function attempt(stage: Stage, { channel }: ContractSubject, to: readonly IdentityKey[], content: Content, as: { as: SendAs; tag?: string; template?: PlatformTemplate }, intent: Intent): Promise<Attempt> {
  try {
    const id = `00000000-0000-4000-8000-${String(++lastMessage).padStart(12, '0')}`
    await channel.connector.send({ id, to, content, author: intent.author, purpose: intent.purpose, attempt: 1, ...as }, stage.context)
    return { kind: 'accepted' }
  } catch (error) {
    if (!(error instanceof PlatformRefusal)) throw error
    return { kind: 'refused', code: error.detail.code, platformCode: error.detail.platformCode }
  }
}

/** A value for every placeholder: the platform's own example where it gives one. The example of a button is a whole link: it gets a short code. */
export function exampleParameters(template: PlatformTemplate): TemplateParameter[] {
  const short = template.parameters.find((one) => one.component === 'body' && (one.example?.length ?? 99) <= 15)?.example ?? 'A1'
  return template.parameters.map(({ component, index, position, name, type, example }): TemplateParameter => ({
    component, ...(index === undefined ? {} : { index }), ...(position === undefined ? {} : { position }), ...(name === undefined ? {} : { name }), type: type as TemplateParameter['type'], // the channel's list names the same types
    ...(['image', 'video', 'document'].includes(type) ? { mediaId: `media-${type}` } : { text: component === 'button' ? short : (example ?? 'A1') }),
    ...(type === 'location' ? { location: { latitude: 40.4, longitude: -3.7, name: 'Sol', address: 'Madrid' } } : {}),
  }))
}
