import { isIP } from 'node:net'
import type { AddressScope } from '@recado/api'
import ipaddr from 'ipaddr.js'

/** Names that only one network knows. https://www.rfc-editor.org/rfc/rfc6762#section-3 https://www.rfc-editor.org/rfc/rfc8375 https://www.rfc-editor.org/rfc/rfc6761 and ICANN's .internal */
const LOCAL_NAMES = /(^|\.)(local|lan|home|internal|intranet|localdomain|home\.arpa|test|invalid|fritz\.box)$/

/** How far a literal address reaches. What is none of the named networks and no unicast address of the world counts as private. */
export function scopeOfAddress(address: string): Extract<AddressScope, 'loopback' | 'private' | 'cgnat' | 'public'> {
  if (!ipaddr.isValid(address)) return 'private'
  const parsed = ipaddr.process(address)
  const range = parsed.range()
  if (range === 'loopback' || range === 'unspecified') return 'loopback'
  if (range === 'carrierGradeNat') return 'cgnat'
  return range === 'unicast' ? 'public' : 'private'
}

/** How far a host of an address line reaches, `desk.example.com:8443` or `[::1]:3000`. */
export function scopeOfHost(host: string): AddressScope {
  const url = `http://${host}`
  if (!URL.canParse(url)) return 'local_name'
  const name = new URL(url).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(name)) return scopeOfAddress(name)
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback'
  return LOCAL_NAMES.test(name) || !name.includes('.') ? 'local_name' : 'public_name'
}

/** Whether nobody outside of this network can follow it. */
export const isLocal = (scope: AddressScope): boolean => scope !== 'public' && scope !== 'public_name'
