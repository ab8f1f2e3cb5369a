import type { CampaignPreview, CampaignVariant, Content } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { accountsQuery, channelsQuery } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Notice } from '../../../ui/notice.js'
import { IconButton } from '../../../ui/overlay.js'
import { PreviewPhone } from '../../automation/preview-phone.js'

/** How it reads on the phone of somebody who would get it; the arrows go from person to person. Without anybody the bare words are shown. */
export function SamplePhone({ preview, variants, variant, language }: { preview: CampaignPreview | undefined; variants: readonly CampaignVariant[]; variant: string; /** the language that is being written: its bare words are shown, whoever reads it */ language?: string | undefined }) {
  const { t, intl } = useT()
  const accounts = useQuery(accountsQuery).data ?? []
  const channels = useQuery(channelsQuery).data ?? []
  const [at, setAt] = useState(0)
  const mine = preview?.samples.filter((sample) => sample.variant === variant) ?? []
  const samples = mine.length > 0 ? mine : (preview?.samples ?? [])
  const sample = samples[Math.min(at, samples.length - 1)]
  const said = Object.entries(variants.find((one) => one.key === variant)?.contents ?? {})
  const spoken = language === undefined ? undefined : said.find(([, one]) => one.languages?.[language])
  const bare = spoken ?? said[0]
  const accountId = spoken?.[0] ?? sample?.accountId ?? bare?.[0]
  const content: Content | undefined = (spoken && language !== undefined ? spoken[1].languages?.[language] : undefined) ?? sample?.content ?? bare?.[1].content
  const account = accounts.find((one) => one.id === accountId)
  const channel = channels.find((one) => one.id === account?.channel)
  if (!account || !channel || !content) return <p className="rounded-2xl border border-dashed border-line-strong p-6 text-center text-ink-soft">{t('campaigns.preview_nothing')}</p>
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-1"><span className="min-w-0 grow"><span className="block truncate font-medium">{spoken && language ? intl.formatDisplayName(language, { type: 'language' }) ?? language : sample ? <bdi>{sample.name}</bdi> : t('campaigns.preview_bare')}</span>{sample && !spoken && <span className="figures block text-sm text-ink-soft">{t('campaigns.person_of', { at: Math.min(at, samples.length - 1) + 1, all: samples.length })}</span>}</span>
        {samples.length > 1 && !spoken && <><IconButton label={t('campaigns.person_before')} isDisabled={at === 0} onPress={() => setAt(Math.max(0, at - 1))}><ChevronLeft className="rtl:rotate-180" /></IconButton><IconButton label={t('campaigns.person_next')} isDisabled={at >= samples.length - 1} onPress={() => setAt(Math.min(samples.length - 1, at + 1))}><ChevronRight className="rtl:rotate-180" /></IconButton></>}</div>
      <PreviewPhone channel={channel} account={account} did={{}} contents={[content]} />
      {content.kind === 'template' && content.buttons && content.buttons.length > 0 && <ul className="flex flex-col gap-1">{content.buttons.map((text) => <li key={text} className="rounded-xl border border-line bg-surface px-3 py-1.5 text-center text-sm font-medium text-accent">{text}</li>)}</ul>}
      {sample && !spoken && sample.missing.length > 0 && <Notice tone="warning" title={t('campaigns.missing_values')}>{sample.missing.join(', ')}</Notice>}
    </div>
  )
}
