import type { PreviewAnswer } from '@recado/api'
import { chooseRules, type Content, days, type Instant, nextOpening, type Occasion, quotaPeriod } from '@recado/core'
import type { Tx } from '@recado/db'
import { isoOrNull } from '../http/schemas.js'
import type { Account, Services } from '../services.js'
import { hoursAt } from './circumstances.js'
import { priceAfter } from './cost.js'
import { placed } from './estimate.js'
import { meansOf } from './view.js'
import { type KeptRule, readBook } from './rules.js'
import type { Place } from '../hours/owner.js'
import { languageOf, openingFor, wordingFor } from './wording.js'

/** What somebody tries out: what she does, when, and who she is. */
export interface Trial {
  text?: string
  key?: string
  /** She comes in: follows, or taps "get started". */
  entry?: boolean
  at?: Instant
  person: { name: string; language: string | null; /** days since anything was written; null = never before */ silentDays: number | null; country: string | null }
  /** A rule as it is being written; in the place of the one it changes. */
  draft: KeptRule | null
  /** Only the draft is asked, and speaks whatever the moment: how would it look? */
  alone?: boolean
  /** In which language its reader is told when it opens. */
  reader: string
}

/** Which rule would answer, with what, why not the others, and at what price. Nothing is sent and nothing noted. */
export async function preview(tx: Tx, services: Services, account: Account, place: Place, trial: Trial): Promise<PreviewAnswer> {
  const { workspaceId } = account
  const channel = services.channels.get(account.channel)
  const now = services.clock.now(workspaceId)
  const at = trial.at ?? now
  const book = await readBook(tx, workspaceId, place)
  // A rule that is tried out is tried as if it were on.
  const rules = trial.draft && trial.alone ? [{ ...trial.draft, enabled: true, enabledAt: null }] : trial.draft ? placed(book.rules, { ...trial.draft, enabled: true, enabledAt: null }) : book.rules
  const text = trial.text ?? ''
  const occasion: Occasion = { kind: text !== '' || (!trial.key && !trial.entry) ? 'message' : 'act', at, text, key: trial.key ?? null, entry: trial.entry ?? false }
  const hours = hoursAt(book.timetable, at)
  const { silentDays } = trial.person
  const choice = chooseRules(rules.map((rule) => ({ ...rule, enabledAt: null })), occasion, { now: at, lastBeforeAt: silentDays === null ? null : at - days(silentDays), hours, toldAway: false, colleagueAt: null, quietMs: book.quietMs, stopped: false, loop: false, past: false })
  const [us] = await tx.query<{ company: string; language: string; time_zone: string }>('select name as company, language, time_zone from workspace where workspace_id = $1', [workspaceId])
  const to = { name: trial.person.name, language: trial.person.language, company: us?.company ?? '', companyLanguage: us?.language ?? 'en' }
  const speaker = rules.find((rule) => trial.alone || rule.id === choice.speaker)
  const wording = speaker ? await wordingFor(tx, workspaceId, speaker.variants, to, text, book.timetable, at) : null
  const contents = wording && 'contents' in wording ? wording.contents : []
  const refused = contents.map((content) => ('media' in content ? null : channel.connector.validate(content, account.settings))).find((one) => one !== null)
  const opensAt = book.timetable ? nextOpening(book.timetable, at) : null
  return {
    silence: choice.silence, ruleId: choice.speaker, contents, language: wording && 'contents' in wording ? wording.language : languageOf(to, text),
    labels: [...new Set(choice.rules.flatMap((id) => rules.find((rule) => rule.id === id)?.labels ?? []))].sort(),
    judgements: choice.judgements.map((one) => ({ ...one, name: rules.find((rule) => rule.id === one.ruleId)?.name ?? '' })),
    fault: wording && 'fault' in wording ? wording.fault : (refused?.code ?? null),
    price: contents.length > 0 ? priceAfter(account, channel, us?.time_zone ?? 'UTC', now, trial.person.country ?? await usualCountry(tx, account), await usedAllowance(tx, services, account, us?.time_zone ?? 'UTC', now)) : null,
    passive: contents.length > 0 && meansOf(channel).passive !== null && canGoPassively(contents[0]!, account, services, now), // not empty
    hours: hours ? { open: hours.open, opensAt: isoOrNull(opensAt), opening: openingFor(book.timetable, at, trial.reader) } : null,
  }
}

function canGoPassively(content: Content, account: Account, services: Services, now: Instant): boolean {
  return services.channels.get(account.channel).connector.passiveReply?.(content, { person: 'preview', account: account.externalId ?? '' }, account.settings, now) !== null
}

/** Where most of those who write to this account are. */
async function usualCountry(tx: Tx, account: Account): Promise<string | null> {
  const [row] = await tx.query<{ country: string }>('select country from identity where workspace_id = $1 and account_id = $2 and country is not null group by country order by count(*) desc limit 1', [account.workspaceId, account.id])
  return row?.country ?? null
}

/** What is used of the free allowance in the period that runs. */
async function usedAllowance(tx: Tx, services: Services, account: Account, workspaceZone: string, now: Instant): Promise<number> {
  const { rules } = services.channels.get(account.channel).declaration
  const allowance = rules.quotas?.find((quota) => quota.id === rules.price?.allowanceQuota)
  if (!allowance) return 0
  const zone = typeof account.settings.timeZone === 'string' && account.settings.timeZone ? account.settings.timeZone : workspaceZone
  const [row] = await tx.query<{ used: number }>(
    `select count(*)::int as used from (select 1 from send_entry where workspace_id = $1 and account_id = $2 and at >= $3 and not returned and not free_kind and send_as <> 'template' limit $4::int) s`,
    [account.workspaceId, account.id, new Date(quotaPeriod(allowance, now, zone).from).toISOString(), allowance.amount])
  return row?.used ?? 0
}
