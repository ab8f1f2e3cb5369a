import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { tellError } from '../i18n/errors.js'
import { useT } from '../i18n/provider.js'
import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'

/** A page that broke: the rest of the desk stays. */
export function PageFault({ error, reset }: ErrorComponentProps) {
  const { t, intl } = useT()
  const router = useRouter()
  const told = tellError(intl, error)
  const again = () => { reset(); void router.invalidate() }
  return <div className="p-6"><Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={again}>{t('app.retry')}</Button>}>{told.next}</Notice></div>
}
