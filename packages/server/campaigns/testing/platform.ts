/** A platform and its phones for tests of campaigns: what reaches a phone is remembered here, by nobody else's rules. */
import { PlatformRefusal, type Settings, SilentPlatform } from '@recado/channel-kit'
import { hours } from '@recado/core'
import { madeUp } from '../../testing/made-up-channel.js'
import type { LoadedChannel } from '../../services.js'

const SOURCE = 'https://example.org/mass'

/** How the platform takes one message. */
export type Manner = 'take' | 'refuse' | 'unreachable' | 'stopped' | 'busy' | 'silent_taken' | 'silent_lost' | 'unsent'

export class Platform {
  /** phone -> what stands on it, in order */
  readonly phones = new Map<string, { id: string; text: string }[]>()
  /** Takes a message in its manner; changed by tests. */
  manner: (phone: string, text: string) => Manner = () => 'take'
  /** Called when a request has come in, before anything is done; what it returns is waited for. */
  before: (phone: string) => Promise<void> | void = () => {}
  after: (phone: string) => Promise<void> | void = () => {}
  private nr = 0
  readonly accepted: { id: string; phone: string; ourId: string }[] = []

  readonly channel: LoadedChannel = {
    ...madeUp, dir: '', simulator: null, phone: null, guides: {}, logo: null,
    declaration: {
      ...madeUp.declaration,
      rules: {
        initiation: 'anyone', source: SOURCE, grants: [], rate: { perSecond: 5_000, perSecondSetting: 'perSecond', source: SOURCE },
        quotas: [{ id: 'people', scope: 'account', counts: 'unique_identity', amount: 1_000_000, amountSetting: 'peopleADay', period: hours(24), then: 'deny', source: SOURCE }],
        price: { cards: [{ currency: 'EUR', effectiveFrom: 0, markets: { ES: { text: '0.05' }, other: { text: '0.10' } }, source: SOURCE }], marketOf: { ES: 'ES', '*': 'other' }, classOf: { freeform: 'text', template: {} }, source: SOURCE },
      },
    },
    connector: {
      ...madeUp.connector,
      countryOf: () => 'ES',
      send: async (message, _context: { settings: Settings }) => {
        const phone = message.to[0]!.value // made with one
        const text = message.content.kind === 'text' ? message.content.text : ''
        await this.before(phone)
        const manner = this.manner(phone, text)
        if (manner === 'unsent') throw new SilentPlatform('no', 'refused')
        if (manner === 'silent_lost') throw new SilentPlatform('unknown', 'reset')
        if (manner === 'busy') throw new PlatformRefusal({ code: 'platform_unavailable', platformCode: '500', message: 'later', sent: 'no', retry: { kind: 'schedule' } })
        if (manner === 'refuse') throw new PlatformRefusal({ code: 'platform_refused', platformCode: '400', message: 'no', sent: 'no', retry: { kind: 'never' } })
        if (manner === 'unreachable') throw new PlatformRefusal({ code: 'recipient_unreachable', platformCode: '131026', message: 'no', sent: 'no', retry: { kind: 'never' } })
        if (manner === 'stopped') throw new PlatformRefusal({ code: 'opted_out', platformCode: '131050', message: 'no', sent: 'no', retry: { kind: 'never' }, effect: 'marketing_stopped' })
        const id = `p${++this.nr}`
        this.phones.set(phone, [...(this.phones.get(phone) ?? []), { id, text }])
        this.accepted.push({ id, phone, ourId: message.id })
        await this.after(phone)
        if (manner === 'silent_taken') throw new SilentPlatform('unknown', 'reset')
        return { externalId: id, status: 'accepted' }
      },
    },
  }

  /** Phones with more than one message. */
  get doubled(): string[] { return [...this.phones].filter(([, all]) => all.length > 1).map(([phone]) => phone) }
}
