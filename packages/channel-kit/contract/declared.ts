/** Declared and implemented agree: what the declaration says, the code does, and the simulator can be told of it. */
import assert from 'node:assert/strict'
import { CONTENT_KINDS } from '@recado/core'
import { MemoryWorld } from '../testing/world.js'
import { SAMPLES } from './samples.js'
import { setStage } from './stage.js'
import type { ContractCheck, ContractSubject } from './subject.js'

const check = (name: string, hold: () => Promise<void> | void): ContractCheck => ({ name, hold: async () => hold() })

/** Every text of the declaration under a `source`, with where it stands. */
function sources(value: unknown, path: string): [path: string, source: unknown][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]): [string, unknown][] => (key === 'source' ? [[path, inner]] : sources(inner, `${path}.${key}`)))
}

export function declaredChecks(subject: ContractSubject): ContractCheck[] {
  const { channel: { declaration, connector }, simulator } = subject
  const { rules, capabilities, presence } = declaration
  return [
    check('the simulator plays this channel', () => assert.equal(simulator.channel, declaration.id)),
    check('every figure names the page it comes from', () => {
      const found = sources(declaration, declaration.id)
      assert.ok(found.length > 0)
      for (const [path, source] of found) assert.match(String(source), /^https:\/\/\S+$/, `${path}.source`)
      for (const grant of rules.grants) assert.ok(grant.source, `grant ${grant.kind} has no source`)
    }),
    check('every kind of content goes as declared, and no other', async () => {
      const { desk } = await setStage(subject, 0)
      for (const kind of CONTENT_KINDS) {
        const support = capabilities[kind]?.support ?? 'rejected'
        const fault = connector.validate(subject.samples?.[kind] ?? SAMPLES[kind], desk.settings)
        if (support === 'rejected') assert.ok(fault, `${kind} is rejected by the declaration and taken by validate`)
        else assert.equal(fault, null, `${kind} is ${support} by the declaration; validate says ${JSON.stringify(fault)}`)
      }
    }),
    check('what it can do besides messages is there, and only that', () => {
      assert.equal(presence.typingOut, connector.typing !== undefined, 'typing')
      assert.equal(presence.markRead, connector.markRead !== undefined, 'markRead')
      assert.equal(presence.profile, connector.profile !== undefined, 'profile')
      const hasTemplates = (capabilities.template?.support ?? 'rejected') !== 'rejected'
      assert.equal(hasTemplates, rules.templates !== undefined, 'rules.templates')
      assert.equal(hasTemplates, connector.templates !== undefined && connector.checkTemplate !== undefined, 'templates and checkTemplate')
      assert.equal(rules.grants.some((rule) => rule.gives === 'passive'), connector.passiveReply !== undefined, 'passiveReply')
    }),
    check('addresses can be typed exactly where the company may begin', () => {
      const { kind, keyKind, example } = declaration.address
      assert.ok(declaration.keyKinds.includes(keyKind), `keyKinds has no ${keyKind}`)
      if (kind === 'none') { assert.equal(rules.initiation, 'contact-first'); return }
      assert.ok(example && connector.parseAddress, 'an address that can be typed needs an example and parseAddress')
      assert.ok(connector.parseAddress(example)?.some((key) => key.kind === keyKind), `the example ${example} is no address`)
      assert.equal(connector.parseAddress('no address'), null)
    }),
    check('settings that open a grant are in the form', () => {
      const keys = new Set(declaration.setup.map((field) => field.key))
      // What a quota's amount is named by may also be learnt by the check; what the owner ticks must be there to be ticked.
      for (const key of rules.grants.flatMap((rule) => [rule.needsSetting, rule.widenedBy?.setting])) if (key !== undefined) assert.ok(keys.has(key), `no field "${key}"`)
    }),
    check('a grant that our answer opens names another grant, a price names quotas and grants that exist', () => {
      const kinds = new Set(rules.grants.map((rule) => rule.kind))
      for (const rule of rules.grants) if (rule.onReply) assert.ok(kinds.has(rule.onReply.whileOpen), `${rule.kind}: no grant ${rule.onReply.whileOpen}`)
      for (const kind of rules.price?.freeDuring ?? []) assert.ok(kinds.has(kind), `freeDuring: no grant ${kind}`)
      if (rules.price?.allowanceQuota) assert.ok(rules.quotas?.some((quota) => quota.id === rules.price?.allowanceQuota), 'allowanceQuota')
      const markets = new Set(Object.values(rules.price?.marketOf ?? {}))
      for (const card of rules.price?.cards ?? []) for (const market of Object.keys(card.markets)) assert.ok(markets.has(market), `no country leads to the market ${market}`)
    }),
    check('a simulated account brings settings that the form knows, and the id that events name', () => {
      const world = new MemoryWorld()
      const made = simulator.createAccount(world, { name: 'Contract', settings: {} })
      const keys = new Set(declaration.setup.map((field) => field.key))
      for (const key of Object.keys(made.settings)) assert.ok(keys.has(key), `the form has no field "${key}"`)
      for (const field of declaration.setup) if (field.required) assert.ok(made.settings[field.key], `the simulator gives no "${field.key}"`)
      assert.equal(made.settings[declaration.externalIdSetting], made.externalId, `the account is known by ${declaration.externalIdSetting}`)
    }),
  ]
}
