import ipaddr from 'ipaddr.js'

/** What no request of ours may reach: this machine, private and special networks, and every form that leads there (RELIABILITY 4). */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.kind() === 'ipv6') {
    const six = address as ipaddr.IPv6
    if (six.isIPv4MappedAddress()) return isPublic(six.toIPv4Address())
    const parts = six.parts
    // NAT64 64:ff9b::/96 and 6to4 2002::/16 carry an IPv4 address inside.
    if (parts[0] === 0x64 && parts[1] === 0xff9b) return isPublic(fromWords(parts[6]!, parts[7]!))
    if (parts[0] === 0x2002) return isPublic(fromWords(parts[1]!, parts[2]!))
  }
  return address.range() === 'unicast'
}

function fromWords(high: number, low: number): ipaddr.IPv4 { return new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255]) }

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number]
/** What the operator allows never changes while we run, and is asked for with every request. */
const networks = new WeakMap<readonly string[], Network[]>()

function networksOf(allow: readonly string[]): Network[] {
  const known = networks.get(allow) ?? allow.map((cidr) => ipaddr.parseCIDR(cidr))
  networks.set(allow, known)
  return known
}

export interface AddressRules { /** CIDRs the operator allows besides public addresses */ allow: readonly string[]; /** simulated accounts live on this machine */ loopback: boolean }

/** True when an address, as the resolver gave it or as it stands in a URL, may be called. */
export function mayReach(address: string, rules: AddressRules): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (rules.loopback && parsed.range() === 'loopback') return true
  for (const [network, bits] of networksOf(rules.allow)) {
    if (network.kind() === parsed.kind() && parsed.match([network, bits] as never)) return true
  }
  return isPublic(parsed)
}
