import ipaddr from 'ipaddr.js'

/**
 * The address under which tries are counted: IPv4 as it is, also when it comes dressed as IPv6; IPv6 by its /64, since whoever has one
 * address of it has them all.
 */
export function countedAddress(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  const parts = (address as ipaddr.IPv6).parts.slice(0, 4)
  return `${parts.map((part) => part.toString(16)).join(':')}::/64`
}
