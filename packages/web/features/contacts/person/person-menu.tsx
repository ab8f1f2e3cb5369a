import { useNavigate } from '@tanstack/react-router'
import { Ellipsis, FileDown, UserRoundX } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useCan } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { useT } from '../../../i18n/provider.js'
import { AriaButton, Item, MenuButton } from '../../../ui/overlay.js'
import type { PersonDetail } from '../model.js'

const CopyDialog = lazy(() => import('../erase/copy-dialog.js'))
const EraseDialog = lazy(() => import('../erase/erase-dialog.js'))

/** What the law gives her: a copy of everything held about her, and to be forgotten. */
export function PersonMenu({ person }: { person: PersonDetail }) {
  const { t } = useT()
  const navigate = useNavigate()
  const [copies, erases] = [useCan('contacts.export'), useCan('contacts.erase')]
  const [open, setOpen] = useState<'copy' | 'erase' | null>(null)
  useActions([
    ...(copies ? [{ id: 'person.copy', label: 'contacts.copy_data' as const, group: 'conversation' as const, run: () => setOpen('copy') }] : []),
    ...(erases ? [{ id: 'person.erase', label: 'contacts.forget' as const, group: 'conversation' as const, run: () => setOpen('erase') }] : []),
  ])
  if (!copies && !erases) return null
  return (
    <>
      <MenuButton label={t('contacts.person_actions')} trigger={<AriaButton aria-label={t('contacts.person_actions')} className="grid size-9 shrink-0 place-items-center self-start rounded-lg text-ink-soft data-[hovered]:bg-hover"><Ellipsis aria-hidden="true" className="size-[19px]" /></AriaButton>}>
        {copies && <Item icon={<FileDown />} onAction={() => setOpen('copy')}>{t('contacts.copy_data')}</Item>}
        {erases && <Item danger icon={<UserRoundX />} onAction={() => setOpen('erase')}>{t('contacts.forget')}</Item>}
      </MenuButton>
      <Suspense fallback={null}>
        {open === 'copy' && <CopyDialog contact={person} onClose={() => setOpen(null)} />}
        {open === 'erase' && <EraseDialog contact={person} onClose={() => setOpen(null)} onErased={() => void navigate({ to: '/contacts' })} />}
      </Suspense>
    </>
  )
}
