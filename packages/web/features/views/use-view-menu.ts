import type { SavedView } from '@recado/api'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../api/client.js'
import type { Action } from '../../hotkeys/registry.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { toast } from '../../ui/toast.js'
import { useReadViewsAgain, useSavedViews } from './saved.js'

/** What can be done with the view that is shown: for its menu, the palette and the `?` sheet. */
export function useViewMenu(view: SavedView | undefined, askDelete: () => void): Action[] {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const again = useReadViewsAgain()
  const all = useSavedViews() ?? []
  const compose = (what: 'view' | 'view_edit' | 'view_copy') => () => void navigate({ to: '.', search: (old) => ({ ...old, compose: what }) })
  const make: Action = { id: 'view.new', label: 'views.new', group: 'list', run: compose('view') }
  if (!view) return [make]
  const link = async () => {
    await navigator.clipboard.writeText(`${location.origin}/inbox?view=${view.id}`)
    toast(view.scope === 'private' ? t('views.link_private') : view.team ? t('views.link_team', { team: view.team.name }) : t('views.link_copied'))
  }
  const beside = all.filter((each) => each.editable && (each.scope === 'private') === (view.scope === 'private'))
  const at = beside.findIndex((each) => each.id === view.id)
  const move = (step: 1 | -1) => () => {
    const ids = beside.map((each) => each.id)
    ids.splice(at, 1)
    ids.splice(at + step, 0, view.id)
    void api.put('/views/order', { ids }).then(again).catch((error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' }))
  }
  return [
    make,
    ...(view.editable ? [{ id: 'view.edit', label: 'views.edit', group: 'list', run: compose('view_edit') } as const] : []),
    { id: 'view.duplicate', label: 'views.duplicate', group: 'list', run: compose('view_copy') },
    { id: 'view.link', label: 'views.copy_link', group: 'list', run: () => void link() },
    ...(view.editable && at > 0 ? [{ id: 'view.up', label: 'views.up', group: 'list', run: move(-1) } as const] : []),
    ...(view.editable && at >= 0 && at < beside.length - 1 ? [{ id: 'view.down', label: 'views.down', group: 'list', run: move(1) } as const] : []),
    ...(view.editable ? [{ id: 'view.delete', label: 'views.delete', group: 'list', run: askDelete } as const] : []),
  ]
}
