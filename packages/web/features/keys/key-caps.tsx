import { Fragment } from 'react'
import { keyCaps, onMac } from '../../hotkeys/keys.js'
import { useT } from '../../i18n/provider.js'

/** Keys as they stand on the keyboard, in the order in which they are pressed: left to right in every language. */
export function KeyCaps({ keys }: { keys: string }) {
  const { t } = useT()
  return (
    <span dir="ltr" className="inline-flex items-center gap-1">
      {keyCaps(keys, onMac()).map((cap, index) => <Fragment key={index}>
        {index > 0 && <span className="text-xs text-ink-soft">{t('keys.then')}</span>}
        <kbd className="grid min-h-6 min-w-6 place-items-center rounded-md border border-line-strong bg-sunken px-1.5 font-sans text-xs">{cap}</kbd>
      </Fragment>)}
    </span>
  )
}
