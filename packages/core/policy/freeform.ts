import type { GrantRule } from '../model/rules.js'
import type { Facts, Guard, Intent } from '../model/verdict.js'
import { isTicked } from './account.js'
import { priceOf } from './price.js'
import { deny, type Allow, type Deny } from './verdicts.js'
import { mostUseful, repliesLeft, withRules, type OpenGrant } from './window.js'

const serves = (rule: GrantRule, intent: Intent): boolean => rule.purposes?.includes(intent.purpose) ?? true
const carries = (rule: GrantRule, intent: Intent): boolean => rule.kinds?.includes(intent.kind) ?? true
const isFor = (rule: GrantRule, intent: Intent): boolean => rule.authors?.includes(intent.author) ?? true
const isApproved = (rule: GrantRule, facts: Facts): boolean => !rule.needsSetting || isTicked(facts, rule.needsSetting)
const hasReply = ({ grant }: OpenGrant): boolean => grant.left === null || grant.left > 0

function allowBy(rows: readonly OpenGrant[], intent: Intent, facts: Facts): Allow {
  const best = mostUseful(rows)!  // callers pass at least one row
  const { gives, tag, source } = best.rule
  return {
    kind: 'allow', as: gives === 'tagged' ? 'tagged' : 'freeform', ...(tag ? { tag } : {}),
    until: best.grant.closesAt, sendBy: best.sendBy, left: repliesLeft(rows), price: priceOf(intent, facts), source, grant: best.grant.kind,
  }
}

/** The reason nearest to success: what would have had to be different for one of the open grants to do. */
function nearestRefusal(open: readonly OpenGrant[], intent: Intent, facts: Facts): Deny | null {
  const carrying = open.filter(({ rule }) => carries(rule, intent))
  const usedUp = carrying.find(({ rule }) => isFor(rule, intent) && isApproved(rule, facts))
  if (usedUp) return deny('replies_exhausted', usedUp.rule.source)
  const unapproved = carrying.find(({ rule }) => isFor(rule, intent))
  if (unapproved) return deny('not_approved_for_tag', unapproved.rule.source)
  if (carrying[0]) return deny('human_only', carrying[0].rule.source)
  return open[0] ? deny('content_unsupported', open[0].rule.source) : null
}

/**
 * Free-form content within the grants that the person's acts have opened: as free-form where one allows it, else under the platform's tag.
 * Grants that only make things cheaper or live in a webhook's answer never allow anything here.
 */
export function decideFreeform(intent: Intent, facts: Facts, guard: Guard): Allow | Deny {
  const { rules, now } = facts
  if (rules.initiation === 'anyone') return { kind: 'allow', as: 'freeform', until: null, sendBy: null, left: null, price: priceOf(intent, facts), source: rules.source }
  const giving = withRules(rules, facts.grants, guard).filter(({ rule }) => (rule.gives === 'freeform' || rule.gives === 'tagged') && serves(rule, intent))
  const open = giving.filter(({ sendBy }) => now < sendBy)
  const good = open.filter((row) => carries(row.rule, intent) && isFor(row.rule, intent) && isApproved(row.rule, facts) && hasReply(row))
  const freeform = good.filter(({ rule }) => rule.gives === 'freeform')
  if (freeform.length > 0) return allowBy(freeform, intent, facts)
  // The platforms refuse a tag inside the window. So a window whose replies are used up is said to be that, and the last moments of a window,
  // which the guard keeps us from using, are waited off.
  const inWindow = open.filter(({ rule }) => rule.gives === 'freeform')
  if (inWindow.length > 0) return nearestRefusal(inWindow, intent, facts)!  // there is an open row, so there is a reason
  const windowEnds = Math.max(...giving.filter(({ rule }) => rule.gives === 'freeform').map(({ grant }) => grant.closesAt))
  if (good.length > 0) return now < windowEnds ? deny('window_closed', good[0]!.rule.source, windowEnds) : allowBy(good, intent, facts)
  return nearestRefusal(open, intent, facts)
    ?? deny(giving.length > 0 || rules.initiation === 'template-first' ? 'window_closed' : 'contact_must_write_first', giving[0]?.rule.source ?? rules.source)
}
