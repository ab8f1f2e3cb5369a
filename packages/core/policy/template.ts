import type { Purpose } from '../model/message.js'
import type { ChannelRules, TemplateRule } from '../model/rules.js'
import type { Facts, Guard, Intent, TemplateFacts } from '../model/verdict.js'
import { priceOf } from './price.js'
import { deny, type Allow, type Deny } from './verdicts.js'
import { windowState } from './window.js'

type CategoryRule = TemplateRule['categories'][string]

/** The rule of the template's category; undefined for a category the channel does not declare. */
export const categoryOf = (rules: ChannelRules, template: TemplateFacts | undefined): CategoryRule | undefined =>
  template && rules.templates?.categories[template.category]

/**
 * The purpose that counts: a template made for marketing alone is marketing, whatever the writer calls it, so that nobody passes by the consent.
 */
export function purposeOf(intent: Intent, facts: Pick<Facts, 'rules'>): Purpose {
  const purposes = categoryOf(facts.rules, intent.template)?.purposes
  return purposes && !purposes.includes(intent.purpose) && purposes.includes('marketing') ? 'marketing' : intent.purpose
}

function reaches(category: CategoryRule, country: string | null): boolean {
  if (category.countries && (country === null || !category.countries.includes(country))) return false
  return country === null || !category.exceptCountries?.includes(country)
}

/** An approved template: what it needs is said by its category, whatever windows are open. `purpose` is the one that counts (`purposeOf`). */
export function decideTemplate(intent: Intent, purpose: Purpose, facts: Facts, guard: Guard): Allow | Deny {
  const { rules, now, identity } = facts
  if (!rules.templates) return deny('content_unsupported', rules.source)
  const { template } = intent
  const category = categoryOf(rules, template)
  if (!template || !category) return deny('template_not_approved', rules.templates.source)
  const refuse = (code: Parameters<typeof deny>[0]) => deny(code, category.source)
  if (template.status !== 'approved' || !category.purposes.includes(purpose)) return refuse('template_not_approved')
  if (template.missing.length > 0) return refuse('parameter_missing')
  if (template.badValue !== undefined) return refuse('parameter_invalid')
  if (category.authors && !category.authors.includes(intent.author)) return refuse('human_only')
  if (!reaches(category, identity.country)) return refuse('country_not_reachable')
  const permission = identity.permissions?.find((one) => one.templateId === template.id && (one.left === null || one.left > 0))
  if (category.needsPermission && !permission) return refuse('consent_missing')
  const window = windowState(rules, facts.grants, now, guard)
  if (category.needsGrant && window.state !== 'open') return refuse(window.state === 'closed' || rules.initiation !== 'contact-first' ? 'window_closed' : 'contact_must_write_first')
  return {
    kind: 'allow', as: 'template', source: category.source, price: priceOf(intent, facts), left: permission ? permission.left : null,
    until: category.needsGrant ? window.closesAt : null, sendBy: category.needsGrant ? window.sendBy : null,
  }
}
