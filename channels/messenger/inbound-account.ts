import type { InboundEvent, Person } from '@recado/channel-kit'
import { fingerprint, kept, label } from './item.js'
import type { Item } from './item.js'
import { object, text } from './json.js'
import type { Json } from './json.js'

/** Meta stops or warns the Page: a block pauses the account until it is lifted. */
export function readPolicy(item: Item): InboundEvent[] {
  const policy = object(item.body['policy-enforcement'] ?? item.body.policy_enforcement)
  const action = text(policy.action) ?? ''
  const reason = text(policy.reason) ?? ''
  const blocked = action === 'block'
  return [{
    type: 'account', key: `policy:${item.at}:${action}`, account: item.account, at: item.at, event: `policy_${action || 'notice'}`,
    severity: blocked ? 'critical' : action === 'unblock' ? 'info' : 'warning', data: { action, reason },
    ...(blocked ? { effect: 'pause' as const } : action === 'unblock' ? { effect: 'resume' as const } : {}),
  }]
}

/** Which app may answer in a thread, by app id: for the account's page. */
export function readRoles(item: Item): InboundEvent[] {
  return [{ type: 'account', key: `roles:${fingerprint(item.body)}`, account: item.account, at: item.at, event: 'app_roles', severity: 'info', data: { roles: item.body.app_roles } }]
}

const CONTROL = {
  pass_thread_control: { event: 'thread_control_passed', owner: 'new_owner_app_id' },
  take_thread_control: { event: 'thread_control_taken', owner: 'new_owner_app_id' },
  request_thread_control: { event: 'thread_control_requested', owner: 'requested_owner_app_id' },
} as const

/** Thread control moved. Automation goes on only where the control surely came to us; a request alone changes nothing. */
export function readThreadControl(item: Item, person: Person): InboundEvent[] {
  const field = (Object.keys(CONTROL) as (keyof typeof CONTROL)[]).find((name) => item.body[name] !== undefined) ?? 'pass_thread_control'
  const body = object(item.body[field])
  const { event, owner } = CONTROL[field]
  const to = text(body[owner])
  const us = text(item.context.settings.appId)
  const automation = field === 'request_thread_control' ? undefined : to !== undefined && to === us ? 'resume' : 'pause'
  return [{
    type: 'act', key: `${field}:${person.keys[0]?.value ?? ''}:${item.at}`, account: item.account, at: item.at, from: person, act: 'handover', line: true,
    content: { kind: 'system', event, data: compact({ to, from: text(body.previous_owner_app_id), metadata: text(body.metadata), automation }) },
  }]
}

/** An entry of `changes`: template reviews are ours, comments and the feed wait for the comment inbox. */
export function readChange(item: Item): InboundEvent[] {
  const field = text(item.body.field)
  const value = object(item.body.value)
  if (field === 'message_template_status_update') return [templateChange(item, value)]
  return [kept(item.body, item.account, item.at, `change of ${label(field)} is not handled`)]
}

function templateChange(item: Item, value: Json): InboundEvent {
  const externalId = text(value.message_template_id)
  const status = text(value.event)?.toLowerCase()
  const reason = text(value.reason)
  return {
    type: 'template', key: `template:${externalId ?? ''}:${status ?? ''}:${item.at}`, account: item.account, at: item.at,
    ...compact({ externalId, name: text(value.message_template_name), language: text(value.message_template_language) }),
    // Meta's NONE is no reason.
    change: compact({ status, reason: reason === 'NONE' ? undefined : reason }), resync: true,
  }
}

function compact<T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: string }
}
