import type { DenyVerdict, VerdictRemedy } from '@recado/api'
import { CalendarClock, LayoutTemplate, MessageCircle } from 'lucide-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNow } from '../../../api/clock.js'
import { channelsQuery } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { formatUntil } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { toast } from '../../../ui/toast.js'
import { useOpenConversation } from '../use-open.js'
import { carry, threadOf } from './carry.js'
import type { DraftBody } from './draft-keeper.js'

/** The ways out of a refusal, as buttons, best first. Another app of hers opens with what was begun here. */
export function Remedies({ verdict, draft, onCarried, onTemplate }: { verdict: DenyVerdict; draft: DraftBody; onCarried: () => void; onTemplate: () => void }) {
  const { t, intl } = useT()
  const now = useNow()
  const client = useQueryClient()
  const { open } = useOpenConversation()
  const [busy, setBusy] = useState<number | null>(null)
  const channels = useQuery(channelsQuery).data ?? []
  const go = async (remedy: VerdictRemedy, index: number) => {
    setBusy(index)
    try {
      const id = await threadOf(remedy)
      if (!id) return
      if (await carry(client, draft, id)) { onCarried(); toast(t('remedy.carried')) }
      open(id)
    } catch (error) {
      toast(tellError(intl, error).sentence, { tone: 'failed' })
    } finally {
      setBusy(null)
    }
  }
  const apps = verdict.remedies.filter((remedy) => remedy.kind === 'other_channel')
  const nameOf = (remedy: VerdictRemedy) => {
    const app = channels.find((each) => each.id === remedy.channel)?.name ?? remedy.accountName ?? ''
    // Two accounts of one app are told apart by their names.
    return remedy.accountName && apps.filter((each) => each.channel === remedy.channel).length > 1 ? `${app} (${remedy.accountName})` : app
  }
  return (
    <div className="flex flex-wrap gap-2">
      {verdict.remedies.map((remedy, index) => {
        if (remedy.kind === 'template') return <Button key={index} small look={index === 0 ? 'primary' : 'plain'} onClick={onTemplate}><LayoutTemplate aria-hidden="true" className="size-4" />{t('remedy.template')}</Button>
        if (remedy.kind !== 'other_channel' || (!remedy.conversationId && !remedy.channelAccountId)) return null
        return <Button key={index} small busy={busy === index} look={index === 0 ? 'primary' : 'plain'} className="max-w-full whitespace-normal" onClick={() => void go(remedy, index)}><MessageCircle aria-hidden="true" className="size-4 shrink-0" />{t('remedy.other_app', { app: nameOf(remedy), hasUntil: remedy.until ? 'yes' : 'no', until: remedy.until ? formatUntil(intl, remedy.until, now) : '' })}</Button>
      })}
      {verdict.remedies.length === 0 && <span className="flex items-center gap-1.5 text-sm text-ink-soft"><CalendarClock aria-hidden="true" className="size-4" />{t('remedy.wait')}</span>}
    </div>
  )
}
