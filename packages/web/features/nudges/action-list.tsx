import type { RuleAction } from '@recado/api'
import { ArrowDown, ArrowUp, Bell, CircleCheck, Clock, Flag, MessageSquareText, Plus, StickyNote, Tag, Trash2, TrendingUp, UserCheck, type LucideIcon } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { buttonClass } from '../../ui/button.js'
import { AriaButton, IconButton, Item, MenuButton } from '../../ui/overlay.js'
import { ActionFields } from './action-fields.js'
import { newAction } from './draft.js'

const icons: Record<RuleAction['do'], LucideIcon> = { send: MessageSquareText, assign: UserCheck, remind: Bell, label: Tag, priority: Flag, note: StickyNote, snooze: Clock, resolve: CircleCheck, stage: TrendingUp }
const ALL = Object.keys(icons) as RuleAction['do'][] // the keys of the table above

/** What is done, one after the other. */
export function ActionList({ actions, onChange }: { actions: readonly RuleAction[]; onChange: (actions: RuleAction[]) => void }) {
  const { t } = useT()
  const put = (at: number, action: RuleAction) => onChange(actions.map((one, index) => (index === at ? action : one)))
  const move = (at: number, by: number) => {
    const next = [...actions]
    const [taken] = next.splice(at, 1)
    if (taken) next.splice(at + by, 0, taken)
    onChange(next)
  }
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-col gap-3">
        {actions.map((action, at) => {
          const Icon = icons[action.do]
          const what = t(`nudges.do_${action.do}`)
          return (
            <li key={`${at} ${action.do}`} className="rounded-xl border border-line p-3">
              <div className="flex items-center gap-2">
                <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-soft" />
                <p className="min-w-0 grow font-semibold">{at + 1}. {what}</p>
                {at > 0 && <IconButton label={t('nudges.action_up', { what })} onPress={() => move(at, -1)}><ArrowUp aria-hidden="true" /></IconButton>}
                {at < actions.length - 1 && <IconButton label={t('nudges.action_down', { what })} onPress={() => move(at, 1)}><ArrowDown aria-hidden="true" /></IconButton>}
                <IconButton label={t('nudges.action_remove', { what })} onPress={() => onChange(actions.filter((_, index) => index !== at))}><Trash2 aria-hidden="true" /></IconButton>
              </div>
              <ActionFields action={action} onChange={(next) => put(at, next)} />
            </li>
          )
        })}
      </ol>
      {actions.length === 0 && <p role="alert" className="text-sm text-failed">{t('nudges.no_action')}</p>}
      <MenuButton label={t('nudges.add_action')} trigger={<AriaButton className={`${buttonClass('plain')} self-start`}><Plus aria-hidden="true" className="size-4" />{t('nudges.add_action')}</AriaButton>}>
        {ALL.map((one) => { const Icon = icons[one]; return <Item key={one} icon={<Icon aria-hidden="true" />} onAction={() => onChange([...actions, newAction(one)])}>{t(`nudges.do_${one}`)}</Item> })}
      </MenuButton>
    </div>
  )
}
