import { instantAtWall, type PriceRule, type RateCard, type RateTier } from '@recado/core'
import type { Tx } from '@recado/db'
import { LRUCache } from 'lru-cache'
import type { Account, LoadedChannel } from '../services.js'

/** A card that somebody put in by file. */
interface OwnCard { channel: string; currency: string; effectiveOn: string; markets: RateCard['markets']; tiers: Record<string, Record<string, RateTier[]>>; source: string }

/** Cards by workspace, good for one version of them. A handful of workspaces send at once; a card is some 20 KB. */
const known = new LRUCache<string, { version: number; cards: readonly OwnCard[] }>({ max: 200 })

const CARDS = `select channel, currency, effective_on::text as "effectiveOn", markets, tiers, 'rate-card:' || rate_card_id as source from rate_card where workspace_id = $1 and retired_at is null order by effective_on desc`

async function ownCards(tx: Tx, workspaceId: string, version: number): Promise<readonly OwnCard[]> {
  if (version === 0) return []
  const held = known.get(workspaceId)
  if (held?.version === version) return held.cards
  const cards = await tx.query<OwnCard>(CARDS, [workspaceId])
  known.set(workspaceId, { version, cards })
  return cards
}

/** The account's own time zone, or its workspace's: where its months and its cards begin. */
export function zoneOf(account: Pick<Account, 'settings'>, workspaceZone: string): string {
  const { timeZone } = account.settings
  return typeof timeZone === 'string' && timeZone ? timeZone : workspaceZone
}

/** The currency in which the account is charged. */
export function currencyOf(account: Pick<Account, 'settings'>): string {
  const { currency } = account.settings
  return typeof currency === 'string' && currency ? currency : 'USD'
}

/** Midnight of the day in the account's zone: the moment from which a card of that day counts. */
export const cardBegins = (day: string, timeZone: string): number => instantAtWall(Date.parse(`${day}T00:00:00Z`), timeZone)

/**
 * The channel's price rule as it holds for this account: the workspace's own cards before those that come with the channel, each from midnight of
 * its day in the account's zone. Where an own card and the channel's begin together, the own one holds. The one place where cards come from.
 */
export async function priceRuleOf(tx: Tx, workspaceId: string, channel: LoadedChannel, timeZone: string, version: number): Promise<PriceRule | undefined> {
  const rule = channel.declaration.rules.price
  if (!rule) return undefined
  const own = (await ownCards(tx, workspaceId, version)).filter((card) => card.channel === channel.declaration.id)
  if (own.length === 0) return rule
  return { ...rule, cards: [...own.map(({ currency, effectiveOn, markets, tiers, source }): RateCard => ({ currency, effectiveFrom: cardBegins(effectiveOn, timeZone), markets, tiers, source })), ...rule.cards] }
}

/** The same for callers that hold no thread: they read the version themselves. */
export async function withOwnCards(tx: Tx, account: Account, channel: LoadedChannel): Promise<LoadedChannel> {
  if (!channel.declaration.rules.price) return channel
  const [row] = await tx.query<{ version: number; zone: string }>('select rate_cards_version as version, time_zone as zone from workspace where workspace_id = $1', [account.workspaceId])
  const price = await priceRuleOf(tx, account.workspaceId, channel, zoneOf(account, row?.zone ?? 'UTC'), row?.version ?? 0)
  return price === channel.declaration.rules.price ? channel : { ...channel, declaration: { ...channel.declaration, rules: { ...channel.declaration.rules, price: price! } } }
}
