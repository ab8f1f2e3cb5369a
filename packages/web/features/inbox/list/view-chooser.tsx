import type { SavedView } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { Header, MenuSection } from 'react-aria-components'
import { countsQuery } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { AriaButton, Item, MenuButton } from '../../../ui/overlay.js'
import { countOf, countText, isViewId, VIEW_GROUPS, viewIcon, viewLabel } from '../../shell/views.js'
import { useSavedViews } from '../../views/saved.js'
import { ViewMark } from '../../views/view-mark.js'

const heading = 'px-2.5 pt-2 pb-1 text-xs font-semibold text-ink-soft'

/** The title of the list; where the navigation has no words it opens all views. */
export function ViewChooser({ view, saved, choose }: { view: string; saved: SavedView | undefined; choose: (view: string) => void }) {
  const { t } = useT()
  const counts = useQuery(countsQuery).data
  const all = useSavedViews() ?? []
  const name = saved?.name ?? t(viewLabel[isViewId(view) ? view : 'all'])
  const number = (id: string) => { const count = countOf(counts, id); return count > 0 ? { keys: countText(count) } : {} }
  return (
    <h1 className="min-w-0 grow text-lg">
      <span className="hidden min-w-0 items-center gap-2 wide:flex">{saved && <ViewMark view={saved} />}<bdi className="truncate">{name}</bdi></span>
      <span className="wide:hidden">
        <MenuButton label={t('list.views')} placement="bottom start" trigger={
          <AriaButton aria-label={t('views.choose', { name })} className="-ms-1 flex min-h-9 max-w-full items-center gap-1.5 rounded-lg px-1 hover:bg-hover">
            {saved && <ViewMark view={saved} />}<bdi className="truncate">{name}</bdi><ChevronDown aria-hidden="true" className="size-5 shrink-0 text-ink-soft" />
          </AriaButton>}>
          {VIEW_GROUPS.map((group) => (
            <MenuSection key={group.id}>
              <Header className={heading}>{t(group.label)}</Header>
              {group.views.map((id) => { const Icon = viewIcon[id]; return <Item key={id} icon={<Icon />} {...number(id)} onAction={() => choose(id)}>{t(viewLabel[id])}</Item> })}
            </MenuSection>
          ))}
          {all.length > 0 && (
            <MenuSection>
              <Header className={heading}>{t('views.group_saved')}</Header>
              {all.map((each) => <Item key={each.id} icon={<ViewMark view={each} />} {...number(each.id)} onAction={() => choose(each.id)}>{each.name}</Item>)}
            </MenuSection>
          )}
        </MenuButton>
      </span>
    </h1>
  )
}
