/** The desk's side of a story: it knows only what the platform's webhooks and answers have told, through the channel's own connector. */
import assert from 'node:assert/strict'
import {
  applyInbound, decide, emptyInbox, mergeGrant, nothingSaid, onReplyGrants, quotaPeriod, takeReply,
  type Facts, type Grant, type Guard, type IdentityKey, type InboxIdentity, type InboxState, type Instant, type Intent, type Verdict,
} from '@recado/core'
import type { Channel, RawRequest, Settings } from '../connector.js'
import type { InboundEvent } from '../inbound.js'
import type { SimulatedCustomer } from '../simulator.js'
import type { Post, PostAnswer } from '../testing/world.js'

interface Sent { at: Instant; to: string; template: boolean; outsideWindow: boolean }
type Permission = NonNullable<Facts['identity']['permissions']>[number]

/** Shapes a webhook of the simulator as the request that reaches the server. */
export function webhookRequest(post: Post): RawRequest {
  return { method: post.method, path: '/', query: post.query ?? {}, headers: Object.fromEntries(Object.entries(post.headers).map(([name, value]) => [name.toLowerCase(), value])), body: Buffer.from(post.body, 'utf8') }
}

/** An inbox in memory with the rule engine, fed by webhooks. */
export class ContractDesk {
  readonly requests: RawRequest[] = []
  private inbox: InboxState
  private readonly sent: Sent[] = []
  private readonly permissions = new Map<string, Permission[]>()
  private readonly stopped = new Set<string>()

  constructor(readonly channel: Channel, readonly account: string, readonly settings: Settings, private readonly now: () => Instant, private readonly country: string | null) {
    this.inbox = emptyInbox({ [account]: { rules: channel.declaration.rules, settings } })
  }

  /** Takes one webhook in, as the server does: signature, events, ledger, answer. */
  take(post: Post): PostAnswer {
    const request = webhookRequest(post)
    const reception = this.channel.connector.receive(request, this.settings)
    assert.notEqual(reception.kind, 'refused', `a genuine webhook was refused: ${JSON.stringify(reception)}`)
    if (reception.kind === 'refused') return { status: reception.status, body: '', ms: 1 }
    if (reception.kind === 'accepted') {
      this.requests.push(request)
      for (const event of this.channel.connector.readInbound(reception.payload, { settings: this.settings, arrivedAt: this.now() })) this.learn(event)
    }
    return { status: reception.answer.status, body: reception.answer.body.toString(), ms: 1 }
  }

  private learn(event: InboundEvent): void {
    switch (event.type) {
      case 'message': case 'act': case 'echo': case 'edit': case 'revoke': case 'identity':
        this.inbox = applyInbound(this.inbox, event, this.now())
        break
      case 'status':
        this.inbox = applyInbound(this.inbox, event, this.now())
        if (event.person && event.grants) this.announce(event.person.keys, event.grants.map((grant) => ({ ...grant, left: null })))
        break
      case 'preference': {
        // Somebody who accepts a notice can be reached from then on, also if she never wrote: she gets a thread with a line.
        this.inbox = applyInbound(this.inbox, { type: 'act', key: event.key, account: event.account, at: event.at, from: event.person, act: 'preference', line: true, content: event.content }, this.now())
        const name = this.identityBy(event.person.keys)?.id
        if (name === undefined) break
        if (event.subject.kind === 'marketing') { if (event.state === 'stopped') this.stopped.add(name); else this.stopped.delete(name) } else this.permit(name, event.subject.externalId, event.state)
      }
    }
  }

  /** An acceptance is good for one notice more, or for all to come; a rejection ends them. */
  private permit(identity: string, templateId: string, state: 'stopped' | 'resumed' | 'granted_once' | 'granted' | 'rejected'): void {
    const rows = this.permissions.get(identity) ?? []
    const others = rows.filter((one) => one.templateId !== templateId)
    const left = rows.find((one) => one.templateId === templateId)?.left
    if (state === 'granted_once') this.permissions.set(identity, [...others, { templateId, left: left === null ? null : (left ?? 0) + 1 }])
    else if (state === 'granted') this.permissions.set(identity, [...others, { templateId, left: null }])
    else if (state === 'stopped' || state === 'rejected') this.permissions.set(identity, others)
  }

  private identityBy(keys: readonly IdentityKey[]): InboxIdentity | undefined {
    return this.inbox.identities.find((one) => one.keys.some((own) => keys.some((key) => key.kind === own.kind && key.value === own.value)))
  }

  private keysOf(customer: SimulatedCustomer): IdentityKey[] {
    const { address } = this.channel.declaration
    return this.channel.connector.parseAddress?.(customer.address) ?? [{ kind: address.keyKind, value: customer.address }]
  }

  /** Where to send; null while nobody on this channel could know her. */
  addressOf(customer: SimulatedCustomer): readonly IdentityKey[] | null {
    const known = this.identityBy(this.keysOf(customer))
    return known ? known.keys : this.channel.declaration.address.kind === 'none' ? null : this.keysOf(customer)
  }

  facts(customer: SimulatedCustomer): Facts {
    const { rules } = this.channel.declaration
    const keys = this.keysOf(customer)
    const identity = this.identityBy(keys)
    const name = customer.id
    const quotas = Object.fromEntries((rules.quotas ?? []).map((rule) => {
      const { from } = quotaPeriod(rule, this.now(), 'UTC')
      const counted = this.sent.filter((one) => one.at >= from && (rule.scope !== 'identity' || one.to === name) && (rule.counts !== 'template' || one.template) && (rule.counts !== 'freeform' || !one.template) && !(rule.outsideWindowOnly && !one.outsideWindow))
      const people = new Set(counted.map((one) => one.to))
      return [rule.id, rule.counts === 'unique_identity' ? { used: people.size, includesIdentity: people.has(name) } : { used: rule.counts === 'broadcast' ? 0 : counted.length }]
    }))
    return {
      rules, now: this.now(), grants: identity?.grants ?? [], quotas, pairSends: this.sent.filter((one) => one.to === name).map((one) => one.at),
      account: { state: 'ready', settings: this.settings, timeZone: 'UTC', currency: 'USD' },
      identity: { country: this.channel.connector.countryOf?.(identity?.keys ?? keys) ?? this.country, reachable: identity?.reachable ?? null, permissions: this.permissions.get(identity?.id ?? '') ?? [], marketingStopped: this.stopped.has(identity?.id ?? '') },
      // Consent is our own rule on top of the platform's: it has its own tables and is given here.
      consent: { ...nothingSaid, entries: [{ purpose: 'marketing', category: null, channel: null, identityId: null, state: 'given', at: 0, expiresAt: null }] },
    }
  }

  ask(customer: SimulatedCustomer, intent: Intent, guard: Guard): Verdict {
    return decide(intent, this.facts(customer), guard)
  }

  /** The platform has taken a message: replies, permission, pace and quotas move as the server moves them. */
  accepted(customer: SimulatedCustomer, intent: Intent): void {
    const { rules } = this.channel.declaration
    const identity = this.identityBy(this.keysOf(customer))
    const name = identity?.id ?? ''
    const inWindow = (identity?.grants ?? []).some((grant) => this.now() < grant.closesAt && rules.grants.some((rule) => rule.kind === grant.kind && rule.gives === 'freeform'))
    this.sent.push({ at: this.now(), to: customer.id, template: intent.kind === 'template', outsideWindow: !inWindow })
    const permission = (this.permissions.get(name) ?? []).find((one) => one.templateId === intent.template?.id)
    if (permission && permission.left !== null) this.permissions.set(name, (this.permissions.get(name) ?? []).map((one) => (one === permission ? { ...one, left: (one.left ?? 1) - 1 } : one)))
    if (!identity) return
    if (intent.kind !== 'template') this.keep(identity.id, takeReply(rules, identity.grants, this.now()))
    const after = this.inbox.identities.find((one) => one.id === identity.id)?.grants ?? []
    this.announce(identity.keys, onReplyGrants(rules, after, this.now(), this.settings))
  }

  private announce(keys: readonly IdentityKey[], fresh: readonly Grant[]): void {
    const identity = this.identityBy(keys)
    if (!identity) return
    const rows = new Map(identity.grants.map((grant) => [grant.kind, grant]))
    for (const grant of fresh) {
      const rule = this.channel.declaration.rules.grants.find((one) => one.kind === grant.kind)
      if (rule) rows.set(grant.kind, mergeGrant(rule, rows.get(grant.kind), grant))
    }
    this.keep(identity.id, [...rows.values()])
  }

  private keep(identity: string, grants: readonly Grant[]): void {
    this.inbox = { ...this.inbox, identities: this.inbox.identities.map((one) => (one.id === identity ? { ...one, grants } : one)) }
  }
}
