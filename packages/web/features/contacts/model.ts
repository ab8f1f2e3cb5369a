import type { Contact, ContactDetail } from '@recado/api'
import { ATTRIBUTE_TYPES, type AttributeType, type AttributeValue as Value } from '@recado/core'

export type { AttributeDefinition, Company, ContactAddress, ContactFile, ContactNote, ContactStage } from '@recado/api'
export { ATTRIBUTE_TYPES, type AttributeType }
/** A value while it is edited: null takes it away. */
export type AttributeValue = Value | null
export type Person = Contact
export type PersonDetail = ContactDetail

/** When any of her apps last heard from her. */
export function lastHeard(person: Pick<Contact, 'identities'>): string | null {
  return person.identities.reduce<string | null>((last, { lastInboundAt }) => (lastInboundAt !== null && (last === null || lastInboundAt > last) ? lastInboundAt : last), null)
}
