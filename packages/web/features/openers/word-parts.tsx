import type { Fault, Openers, OpenerSet, OpenersEditor } from '@recado/core'
import { Plus, X } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field, TextArea } from '../../ui/field.js'
import { IconButton } from '../../ui/overlay.js'
import { Card } from '../../pages/settings/page.js'
import { countText, faultAt } from '../profile/fault-text.js'
import { freshKey } from './draft.js'

interface Props { editor: OpenersEditor<string>; set: OpenerSet; openers: Openers; faults: readonly Fault[]; path: string; onChange: (set: OpenerSet) => void }

const swap = <T,>(list: readonly T[], at: number, item: T): T[] => list.map((one, place) => (place === at ? item : one))

/** The parts that are words only, as far as the platform has them. */
export function WordParts({ editor, set, openers, faults, path, onChange }: Props) {
  const { t } = useT()
  const has = (part: 'greeting' | 'iceBreakers' | 'commands') => editor[part] !== undefined && (set.audience === null || editor.audience?.parts.includes(part))
  const questions = set.iceBreakers ?? []
  const commands = set.commands ?? []
  const error = (at: string) => faultAt(t, faults, `${path}.${at}`)
  const remove = (onPress: () => void) => <IconButton label={t('profile.remove')} onPress={onPress} className="mt-6"><X aria-hidden="true" /></IconButton>
  return (
    <>
      {editor.greeting && has('greeting') && (
        <Card>
          <TextArea label={t('openers.greeting')} value={set.greeting ?? ''} dir="auto" error={error('greeting')} help={[editor.greeting.help, editor.greeting.variables ? t('openers.greeting_places', { places: editor.greeting.variables.join(', ') }) : null, countText(t, set.greeting ?? '', editor.greeting)].filter(Boolean).join(' ')} onChange={(event) => onChange({ ...set, greeting: event.target.value })} />
        </Card>
      )}
      {editor.iceBreakers && has('iceBreakers') && (
        <Card title={t('openers.questions')}>
          <p className="text-sm text-ink-soft">{editor.iceBreakers.help}</p>
          <ul className="mt-3 flex flex-col gap-3">
            {questions.map((one, at) => (
              <li key={at} className="flex items-start gap-2">
                <div className="grid grow gap-2 sm:grid-cols-[3fr_2fr]">
                  <Field className={editor.iceBreakers?.keyMaxLength === undefined ? 'sm:col-span-2' : ''} label={t('openers.question', { number: at + 1 })} value={one.title} dir="auto" error={error(`iceBreakers.${at}.title`)} help={countText(t, one.title, editor.iceBreakers ?? {})} onChange={(event) => onChange({ ...set, iceBreakers: swap(questions, at, { ...one, title: event.target.value }) })} />
                  {editor.iceBreakers?.keyMaxLength !== undefined && <Field label={t('openers.question_key', { number: at + 1 })} value={one.key ?? ''} spellCheck={false} error={error(`iceBreakers.${at}.key`)} onChange={(event) => onChange({ ...set, iceBreakers: swap(questions, at, { ...one, key: event.target.value }) })} />}
                </div>
                {remove(() => onChange({ ...set, iceBreakers: questions.filter((_, place) => place !== at) }))}
              </li>
            ))}
          </ul>
          {error('iceBreakers') && <p role="alert" className="mt-2 text-sm text-failed">{error('iceBreakers')}</p>}
          <Button small className="mt-3" disabled={questions.length >= editor.iceBreakers.most} onClick={() => onChange({ ...set, iceBreakers: [...questions, { title: '', ...(editor.iceBreakers?.keyMaxLength === undefined ? {} : { key: freshKey(openers, 'ASK') }) }] })}><Plus aria-hidden="true" className="size-4" />{t('openers.question_add')}</Button>
        </Card>
      )}
      {editor.commands && has('commands') && (
        <Card title={t('openers.commands')}>
          <p className="text-sm text-ink-soft">{editor.commands.help}</p>
          <ul className="mt-3 flex flex-col gap-3">
            {commands.map((one, at) => (
              <li key={at} className="flex items-start gap-2">
                <div className="grid grow gap-2 sm:grid-cols-[1fr_2fr]">
                  <Field label={t('openers.command_name', { number: at + 1 })} value={one.name} spellCheck={false} error={error(`commands.${at}.name`)} onChange={(event) => onChange({ ...set, commands: swap(commands, at, { ...one, name: event.target.value }) })} />
                  <Field label={t('openers.command_hint', { number: at + 1 })} value={one.hint} dir="auto" error={error(`commands.${at}.hint`)} onChange={(event) => onChange({ ...set, commands: swap(commands, at, { ...one, hint: event.target.value }) })} />
                </div>
                {remove(() => onChange({ ...set, commands: commands.filter((_, place) => place !== at) }))}
              </li>
            ))}
          </ul>
          {error('commands') && <p role="alert" className="mt-2 text-sm text-failed">{error('commands')}</p>}
          <Button small className="mt-3" disabled={commands.length >= editor.commands.most} onClick={() => onChange({ ...set, commands: [...commands, { name: '', hint: '' }] })}><Plus aria-hidden="true" className="size-4" />{t('openers.command_add')}</Button>
        </Card>
      )}
    </>
  )
}
