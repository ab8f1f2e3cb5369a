import type { Filter } from '@recado/core'
import { useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { askable, changed, draftOf } from '../../views/builder/draft.js'
import { GroupEditor } from '../../views/builder/group-editor.js'
import { peopleSentenceOf } from '../../views/builder/sentence.js'
import { PERSON_FIELDS, usePersonOptions } from './person-filter.js'

/** The conditions of the list, in the editor that saved views have; the address keeps them. */
export default function FilterDialog({ filter, onDone, onClose }: { filter: Filter | undefined; onDone: (filter: Filter | null) => void; onClose: () => void }) {
  const { t, intl } = useT()
  const options = usePersonOptions()
  const [draft, setDraft] = useState(() => draftOf(filter ?? { all: [] }))
  const made = askable(draft, 'people')
  const nothing = draft.items.length === 0
  const done = () => { onDone(nothing ? null : made); onClose() }
  return (
    <DialogWindow wide title={t('contacts.filter_title')} closeLabel={t('app.close')} onClose={onClose}
      footer={<>{filter && <Button onClick={() => { onDone(null); onClose() }}>{t('contacts.filter_clear')}</Button>}<Button look="primary" disabled={!nothing && !made} onClick={done}>{t('contacts.filter_show')}</Button></>}>
      <div className="flex flex-col gap-4">
        <GroupEditor group={draft} depth={0} options={options} fields={PERSON_FIELDS} change={(id, make) => setDraft((old) => changed(old, id, make))} />
        <p className="rounded-xl bg-sunken px-4 py-3">{nothing ? t('contacts.filter_none') : made ? peopleSentenceOf(made, { t, intl, options }) : t('filter.unfinished')}</p>
      </div>
    </DialogWindow>
  )
}
