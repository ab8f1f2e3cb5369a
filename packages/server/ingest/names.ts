import type { IdentityKey } from '@recado/core'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { LRUCache } from 'lru-cache'
import type { LoadedChannel } from '../services.js'

/**
 * A readable name until a profile or an agent gives a better one: the phone as people write it, else the app's name with the end of the
 * platform's id - never the whole id.
 */
export function nameFor(channel: LoadedChannel, keys: readonly IdentityKey[]): string {
  const { address, name, keyKinds } = channel.declaration
  const phone = address.kind === 'phone' ? keys.find((key) => key.kind === address.keyKind) : undefined
  if (phone) return parsePhoneNumberFromString(`+${phone.value.replace(/^\+/, '')}`)?.formatInternational() ?? `+${phone.value}`
  const best = keyKinds.map((kind) => keys.find((key) => key.kind === kind)).find((key) => key !== undefined) ?? keys[0]
  return `${name} · ${best?.value.slice(-4) ?? '?'}`
}

/**
 * What a profile says she is called, where it is a name: not one of her ids, nor anything that reads like one. Where an app gives nothing but a
 * name that she chose for herself (`username`), it is shown as such.
 */
export function readableName(profile: { name?: string | undefined; username?: string | undefined } | null | undefined, keys: readonly IdentityKey[]): string | null {
  const name = profile?.name?.replace(/\s+/gu, ' ').trim() ?? ''
  if (name !== '' && !keys.some((key) => key.value === name) && !/^(?=.*\d)[\w-]{20,}$/.test(name)) return name.slice(0, 200)
  const own = profile?.username?.trim().replace(/^@/, '') ?? ''
  return own === '' || own.length > 60 ? null : `@${own}`
}

/** Reading a phone number costs 10 us, and most who write have written before. */
const countries = new LRUCache<string, { country: string | null }>({ max: 10_000 })

/** Her country as the channel tells it from her keys. */
export function countryFor({ declaration, connector }: LoadedChannel, keys: readonly IdentityKey[]): string | null {
  if (!connector.countryOf) return null
  const at = `${declaration.id} ${keys.map((key) => `${key.kind}:${key.value}`).join(' ')}`
  let known = countries.get(at)
  if (!known) countries.set(at, (known = { country: connector.countryOf(keys) }))
  return known.country
}
