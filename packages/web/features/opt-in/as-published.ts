/** The draft as visitors would see it, for the preview. */
import type { Channel, ChannelAccount, ConsentCategory, OptInApp, OptInDraft, OptInPublic } from '@recado/api'
import { deliveryOf } from '@recado/core'

export function asPublished(draft: OptInDraft, slug: string, company: string, topics: readonly ConsentCategory[], accounts: readonly ChannelAccount[], channels: readonly Channel[]): OptInPublic {
  const apps = draft.accountIds.flatMap((id): OptInApp[] => {
    const account = accounts.find((one) => one.id === id)
    const channel = channels.find((one) => one.id === account?.channel)
    if (!account || !channel?.entry) return []
    const twice = accounts.filter((one) => draft.accountIds.includes(one.id) && one.channel === account.channel).length > 1
    return [{ id, channel: channel.id, name: twice ? `${channel.name} (${account.name})` : channel.name, logo: channel.logoUrl, how: channel.entry.text ? 'text' : 'event', scanOnly: !channel.entry.kinds.includes('link'), delivery: deliveryOf(channel.rules, draft.purpose) }]
  })
  const chosen = draft.categoryIds.flatMap((id) => topics.find((one) => one.id === id) ?? [])
  return { slug, version: 0, company, purpose: draft.purpose, languages: draft.languages, texts: draft.texts, privacyUrl: draft.privacyUrl || 'https://', look: draft.look, categories: chosen.map(({ id, names, descriptions }) => ({ id, names, descriptions })), apps }
}
