import { type AssignmentRule, type LanguageMatch, type Method } from '@recado/api'
import { LANGUAGE_MATCHES, METHODS } from '@recado/core'
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Choice, Field, Toggle } from '../../ui/field.js'
import { IconButton } from '../../ui/overlay.js'
import { CheckList, type Ticked } from './check-list.js'
import { WordsField } from './words-field.js'

interface RuleProps { rule: AssignmentRule; number: number; open: boolean; channels: readonly Ticked[]; accounts: readonly Ticked[]; people: readonly Ticked[]; teams: readonly Ticked[]; onChange: (rule: AssignmentRule) => void; onMove: ((by: -1 | 1) => void) | null; onRemove: () => void; isFirst: boolean; isLast: boolean }

/** For which conversations, to whom, in which way, and when. */
export function RuleEditor({ rule, number, open, channels, accounts, people, teams, onChange, onMove, onRemove, isFirst, isLast }: RuleProps) {
  const { t } = useT()
  const set = (part: Partial<AssignmentRule>) => onChange({ ...rule, ...part })
  const setMethod = (at: number, word: string) => {
    const method = METHODS.find((one) => one === word)
    const kept = rule.methods.slice(0, at).filter((one) => one !== method)
    // What comes after stays; the same way twice would decide nothing the second time.
    set({ methods: method ? [...kept, method, ...rule.methods.slice(at + 1).filter((one) => one !== method)] : kept })
  }
  const rest = (at: number): Method[] => METHODS.filter((one) => !rule.methods.slice(0, at).includes(one))
  const name = rule.name || t('assignment.rule_number', { number })
  return (
    <li className="rounded-xl border border-line">
      <details open={open}>
        <summary className="flex min-h-12 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
          <span className="font-semibold"><bdi>{name}</bdi></span>
          <span className="min-w-0 grow text-sm text-ink-soft">{rule.enabled ? rule.methods.length > 0 ? rule.methods.map((one) => t(`assignment.method_${one}`)).join(' → ') : t('assignment.method_none') : t('assignment.rule_off')}</span>
        </summary>
        <div className="flex flex-col gap-4 border-t border-line p-4">
          <div className="flex flex-wrap items-end gap-3">
            <Field className="grow" label={t('assignment.rule_name')} value={rule.name} maxLength={80} placeholder={name} onChange={(event) => set({ name: event.target.value })} />
            {onMove && <><IconButton label={t('assignment.up', { name })} isDisabled={isFirst} onPress={() => onMove(-1)}><ArrowUp aria-hidden="true" /></IconButton><IconButton label={t('assignment.down', { name })} isDisabled={isLast} onPress={() => onMove(1)}><ArrowDown aria-hidden="true" /></IconButton></>}
            <IconButton label={t('assignment.remove', { name })} onPress={onRemove}><Trash2 aria-hidden="true" /></IconButton>
          </div>
          <Toggle label={t('assignment.rule_enabled')} checked={rule.enabled} onChange={(event) => set({ enabled: event.target.checked })} />
          <h4 className="font-semibold">{t('assignment.for_which')}</h4>
          <CheckList label={t('assignment.channels')} none={t('assignment.any_channel')} all={channels} value={rule.channels} onChange={(ids) => set({ channels: ids })} />
          {accounts.length > 1 && <CheckList label={t('assignment.accounts')} none={t('assignment.any_account')} all={accounts} value={rule.accountIds} onChange={(ids) => set({ accountIds: ids })} />}
          <WordsField label={t('assignment.languages')} help={t('assignment.languages_help')} value={rule.languages} onChange={(languages) => set({ languages })} />
          <h4 className="font-semibold">{t('assignment.to_whom')}</h4>
          <CheckList label={t('assignment.people')} none={rule.teamIds.length > 0 ? t('assignment.team_only') : t('assignment.anybody')} all={people} value={rule.userIds} onChange={(ids) => set({ userIds: ids })} />
          <CheckList label={t('assignment.teams')} none={t('assignment.no_team')} all={teams} value={rule.teamIds} onChange={(ids) => set({ teamIds: ids })} />
          <WordsField label={t('assignment.skills')} help={t('assignment.skills_help')} value={rule.skills} onChange={(skills) => set({ skills })} />
          <Choice label={t('assignment.language')} value={rule.language} onChange={(event) => { const language = LANGUAGE_MATCHES.find((one): one is LanguageMatch => one === event.target.value); if (language) set({ language }) }}>{LANGUAGE_MATCHES.map((one) => <option key={one} value={one}>{t(`assignment.language_${one}`)}</option>)}</Choice>
          <div className="grid gap-3 sm:grid-cols-3">
            {Array.from({ length: Math.min(METHODS.length, rule.methods.length + 1) }, (_, at) => (
              <Choice key={at} label={t(at === 0 ? 'assignment.method' : 'assignment.method_else')} value={rule.methods[at] ?? ''} onChange={(event) => setMethod(at, event.target.value)}>
                <option value="">{t(at === 0 ? 'assignment.method_none' : 'assignment.method_stop')}</option>{rest(at).map((one) => <option key={one} value={one}>{t(`assignment.method_${one}`)}</option>)}
              </Choice>
            ))}
          </div>
          {teams.length > 0 && <Choice label={t('assignment.fallback')} help={t('assignment.fallback_help')} value={rule.fallbackTeamId ?? ''} onChange={(event) => set({ fallbackTeamId: event.target.value || null })}><option value="">{t('assignment.fallback_none')}</option>{teams.map((team) => <option key={team.id} value={team.id}>{team.name}</option>)}</Choice>}
          <h4 className="font-semibold">{t('assignment.when')}</h4>
          <Toggle label={t('assignment.on_new')} checked={rule.onNew} onChange={(event) => set({ onNew: event.target.checked })} />
          <Toggle label={t('assignment.on_reopened')} help={t('assignment.on_reopened_help')} checked={rule.onReopened} onChange={(event) => set({ onReopened: event.target.checked })} />
          <Toggle label={t('assignment.on_waiting')} checked={rule.afterMinutes !== null} onChange={(event) => set({ afterMinutes: event.target.checked ? 10 : null })} />
          {rule.afterMinutes !== null && <Field className="max-w-48" label={t('assignment.minutes')} type="number" min={1} max={10_080} value={rule.afterMinutes} onChange={(event) => set({ afterMinutes: Math.max(1, Math.min(10_080, event.target.valueAsNumber || 1)) })} />}
        </div>
      </details>
    </li>
  )
}
