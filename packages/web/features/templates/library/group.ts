/** The library as people look at it: one entry per account and name, its languages beneath. */
import type { Template, TemplateDraftRow } from '@recado/api'
import type { LibrarySearch } from '../search.js'

export interface Group { key: string; accountId: string; name: string; templates: Template[]; drafts: TemplateDraftRow[] }

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Everything that fits the filters, by name. A draft has the status `draft` and no quality. */
export function groupTemplates(templates: readonly Template[], drafts: readonly TemplateDraftRow[], { account, review: status, category, quality, language, q }: LibrarySearch): Group[] {
  const words = fold(q?.trim() ?? '')
  const groups = new Map<string, Group>()
  const at = (accountId: string, name: string): Group => {
    const key = `${accountId} ${name}`
    const group = groups.get(key) ?? { key, accountId, name, templates: [], drafts: [] }
    groups.set(key, group)
    return group
  }
  for (const one of templates)
    if ((!account || one.channelAccountId === account) && (!status || one.status === status) && (!category || one.category.toLowerCase() === category.toLowerCase()) && (!quality || (one.quality ?? 'unknown').toLowerCase() === quality) && (!language || one.language === language) && (!words || fold(`${one.name} ${one.preview.header ?? ''} ${one.preview.body} ${one.preview.footer ?? ''}`).includes(words)))
      at(one.channelAccountId, one.name).templates.push(one)
  for (const one of drafts)
    if ((!account || one.channelAccountId === account) && (!status || status === 'draft') && (!category || one.draft.category === category.toLowerCase()) && !quality && (!language || one.draft.language === language) && (!words || fold(`${one.draft.name} ${one.draft.body}`).includes(words)))
      at(one.channelAccountId, one.draft.name || `\u0000${one.id}`).drafts.push(one)
  return [...groups.values()].sort((a, b) => a.name.localeCompare(b.name) || a.accountId.localeCompare(b.accountId))
}
