import type { SavedView } from '@recado/api'
import { Ellipsis, ListPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useCan } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { useT } from '../../../i18n/provider.js'
import { IconButton, Item, MenuButton, AriaButton } from '../../../ui/overlay.js'
import { useViewMenu } from '../../views/use-view-menu.js'

const DeleteView = lazy(() => import('../../views/builder/delete-view.js'))

/** What can be done with the view that is shown; in a standard view, a view can be made of it. */
export function ViewMenu({ saved }: { saved: SavedView | undefined }) {
  const { t } = useT()
  const [deleting, setDeleting] = useState(false)
  const mayKeep = useCan('views.own')
  const [make, ...rest] = useViewMenu(saved, () => setDeleting(true))
  const actions = [...(mayKeep && make ? [make] : []), ...rest.filter((action) => mayKeep || action.id === 'view.link')]
  useActions(actions)
  if (!saved) return make && mayKeep ? <IconButton label={t('views.new')} onPress={make.run}><ListPlus aria-hidden="true" /></IconButton> : null
  return (
    <>
      <MenuButton label={t('views.menu')} trigger={<AriaButton aria-label={t('views.menu')} className="grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-hover"><Ellipsis aria-hidden="true" className="size-5" /></AriaButton>}>
        {actions.map((action) => <Item key={action.id} danger={action.id === 'view.delete'} onAction={action.run}>{t(action.label)}</Item>)}
      </MenuButton>
      {deleting && <Suspense fallback={null}><DeleteView view={saved} onClose={() => setDeleting(false)} /></Suspense>}
    </>
  )
}
