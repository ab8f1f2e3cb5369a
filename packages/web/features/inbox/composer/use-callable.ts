import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { colleaguesOptions, type Colleagues, useSession } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { rank } from '../../palette/rank.js'
import { type Callable, mentionsIn } from './mentions.js'

/** Whom a note can call in this thread: colleagues, teams, everybody of the inbox. Read when a note is begun. */
export function useCallable(conversationId: string, enabled: boolean) {
  const { t } = useT()
  const { user } = useSession()
  const client = useQueryClient()
  const toCallable = useCallback((found: Colleagues | undefined): Callable[] => (found ? [
    ...found.people.filter((one) => one.id !== user.id).map((one): Callable => ({ kind: 'user', id: one.id, name: one.name, hint: one.sees ? '' : t('mention.will_see') })),
    ...found.teams.map((one): Callable => ({ kind: 'team', id: one.id, name: one.name, hint: t('mention.team') })),
    ...(found.everybody > 1 ? [{ kind: 'everybody', id: null, name: t('mention.everybody'), hint: t('mention.everybody_hint', { count: found.everybody }) } as const] : []),
  ] : []), [t, user.id])
  const { data } = useQuery({ ...colleaguesOptions(conversationId), enabled })
  const callable = useMemo(() => toCallable(data), [data, toCallable])
  return {
    offer: (wish: string | null) => (wish === null ? [] : rank(callable, wish, (one) => one.name).slice(0, 8)),
    /** Asks the server first where nothing is known yet: a name must not go out as mere text. */
    mentionsOf: async (text: string, chosen: ReadonlyMap<string, string>) => (text.includes('@') ? mentionsIn(text, toCallable(await client.ensureQueryData(colleaguesOptions(conversationId))), chosen) : []),
  }
}
