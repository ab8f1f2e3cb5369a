import { LABEL_COLOURS, type ContactStage } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Milestone, Plus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { Empty } from '../../../ui/empty.js'
import { Field } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { LabelDot } from '../../labels/label-chip.js'
import { fieldFaults } from '../faults.js'
import { stagesQuery } from '../queries.js'
import { OrderedRows } from './ordered-rows.js'

/** How far people can come with the company: its words, colours and order. */
export function StagesCard({ mayChange }: { mayChange: boolean }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data: stages, error } = useQuery(stagesQuery)
  const [editing, setEditing] = useState<ContactStage | 'new' | null>(null)
  const add = mayChange && <Button look="primary" onClick={() => setEditing('new')}><Plus aria-hidden="true" className="size-4" />{t('contacts.stage_add')}</Button>
  const done = () => { setEditing(null); void client.invalidateQueries({ queryKey: stagesQuery.queryKey }) }
  return (
    <section aria-labelledby="stages">
      <div className="mb-2 flex flex-wrap items-start gap-3"><div className="min-w-56 grow basis-0"><h3 id="stages" className="text-bubble">{t('contacts.stages')}</h3><p className="max-w-xl text-pretty text-ink-soft">{t('contacts.stages_lead')}</p></div>{stages && stages.length > 0 && add}</div>
      {error && !stages && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {stages?.length === 0 && <div className="rounded-2xl border border-line bg-surface shadow-lift"><Empty icon={Milestone} title={t('contacts.stages_none')} action={add}>{t('contacts.stages_none_text')}</Empty></div>}
      {stages && stages.length > 0 && <OrderedRows path="/contact-stages" query={stagesQuery} rows={stages} mayChange={mayChange} onEdit={setEditing} show={(stage) => <span className="flex min-w-0 items-center gap-2.5"><LabelDot colour={stage.colour} /><bdi className="truncate font-semibold">{stage.name}</bdi></span>} />}
      {editing && <StageForm stage={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={done} />}
    </section>
  )
}

function StageForm({ stage, onClose, onDone }: { stage: ContactStage | null; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const [colour, setColour] = useState(stage?.colour ?? 'grey')
  const save = useMutation({ mutationFn: (body: object) => (stage ? api.patch(`/contact-stages/${stage.id}`, body) : api.post('/contact-stages', body)), onSuccess: onDone })
  const submit = (event: FormEvent<HTMLFormElement>) => { event.preventDefault(); save.mutate({ name: String(new FormData(event.currentTarget).get('name')).trim(), colour }) }
  const faults = fieldFaults(intl, save.error)
  const told = save.error && !faults.of('name') ? tellError(intl, save.error) : null
  return (
    <DialogWindow title={t(stage ? 'contacts.stage_edit' : 'contacts.stage_add')} onClose={onClose} closeLabel={t('app.close')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('contacts.name')} name="name" defaultValue={stage?.name} required autoFocus maxLength={60} dir="auto" error={faults.of('name')} />
        <fieldset><legend className="mb-1 font-medium">{t('labelset.colour')}</legend>
          <div className="flex flex-wrap gap-1.5">
            {LABEL_COLOURS.map((each) => (
              <label key={each} className={cx('inline-flex min-h-9 items-center gap-2 rounded-lg border px-2.5 text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent', each === colour ? 'border-accent bg-selected font-semibold' : 'border-line')}>
                <input type="radio" name="colour" value={each} checked={each === colour} onChange={() => setColour(each)} className="sr-only" /><LabelDot colour={each} />{t(`labelset.colour_${each}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}
