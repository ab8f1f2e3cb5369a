import { Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { useT } from '../i18n/provider.js'
import { buttonClass } from '../ui/button.js'
import { Empty } from '../ui/empty.js'

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useT()
  return <Empty icon={Compass} title={t('not_found.title')} action={<Link to="/inbox" className={buttonClass('primary')}>{t('not_found.action')}</Link>}>{t('not_found.text')}</Empty>
}
