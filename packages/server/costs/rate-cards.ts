import type { RateCardDetail, RateCardPreview, RateCardView } from '@recado/api'
import { cardsInForce, compareCards, formatAmount, type PriceRule, type RateCard, type ReadCard, readCardFile, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import type { LoadedChannel, Principal, Services } from '../services.js'
import { cardBegins } from './cards.js'

interface Row { rate_card_id: string; channel: string; currency: string; effective_on: string; version: number; name: string; file_name: string; created_at: number; markets: RateCard['markets']; tiers: NonNullable<RateCard['tiers']> }

const ROWS = `select rate_card_id, channel, currency, effective_on::text as effective_on, version, name, file_name, created_at, markets, tiers from rate_card where workspace_id = $1 and retired_at is null order by channel, currency, effective_on desc`

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

interface Held { view: RateCardView; markets: RateCard['markets']; tiers: NonNullable<RateCard['tiers']> }

/** Every card that may count, own ones and those that come with a channel, each with whether it holds today. */
async function heldCards(tx: Tx, services: Services, workspaceId: string): Promise<Held[]> {
  const rows = await tx.query<Row>(ROWS, [workspaceId])
  const [workspace] = await tx.query<{ zone: string }>('select time_zone as zone from workspace where workspace_id = $1', [workspaceId])
  const zone = workspace?.zone ?? 'UTC'
  const now = services.clock.now(workspaceId)
  return services.channels.all().flatMap((channel) => {
    const rule = channel.declaration.rules.price
    if (!rule) return []
    const own = rows.filter((row) => row.channel === channel.declaration.id)
    const all: (RateCard & { row?: Row })[] = [...own.map((row) => ({ currency: row.currency, effectiveFrom: cardBegins(row.effective_on, zone), markets: row.markets, tiers: row.tiers, source: '', row })), ...rule.cards]
    const inForce = new Set<RateCard>(cardsInForce(all, '', now))
    return all.map((card): Held => ({
      markets: card.markets, tiers: card.tiers ?? {},
      view: {
        id: card.row?.rate_card_id ?? null, channel: channel.declaration.id, channelName: channel.declaration.name, name: card.row?.name ?? channel.declaration.name, currency: card.currency, effectiveOn: card.row?.effective_on ?? day(card.effectiveFrom),
        version: card.row?.version ?? null, fileName: card.row?.file_name ?? null, own: card.row !== undefined, state: inForce.has(card) ? 'in_force' : card.effectiveFrom > now ? 'coming' : 'past', markets: Object.keys(card.markets).length,
        createdAt: card.row ? new Date(card.row.created_at).toISOString() : null, source: card.row ? null : card.source,
      },
    }))
  })
}

export async function listRateCards(services: Services, { workspaceId }: Principal): Promise<RateCardView[]> {
  return (await services.db.snapshot(workspaceId, (tx) => heldCards(tx, services, workspaceId))).map((one) => one.view)
}

/** One card with its rates. A card of the channel has no id: it is named by channel, currency and day. */
export async function readRateCard(services: Services, { workspaceId }: Principal, of: { channel: string; currency: string; effectiveOn: string; own: boolean }): Promise<RateCardDetail> {
  const held = (await services.db.snapshot(workspaceId, (tx) => heldCards(tx, services, workspaceId)))
    .find(({ view }) => view.channel === of.channel && view.currency === of.currency && view.effectiveOn === of.effectiveOn && view.own === of.own)
  if (!held) throw new RecadoError('not_found')
  const classes = [...new Set(Object.values(held.markets).flatMap((rates) => Object.keys(rates)))]
  return {
    ...held.view, classes,
    rates: Object.entries(held.markets).sort(([a], [b]) => (a < b ? -1 : 1)).map(([market, rates]) => ({
      market, amounts: Object.fromEntries(Object.entries(rates).map(([priceClass, amount]) => [priceClass, formatAmount(amount)])),
      tiers: Object.entries(held.tiers[market] ?? {}).flatMap(([priceClass, steps]) => steps.map((step) => ({ priceClass, after: step.after, amount: formatAmount(step.amount) }))),
    })),
  }
}

export interface CardFile { channel: string; text: string; currency?: string; effectiveOn?: string }

function ruleOf(services: Services, id: string): { channel: LoadedChannel; rule: PriceRule } {
  const channel = services.channels.find(id)
  const rule = channel?.declaration.rules.price
  if (!channel || !rule) throw new RecadoError('invalid_request', { fields: [{ field: 'channel', message: 'charges nothing by a card' }] })
  return { channel, rule }
}

/** What the file says and what the form adds where it is silent. */
function read(rule: PriceRule, file: CardFile): ReadCard {
  const found = readCardFile(file.text, rule)
  const { card, faults } = found
  if (card.currency !== null && file.currency && card.currency !== file.currency) faults.push({ row: 0, code: 'currencies', value: `${card.currency}, ${file.currency}` })
  return { ...found, faults, card: { ...card, currency: card.currency ?? file.currency ?? null, effectiveOn: file.effectiveOn ?? card.effectiveOn } }
}

/** What a file would change, before anything is changed. */
export async function previewRateCard(services: Services, { workspaceId }: Principal, file: CardFile): Promise<RateCardPreview> {
  const { rule } = ruleOf(services, file.channel)
  const { card, faults, ignored } = read(rule, file)
  const held = await services.db.snapshot(workspaceId, (tx) => heldCards(tx, services, workspaceId))
  const same = held.filter(({ view }) => view.channel === file.channel && view.currency === card.currency)
  const before = same.find(({ view }) => view.state === 'in_force')
  return {
    currency: card.currency, effectiveOn: card.effectiveOn, markets: Object.keys(card.markets).length, tiers: Object.values(card.tiers).reduce((sum, classes) => sum + Object.keys(classes).length, 0), faults, ignored,
    changes: before ? compareCards(before.markets, card.markets) : null, missing: before ? Object.keys(before.markets).filter((market) => card.markets[market] === undefined) : [],
    replaces: same.find(({ view }) => view.own && view.effectiveOn === card.effectiveOn)?.view.id ?? null,
  }
}

/** Puts a card in. One of the same channel, currency and day takes the place of the former, which stays as its earlier version. */
export async function addRateCard(services: Services, principal: Principal, file: CardFile & { name: string; fileName: string }): Promise<RateCardView> {
  const { workspaceId } = principal
  const { channel, rule } = ruleOf(services, file.channel)
  const { card, faults } = read(rule, file)
  const { currency, effectiveOn } = card
  const missing = [...(currency ? [] : ['currency']), ...(effectiveOn ? [] : ['effectiveOn'])]
  if (missing.length > 0) throw new RecadoError('invalid_request', { fields: missing.map((field) => ({ field, message: 'is said neither by the file nor by the request' })) })
  if (faults.length > 0) throw new RecadoError('invalid_request', { fields: faults.slice(0, 20).map(({ row, code, value }) => ({ field: 'text', message: `row ${row}: ${code} ${value}`.trim() })) })
  const id = newId()
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query('update workspace set rate_cards_version = rate_cards_version + 1 where workspace_id = $1', [workspaceId])
    const [last] = await tx.query<{ version: number }>('select coalesce(max(version), 0)::int as version from rate_card where workspace_id = $1 and channel = $2 and currency = $3 and effective_on = $4', [workspaceId, file.channel, currency, effectiveOn])
    await tx.query('update rate_card set retired_at = $5 where workspace_id = $1 and channel = $2 and currency = $3 and effective_on = $4 and retired_at is null', [workspaceId, file.channel, currency, effectiveOn, now])
    await tx.query(
      `insert into rate_card (workspace_id, rate_card_id, channel, currency, effective_on, version, name, file_name, markets, tiers, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [workspaceId, id, channel.declaration.id, currency, effectiveOn, (last?.version ?? 0) + 1, file.name, file.fileName, JSON.stringify(card.markets), JSON.stringify(card.tiers), principal.id, now])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'rate_card.added', subject: id, data: { channel: file.channel, currency: currency!, effectiveOn: effectiveOn! } }) // both were asked for above
  })
  return (await listRateCards(services, principal)).find((one) => one.id === id)!
}

/** Takes a card out: from here on the one before it counts. What was estimated and billed by it stays as it was. */
export async function removeRateCard(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query('update rate_card set retired_at = $3 where workspace_id = $1 and rate_card_id = $2 and retired_at is null returning 1', [workspaceId, id, new Date(services.clock.now(workspaceId)).toISOString()])
    if (rows.length === 0) throw new RecadoError('not_found')
    await tx.query('update workspace set rate_cards_version = rate_cards_version + 1 where workspace_id = $1', [workspaceId])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'rate_card.removed', subject: id })
  })
}

