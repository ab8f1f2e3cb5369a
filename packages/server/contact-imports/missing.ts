/** What has to be said before a file of people can be checked or started. */
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import type { ContactImportRow } from './rows.js'

interface Missing { field: string; message: string }
const filled = (text: string | undefined): boolean => (text ?? '').trim() !== ''

export async function missingIn(tx: Tx, services: Services, workspaceId: string, row: Pick<ContactImportRow, 'mapping' | 'purpose'>): Promise<Missing[]> {
  const { mapping, purpose } = row
  if (!mapping) return [{ field: 'columns', message: 'are needed: say what the columns are' }]
  const missing: Missing[] = []
  const has = (...targets: string[]): boolean => mapping.columns.some(({ to }) => targets.includes(to))
  if (purpose === 'exclusion') return has('phone', 'email', 'external_id') ? [] : [{ field: 'columns', message: 'name no phone, e-mail or id: nobody could be recognised' }]
  if (!has('name', 'first_name', 'last_name', 'phone', 'email', 'external_id', 'contact_id')) missing.push({ field: 'columns', message: 'name nobody: a name, a phone, an e-mail or an id is needed' })
  for (const [at, use] of mapping.columns.entries()) {
    if (use.to === 'attribute' && !filled(use.key)) missing.push({ field: `columns.${at}`, message: 'wants a field' })
    if (use.to === 'external_id' && use.source !== undefined && !/^[a-z0-9][a-z0-9_.-]{0,39}$/u.test(use.source)) missing.push({ field: `columns.${at}`, message: 'wants a source of small letters' })
  }
  const { consent } = mapping
  // A file with a column of consents says nothing by itself: somebody has to decide.
  if (has('consent') && consent === undefined) missing.push({ field: 'consent', message: 'is needed: the file speaks of consent' })
  if (!consent) return missing
  if (!filled(consent.source)) missing.push({ field: 'consent.source', message: 'is needed: where these people were asked' })
  if (!filled(consent.wording.text)) missing.push({ field: 'consent.wording.text', message: 'is needed: the words they said yes to' })
  if (!filled(consent.wording.language)) missing.push({ field: 'consent.wording.language', message: 'is needed' })
  if (consent.given === 'columns' && !has('consent')) missing.push({ field: 'consent.given', message: 'names columns, and none is one' })
  if (consent.date !== undefined && filled(consent.date) && !(Date.parse(consent.date) <= services.clock.now(workspaceId))) missing.push({ field: 'consent.date', message: 'is no day up to today' })
  if (!filled(consent.date) && !has('consent_date') && consent.given === 'all') missing.push({ field: 'consent.date', message: 'is needed: a day, or a column of days' })
  const topics = new Set((await tx.query<{ key: string }>('select key from consent_category where workspace_id = $1', [workspaceId])).map(({ key }) => key))
  for (const key of [...(consent.categories ?? []), ...mapping.columns.flatMap(({ to, category }) => (to === 'consent' && category ? [category] : []))]) if (!topics.has(key)) missing.push({ field: 'consent.categories', message: `names no topic ${key}` })
  for (const channel of [consent.channel, ...mapping.columns.map((use) => (use.to === 'consent' ? use.channel : undefined))]) if (channel !== undefined && !services.channels.find(channel)) missing.push({ field: 'consent.channel', message: `names no app ${channel}` })
  return missing
}
