import { BlockList, isIP, isIPv6 } from 'node:net'

/** Special-purpose blocks of IPv4 (IANA registry), all multicast and reserved space, and 168.63.129.16 (Azure's inner door). */
const V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
/** Inside 2000::/3, the only block of public unicast: protocol space with Teredo, documentation, 6to4 (it leads to any IPv4). */
const V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]

const special = new BlockList()
for (const [net, bits] of V4) special.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of V6) special.addSubnet(net, bits, 'ipv6')
const unicast6 = new BlockList()
unicast6.addSubnet('2000::', 3, 'ipv6')

/** The address without brackets and zone. */
export function bare(address: string): string {
  return address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
}

/** true for addresses that anybody in the internet may be reached at; mapped, translated and tunnelled forms are none. */
export function isPublicAddress(address: string): boolean {
  const ip = bare(address)
  switch (isIP(ip)) {
    case 4:
      return !special.check(ip, 'ipv4')
    case 6:
      return unicast6.check(ip, 'ipv6') && !special.check(ip, 'ipv6')
    default:
      return false
  }
}

/** What the operator's file names: host names (with their port, if given), addresses and CIDR blocks. */
export class Allowed {
  readonly #hosts = new Set<string>()
  readonly #blocks = new BlockList()

  constructor(entries: readonly string[]) {
    for (const entry of entries) {
      const [net = '', bits] = entry.split('/')
      const ip = bare(net)
      const family = isIPv6(ip) ? 'ipv6' : 'ipv4'
      if (isIP(ip) === 0) this.#hosts.add(entry.toLowerCase().replace(/\.$/, ''))
      else if (bits === undefined) this.#blocks.addAddress(ip, family)
      else if (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 'ipv6' ? 128 : 32))
        this.#blocks.addSubnet(ip, Number(bits), family)
    }
  }

  host(name: string): boolean {
    return this.#hosts.has(name.toLowerCase().replace(/\.$/, ''))
  }

  address(address: string): boolean {
    const ip = bare(address)
    const family = isIP(ip)
    return family !== 0 && this.#blocks.check(ip, family === 6 ? 'ipv6' : 'ipv4')
  }
}
