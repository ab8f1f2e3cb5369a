// oxlint-disable unicorn/no-thenable -- `then` is the quota rule’s word for what follows; nobody awaits a rule
/** Made-up channels for the engine's own tests: one of each family of rules. Figures are round on purpose; no platform is meant. */
import { days, hours, minutes, seconds } from '../../model/ids.js'
import type { ChannelRules, GrantRule } from '../../model/rules.js'

const guard = { maxMs: seconds(60), share: 0.05 }
const grant = (rule: Pick<GrantRule, 'kind' | 'on' | 'withinMs'> & Partial<GrantRule>): GrantRule =>
  ({ replies: null, meet: 'max', guard, gives: 'freeform', source: `source:${rule.kind}`, ...rule })

/** Counted replies, several kinds of acts, permissions for templates. */
export const counted: ChannelRules = {
  initiation: 'contact-first',
  source: 'source:counted',
  closedBy: ['unfollow'],
  grants: [
    grant({ kind: 'message', on: ['message'], replies: 5, withinMs: hours(48) }),
    grant({ kind: 'menu', on: ['menu_click'], replies: 3, withinMs: minutes(1) }),
    grant({ kind: 'follow', on: ['follow'], replies: 3, withinMs: minutes(1), meet: 'replace' }),
    grant({ kind: 'passive', on: ['message', 'push'], replies: 1, withinMs: seconds(5), gives: 'passive' }),
  ],
  templates: {
    source: 'source:templates',
    categories: {
      notice: { purposes: ['service', 'notification'], source: 'source:notice' },
      once: { purposes: ['service', 'notification'], needsPermission: 'one_off', needsFollow: false, source: 'source:once' },
      answer: { purposes: ['service'], needsGrant: true, source: 'source:answer' },
    },
  },
  quotas: [{ id: 'templates_a_day', scope: 'account', counts: 'template', amount: 4, period: 'day', timeZone: 'Asia/Shanghai', then: 'deny', source: 'source:templates_a_day' }],
}

/** A day's window, templates outside it, prices, pace and quotas. */
export const priced: ChannelRules = {
  initiation: 'template-first',
  source: 'source:priced',
  grants: [
    grant({ kind: 'service', on: ['message', 'call'], withinMs: hours(24) }),
    grant({ kind: 'ad_entry', on: ['ad_entry'], withinMs: hours(24), gives: 'price_only' }),
    grant({ kind: 'free_entry', on: [], withinMs: hours(72), gives: 'price_only', meet: 'replace', onReply: { whileOpen: 'ad_entry' } }),
  ],
  templates: {
    source: 'source:templates',
    categories: {
      MARKETING: { purposes: ['marketing'], exceptCountries: ['US'], source: 'source:MARKETING' },
      UTILITY: { purposes: ['service', 'notification'], source: 'source:UTILITY' },
      LISTED: { purposes: ['service', 'notification'], countries: ['TH', 'PH'], source: 'source:LISTED' },
      PERSONAL: { purposes: ['service'], authors: ['human'], source: 'source:PERSONAL' },
    },
  },
  quotas: [
    { id: 'people', scope: 'portfolio', counts: 'unique_identity', amount: 3, amountSetting: 'messagingLimit', period: hours(24), outsideWindowOnly: true, then: 'deny', source: 'source:people' },
    { id: 'free_replies', scope: 'account', counts: 'freeform', amount: 2, period: 'month', then: 'pay', source: 'source:free_replies' },
  ],
  pairRate: { everyMs: seconds(6), burst: 45, source: 'source:pair' },
  price: {
    cards: [
      { currency: 'USD', effectiveFrom: Date.UTC(2026, 6, 1), source: 'source:july', markets: { Spain: { marketing: '.0500', utility: '.0100', service: '.0100' }, Other: { marketing: '.0604', utility: '.0077', service: '.0077' } } },
      { currency: 'USD', effectiveFrom: Date.UTC(2026, 9, 1), source: 'source:october', markets: { Spain: { marketing: '.0707', utility: '.0200', service: '.0200' }, Other: { marketing: '.0604' } } },
      { currency: 'EUR', effectiveFrom: Date.UTC(2026, 10, 1), source: 'source:euro', markets: { Spain: { marketing: '.0650', utility: '.0190', service: '.0190' } } },
    ],
    marketOf: { ES: 'Spain', '*': 'Other' },
    classOf: { freeform: 'service', template: { MARKETING: 'marketing', UTILITY: 'utility', LISTED: 'utility' } },
    freeformChargedFrom: Date.UTC(2026, 9, 1),
    freeInsideWindowBefore: ['UTILITY'],
    freeKinds: ['reaction'],
    freeDuring: ['free_entry'],
    allowanceQuota: 'free_replies',
    source: 'source:price',
  },
  unreachable: [
    { countries: ['KP'], effect: 'deny', source: 'source:unreachable' },
    { countries: ['JP'], effect: 'deny', purposes: ['marketing'], source: 'source:no_marketing' },
    { countries: ['CN'], effect: 'warn', source: 'source:warned' },
  ],
}

/** A day for everybody, a week for people only, and only once the account is approved. */
export const tagged: ChannelRules = {
  initiation: 'contact-first',
  source: 'source:tagged',
  grants: [
    grant({ kind: 'window', on: ['message', 'postback'], withinMs: hours(24), guard: { maxMs: minutes(5), share: 0.05 } }),
    grant({ kind: 'ad_window', on: ['ad_entry'], withinMs: hours(24), widenedBy: { setting: 'longAdWindow', withinMs: days(7) }, kinds: ['text', 'image'] }),
    grant({ kind: 'human_agent', on: ['message', 'postback', 'ad_entry'], withinMs: days(7), gives: 'tagged', tag: 'HUMAN', authors: ['human'], purposes: ['service'], needsSetting: 'approved' }),
  ],
  templates: { source: 'source:templates', categories: { UTILITY: { purposes: ['service', 'notification'], countries: ['TH', 'PH'], source: 'source:UTILITY' } } },
}

/** Anybody may write, like mail. */
export const open: ChannelRules = { initiation: 'anyone', source: 'source:open', grants: [] }
