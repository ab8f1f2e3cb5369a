import type { AccountAction, AccountStanding, HealthItem, StandingFact } from '@recado/api'
import { filled, type LocalText } from '@recado/channel-kit'
import type { Tx } from '@recado/db'
import { inLanguage } from '../http/language.js'
import { HEALTH_COLUMNS, type HealthRow, toHealthItem } from '../http/health-view.js'
import { iso, isoOrNull } from '../http/schemas.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import type { KeptFact } from './facts.js'
import { readGaps } from './gaps.js'
import { wordsOf } from './look.js'

const SHOWN_MS = 30 * 86_400_000

/** All that an account's page shows, in the reader's languages. */
export async function readStanding(tx: Tx, services: Services, account: Account, languages: readonly string[]): Promise<AccountStanding> {
  const { workspaceId, id } = account
  const channel = services.channels.get(account.channel)
  const now = services.clock.now(workspaceId)
  const [row] = await tx.query<{ facts: KeptFact[]; looked_at: number | null }>('select facts, looked_at from account_standing where workspace_id = $1 and account_id = $2', [workspaceId, id])
  const items = await tx.query<HealthRow & { resolved_at: number | null }>(
    `select ${HEALTH_COLUMNS}, resolved_at from health_item where workspace_id = $1 and data->>'accountId' = $2 and (resolved_at is null or resolved_at > $3) order by resolved_at is not null, coalesce(resolved_at, last_at) desc limit 50`, [workspaceId, id, new Date(now - SHOWN_MS).toISOString()])
  return {
    facts: (row?.facts ?? []).flatMap((fact) => shownFact(channel, fact, languages) ?? []),
    lookedAt: isoOrNull(row?.looked_at ?? null),
    items: items.map((item): HealthItem & { endedAt: string | null } => ({ ...toHealthItem(item), endedAt: isoOrNull(item.resolved_at) })),
    gaps: await readGaps(tx, workspaceId, id, now),
    actions: (channel.connector.actions ?? []).map((action) => describeAction(action, languages)),
    mail: services.mail.on,
  }
}

/** A fact of an older version may have no words any more: it is left out until the next look. */
function shownFact(channel: LoadedChannel, fact: KeptFact, languages: readonly string[]): StandingFact | null {
  const words = wordsOf(channel, fact)
  if (!words) return null
  const say = (text: LocalText): string => filled(inLanguage(text, languages), fact.values)
  return {
    id: fact.id, title: say(words.title), state: fact.state, sentence: say(words.sentence), next: words.next ? say(words.next) : null, link: words.link ?? null, action: words.action ?? null,
    shown: fact.shown ?? null, until: isoOrNull(fact.until ?? null), usage: fact.usage ?? null, since: iso(fact.since),
  }
}

/** An action as a form. */
function describeAction(action: NonNullable<LoadedChannel['connector']['actions']>[number], languages: readonly string[]): AccountAction {
  const say = (text: LocalText): string => inLanguage(text, languages)
  return {
    id: action.id, title: say(action.title), text: say(action.text), grave: action.grave ?? false,
    parameters: action.parameters.map(({ key, label, help, type, choices = [], pattern, confidential = false }) => ({ key, label: say(label), help: help ? say(help) : null, type, choices: choices.map((choice) => ({ value: choice.value, label: say(choice.label) })), pattern: pattern ?? null, confidential })),
  }
}
