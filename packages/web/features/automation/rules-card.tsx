import type { AutomaticReplies, AutomaticReply, Channel, ChannelAccount, Hours, TriggerKind } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Bot, Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { formatMoney } from '../../i18n/format.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { buttonClass } from '../../ui/button.js'
import { Empty } from '../../ui/empty.js'
import { AriaButton, Item, MenuButton } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { newRule, RuleEditor, type RuleDraft } from './rule-editor.js'
import { RuleRow } from './rule-row.js'
import { estimateOptions, type OwnerPath, paths, useRefresh } from './queries.js'
import { triggerIcons } from './words.js'

/** The rules in the order in which they are asked, each with what it costs beside its switch. */
export function RulesCard({ base, account, channel, replies, hours }: { base: OwnerPath; /** for an inbox or a team: one on which its rules are shown */ account: ChannelAccount; channel: Channel; replies: AutomaticReplies; hours: Hours }) {
  const { t, intl } = useT()
  const mayChange = useCan('automation.manage')
  const refresh = useRefresh(base)
  const estimate = useQuery(estimateOptions(base)).data
  const [open, setOpen] = useState<RuleDraft | null>(null)
  const fail = (error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' })
  const order = useMutation({ mutationFn: (ids: string[]) => api.put(paths.order(base), { ids }), onError: fail, onSettled: refresh })
  const { items, means } = replies
  const move = (at: number, by: -1 | 1) => {
    const ids = items.map((one) => one.id)
    const [id] = ids.splice(at, 1)
    if (id) ids.splice(at + by, 0, id)
    order.mutate(ids)
  }
  const begin = (kind: TriggerKind) => setOpen(newRule(kind, t))
  const edit = (reply: AutomaticReply) => setOpen({ id: reply.id, name: reply.name, trigger: reply.trigger, variants: reply.variants, labels: reply.labels, status: reply.status })
  const add = mayChange && (
    <MenuButton label={t('auto.add')} trigger={<AriaButton className={buttonClass('primary', items.length > 0)}><Plus aria-hidden="true" className="size-4" />{t('auto.add')}</AriaButton>}>
      {means.triggers.map((kind) => { const Icon = triggerIcons[kind]; return <Item key={kind} icon={<Icon aria-hidden="true" />} onAction={() => begin(kind)}>{t(`auto.kind_${kind}`)}</Item> })}
    </MenuButton>
  )
  return (
    <Card title={t('auto.rules_title')}>
      {items.length === 0
        ? <Empty icon={Bot} title={t('auto.none_title')} action={add}>{t('auto.none_text')}</Empty>
        : (
          <>
            <p className="mb-3 max-w-xl text-sm text-pretty text-ink-soft">{t('auto.order_text')}</p>
            <ol className="flex flex-col divide-y divide-line border-y border-line">
              {items.map((reply, at) => (
                <RuleRow key={reply.id} base={base} reply={reply} means={means} estimate={estimate} number={at + 1} mayChange={mayChange} isBusy={order.isPending}
                  {...(at > 0 ? { onUp: () => move(at, -1) } : {})} {...(at < items.length - 1 ? { onDown: () => move(at, 1) } : {})} onEdit={() => edit(reply)} />
              ))}
            </ol>
            <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
              {add}
              {estimate && estimate.occasions > 0 && items.some((one) => one.enabled) && (
                <p className="text-sm text-ink-soft">{t('auto.total', { days: estimate.days, count: estimate.answers, cost: estimate.cost ? formatMoney(intl, estimate.cost.total) : '', hasCost: estimate.cost ? 'yes' : 'no' })} {estimate.cost && <a href={estimate.cost.source} target="_blank" rel="noopener noreferrer" className="underline underline-offset-2">{t('auto.cost_source')}</a>}</p>
              )}
            </div>
          </>
        )}
      {open && <RuleEditor base={base} account={account} channel={channel} means={means} hours={hours} draft={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); void refresh() }} />}
    </Card>
  )
}
