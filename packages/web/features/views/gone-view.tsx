import { Link } from '@tanstack/react-router'
import { EyeOff } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { buttonClass } from '../../ui/button.js'
import { Empty } from '../../ui/empty.js'

/** The address names a view that was deleted, or that somebody keeps for herself. */
export function GoneView() {
  const { t } = useT()
  return <Empty icon={EyeOff} title={t('views.gone_title')} action={<Link to="/inbox" search={{ view: 'all' }} className={buttonClass('primary')}>{t('views.go_all')}</Link>}>{t('views.gone_text')}</Empty>
}
