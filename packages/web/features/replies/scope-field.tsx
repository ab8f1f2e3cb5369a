import type { ReplyScope } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Choice } from '../../ui/field.js'
import { teamsQuery } from '../macros/queries.js'

/** Whose it is, as one choice: "mine", "all", or a team's id. Who may not share keeps her own. */
export function ScopeField({ value, onChange }: { value: { scope: ReplyScope; teamId: string | null }; onChange: (next: { scope: ReplyScope; teamId: string | null }) => void }) {
  const { t } = useT()
  const shares = useCan('saved_replies.share')
  const teams = useQuery({ ...teamsQuery, enabled: shares }).data ?? []
  return (
    <Choice label={t('replyset.for')} help={shares ? undefined : t('replyset.for_help')} value={value.teamId ?? value.scope} onChange={(event) => { const next = event.target.value; onChange(next === 'mine' || next === 'all' ? { scope: next, teamId: null } : { scope: 'team', teamId: next }) }}>
      <option value="mine">{t('replyset.mine')}</option>
      {shares && <option value="all">{t('replyset.all')}</option>}
      {shares && teams.map((team) => <option key={team.id} value={team.id}>{t('replyset.team', { name: team.name })}</option>)}
    </Choice>
  )
}
