import { Link } from '@tanstack/react-router'
import { FastForward, Inbox, ServerCog, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useNow } from '../../api/clock.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { AriaButton, Item, MenuButton } from '../../ui/overlay.js'
import { Spinner } from '../../ui/spinner.js'
import { toast } from '../../ui/toast.js'
import { useSkipTime } from './phone-data.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Steps with a meaning: a menu click closes after a minute, a window after 24 or 48 hours. */
const STEPS = [{ unit: 'minute', value: 1 }, { unit: 'hour', value: 1 }, { unit: 'hour', value: 23 }, { unit: 'hour', value: 25 }, { unit: 'hour', value: 48 }] as const

/** The hour it is for these people, and what makes it later. */
export function ClockBar({ onNewPerson, onPlatform, showsPlatform }: { onNewPerson?: (() => void) | undefined; onPlatform?: (() => void) | undefined; showsPlatform: boolean }) {
  const { t, intl } = useT()
  const now = useNow(1000)
  const skipTime = useSkipTime()
  const [isSkipping, setSkipping] = useState(false)
  const skip = async (ms: number) => {
    setSkipping(true)
    await skipTime(ms).catch((error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' }))
    setSkipping(false)
  }
  const spanOf = ({ unit, value }: (typeof STEPS)[number]) => intl.formatNumber(value, { style: 'unit', unit, unitDisplay: 'short' })
  const msOf = ({ unit, value }: (typeof STEPS)[number]) => value * (unit === 'minute' ? MINUTE : HOUR)
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-2 border-b md:gap-x-3 border-line bg-surface px-3 py-2 md:px-4">
      <h1 className="text-lg max-md:sr-only">{t('nav.phones')}</h1>
      <p className="flex items-baseline gap-2" role="timer" aria-label={t('phones.clock')}>
        <time className="figures text-lg font-semibold" dateTime={new Date(now).toISOString()}>{intl.formatTime(now, { hour: '2-digit', minute: '2-digit', second: '2-digit' })}</time>
        <span className="text-sm text-ink-soft max-sm:hidden">{intl.formatDate(now, { weekday: 'short', day: 'numeric', month: 'short' })}</span>
      </p>
      <div role="group" aria-label={t('phones.skip')} className="hidden items-center overflow-hidden rounded-lg border border-line-strong lg:flex">
        <span className="flex items-center px-2 text-ink-soft">{isSkipping ? <Spinner small /> : <FastForward aria-hidden="true" className="size-4" />}</span>
        {STEPS.map((step) => <button key={`${step.value}${step.unit}`} type="button" disabled={isSkipping} aria-label={t('phones.skip_by', { span: spanOf(step) })} onClick={() => void skip(msOf(step))} className="figures min-h-8 border-s border-line px-2.5 text-sm font-medium -outline-offset-2 hover:bg-hover disabled:opacity-55">+{spanOf(step)}</button>)}
      </div>
      <div className="lg:hidden">
        <MenuButton label={t('phones.skip')} placement="bottom start" trigger={<AriaButton isDisabled={isSkipping} className={cx(buttonClass('plain', true), 'data-[disabled]:opacity-55')}>{isSkipping ? <Spinner small /> : <FastForward aria-hidden="true" className="size-4" />}<span>{t('phones.skip')}</span></AriaButton>}>
          {STEPS.map((step) => <Item key={`${step.value}${step.unit}`} textValue={spanOf(step)} onAction={() => void skip(msOf(step))}>+{spanOf(step)}</Item>)}
        </MenuButton>
      </div>
      <div className="ms-auto flex items-center gap-2">
        {onPlatform && <Button small aria-pressed={showsPlatform} className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent" onClick={onPlatform}><ServerCog aria-hidden="true" className="size-4" /><span className="max-sm:sr-only">{t('platform.title')}</span></Button>}
        {onNewPerson && <Button small onClick={onNewPerson}><UserPlus aria-hidden="true" className="size-4" /><span className="max-sm:sr-only">{t('phones.new_person')}</span></Button>}
        <Link to="/inbox" className={buttonClass('primary', true)}><Inbox aria-hidden="true" className="size-4" /><span className="max-sm:sr-only">{t('phones.open_desk')}</span></Link>
      </div>
    </header>
  )
}
