import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession } from '../../api/queries.js'
import { keyCaps, onMac } from '../../hotkeys/keys.js'
import { useAllActions } from '../../hotkeys/use-actions.js'
import { LANGUAGES } from '../../i18n/languages.js'
import { useT } from '../../i18n/provider.js'
import { useOwnPresence, useSayAvailability } from '../assignment/queries.js'
import { usePreferences } from '../shell/preferences.js'
import { useWorkspaces } from '../shell/workspaces.js'
import { useSavedViews } from '../views/saved.js'
import { pageActions } from './page-actions.js'

export interface Entry { id: string; label: string; hint?: string; keys?: string; person?: boolean; disabled?: boolean; run: () => void }

/** Everything that can be done from here: the registry's actions, what goes by somebody's name, and what the page itself offers to press. Each label once. */
export function useEntries(): Entry[] {
  const { t } = useT()
  const navigate = useNavigate()
  const actions = useAllActions()
  const { user, workspace, workspaces, permissions } = useSession()
  const { changeLanguage } = usePreferences()
  const { switchTo, makeDemo } = useWorkspaces()
  const me = useOwnPresence()
  const say = useSayAvailability()
  const views = useSavedViews() ?? []
  // As the page was when the palette opened over it.
  const [onPage] = useState(() => pageActions())
  const mac = onMac()
  const all: Entry[] = [
    ...actions.filter((action) => action.id !== 'app.palette').map((action): Entry => ({
      id: action.id, label: t(action.label), hint: t(`group.${action.group}`), run: action.run,
      ...(action.keys[0] ? { keys: keyCaps(action.keys[0], mac).join(' ') } : {}), ...(action.disabled ? { disabled: true } : {}),
    })),
    ...views.map((view): Entry => ({ id: `view.${view.id}`, label: view.name, hint: t('palette.view'), run: () => void navigate({ to: '/inbox', search: { view: view.id } }) })),
    ...(me ? (['available', 'away', 'offline'] as const) : []).map((state): Entry => ({ id: `app.${state}`, label: t('palette.availability', { name: t(`availability.${state}`) }), hint: t('group.app'), run: () => say.mutate({ state }) })),
    ...Object.entries(LANGUAGES).filter(([id]) => id !== user.language).map(([id, name]): Entry => ({ id: `app.language_${id}`, label: t('palette.language', { name }), hint: t('group.app'), run: () => changeLanguage(id) })),
    ...workspaces.filter((each) => each.id !== workspace.id).map((each): Entry => ({ id: `app.workspace_${each.id}`, label: t('palette.workspace', { name: each.demo ? t('nav.demo_workspace', { name: each.name }) : each.name }), hint: t('group.go'), run: () => void switchTo(each.id) })),
    ...(permissions.includes('demo.make') && !workspaces.some((each) => each.demo) ? [{ id: 'app.make_demo', label: t('nav.make_demo'), hint: t('group.app'), run: () => void makeDemo() }] : []),
    ...onPage.map(({ name, run }): Entry => ({ id: `page.${name}`, label: name, hint: t('palette.here'), run })),
  ]
  // The one that can be done now stands for those of the same words.
  const best = new Map<string, Entry>()
  for (const entry of all) if (!best.has(entry.label) || (best.get(entry.label)?.disabled && !entry.disabled)) best.set(entry.label, entry)
  return [...best.values()]
}
