import { useQuery } from '@tanstack/react-query'
import { Ban, Check, UserSearch } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { contactSearch } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { PickList } from '../../ui/pick-list.js'
import { Spinner } from '../../ui/spinner.js'
import { whyText } from '../campaigns/words.js'
import { personQuery, type Asked } from './queries.js'
import { nextStep } from './words.js'

/** Looks one person up: whether she would get it, and if not, why and what can be done. */
export function PersonCheck({ asked }: { asked: Asked }) {
  const { t } = useT()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button small look="quiet" className="self-start" onClick={() => setOpen(true)}><UserSearch aria-hidden="true" className="size-4" />{t('segments.check_person')}</Button>
      {open && <Search asked={asked} onClose={() => setOpen(false)} />}
    </>
  )
}

function Search({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useT()
  const [text, setText] = useState('')
  const [person, setPerson] = useState<{ id: string; name: string } | null>(null)
  const people = useQuery(contactSearch(useDeferredValue(text.trim()))).data ?? []
  return (
    <DialogWindow title={t('segments.check_person')} closeLabel={t('app.close')} onClose={onClose}>
      {person && <Verdict key={person.id} asked={asked} person={person} />}
      <PickList label={t('segments.check_person')} placeholder={t('posts.show_find')} text={text} onText={setText} choices={people.map((one) => ({ id: one.id, text: one.name }))} empty={t('contacts.none_found')}
        onPick={(id) => { const found = people.find((one) => one.id === id); if (found) setPerson(found) }} />
    </DialogWindow>
  )
}

function Verdict({ asked, person }: { asked: Asked; person: { id: string; name: string } }) {
  const { t, intl } = useT()
  const { data, error, isLoading } = useQuery(personQuery(asked, person.id))
  if (error) return <Notice tone="failed" className="mb-3">{tellError(intl, error).sentence}</Notice>
  if (isLoading || data === undefined) return <p className="mb-3"><Spinner small /></p>
  const { icon: Icon, ink, line, next } = !data.meant ? { icon: Ban, ink: 'text-ink-soft', line: t('segments.check_outside'), next: '' }
    : data.code === null ? { icon: Check, ink: 'text-good', line: t('segments.check_yes'), next: '' } : { icon: Ban, ink: 'text-failed', line: whyText(intl, data.code), next: nextStep(intl, data.code) }
  return (
    <div role="status" className="mb-3 flex items-start gap-3 rounded-xl bg-sunken px-4 py-3">
      <Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${ink}`} />
      <div className="min-w-0"><p className="font-semibold [overflow-wrap:anywhere]"><bdi>{person.name}</bdi></p><p>{line}</p>{next && <p className="text-sm text-ink-soft">{next}</p>}</div>
    </div>
  )
}
