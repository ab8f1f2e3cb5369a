import { labelKey } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useSession } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { DialogWindow } from '../../ui/overlay.js'
import { PickList, type Choice } from '../../ui/pick-list.js'
import { LabelDot } from './label-chip.js'
import { labelsQuery } from './queries.js'

/** Labels to put on and take off. `held`: those that all of what is chosen carry, `some` those that some of it do. What changed is told once, when it is closed. */
export default function LabelPicker({ held, some = [], title, onDone, onClose }: { held: readonly string[]; some?: readonly string[]; title: string; onDone: (add: string[], remove: string[]) => void; onClose: () => void }) {
  const { t } = useT()
  const { permissions } = useSession()
  const labels = useQuery(labelsQuery).data ?? []
  const [text, setText] = useState('')
  const [add, setAdd] = useState<readonly string[]>([])
  const [remove, setRemove] = useState<readonly string[]>([])
  const may = permissions.includes('labels.manage')
  const stray = [...held, ...some].filter((name) => !labels.some((label) => label.name === name))
  const offered = [...labels.filter((label) => !label.archivedAt || held.includes(label.name) || some.includes(label.name)).map((label) => ({ name: label.name, colour: label.colour, hint: label.description })), ...[...stray, ...add.filter((name) => !labels.some((label) => label.name === name))].map((name) => ({ name, colour: 'grey' as const, hint: '' }))]
  const stateOf = (name: string): boolean | 'some' => (add.includes(name) ? true : remove.includes(name) ? false : held.includes(name) ? true : some.includes(name) ? 'some' : false)
  const wish = text.trim()
  const unknown = wish !== '' && may && !offered.some((each) => labelKey(each.name) === labelKey(wish)) && !labels.some((each) => labelKey(each.name) === labelKey(wish))
  const toggle = (name: string) => {
    const on = stateOf(name) === true
    setAdd(on ? add.filter((each) => each !== name) : held.includes(name) ? add : [...add, name])
    setRemove(on ? (held.includes(name) || some.includes(name) ? [...remove, name] : remove) : remove.filter((each) => each !== name))
  }
  const pick = (id: string) => {
    if (id === 'new') { if (wish) toggle(wish) } else toggle(id)
    setText('')
  }
  const close = () => {
    if (add.length + remove.length > 0) onDone([...add], [...remove])
    onClose()
  }
  const choices = offered.map((each): Choice => ({ id: each.name, text: each.name, icon: <LabelDot colour={each.colour} />, hint: each.hint ? <span className="line-clamp-1 max-w-48">{each.hint}</span> : null, chosen: stateOf(each.name) }))
  return (
    <DialogWindow title={title} onClose={close} closeLabel={t('app.close')} footer={<Button look="primary" onClick={close}>{t('app.done')}</Button>}>
      <PickList label={title} placeholder={t('labels.find')} text={text} onText={setText} choices={choices} onPick={pick}
        {...(unknown ? { extra: { id: 'new', text: t('labels.make', { name: wish }), icon: <Plus aria-hidden="true" /> } } : {})} empty={may ? t('labels.none') : t('labels.none_ask')} />
    </DialogWindow>
  )
}
