import type { TemplateAlert } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { FileCheck2, FileWarning, FileX2, type LucideIcon } from 'lucide-react'
import type { IntlShape } from 'react-intl'
import { formatMoment } from '../../i18n/format.js'
import { isMessage, useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'

/** Which of them stop or may stop what is sent. */
const BAD: ReadonlySet<string> = new Set(['rejected', 'disabled', 'archived'])

const faceOf = ({ what, became }: TemplateAlert): { icon: LucideIcon; ink: string } =>
  what === 'status' && became === 'approved' ? { icon: FileCheck2, ink: 'text-good' } : what === 'status' && BAD.has(became) ? { icon: FileX2, ink: 'text-failed' } : { icon: FileWarning, ink: 'text-waiting' }

/** The sentence's name: a status by what it became, everything else by what it is. */
export const newsMessage = ({ what, became }: TemplateAlert, intl: IntlShape): string => {
  const id = `template_status.news.${what === 'status' ? became : what}`
  return isMessage(intl, id) ? id : 'template_status.news.changed'
}

/** What the platforms made of templates that she wrote or looks after; a press leads to the template, where it is seen. */
export function TemplateNews({ alerts, now, onOpen }: { alerts: readonly TemplateAlert[]; now: number; onOpen: () => void }) {
  const { t, intl } = useT()
  return (
    <ul>{alerts.map((alert) => {
      const { icon: Icon, ink } = faceOf(alert)
      return (
        <li key={alert.id}>
          <Link to="/templates/$templateId" params={{ templateId: alert.templateId }} onClick={onOpen} className="flex gap-3 border-b border-line bg-accent-soft/40 px-3 py-2.5 hover:bg-hover">
            <span className={cx('mt-0.5 grid size-8 shrink-0 place-items-center rounded-full bg-sunken', ink)}><Icon aria-hidden="true" className="size-4" /></span>
            <span className="min-w-0 grow">
              <span className="flex items-baseline gap-2">
                <span className="min-w-0 grow font-semibold">{t(newsMessage(alert, intl) as 'template_status.news.changed', { became: alert.became })}</span>
                <time dateTime={alert.at} className="shrink-0 text-xs text-ink-soft">{formatMoment(intl, alert.at, now)}</time>
                <span className="size-2 shrink-0 self-center rounded-full bg-accent"><span className="sr-only">{t('notice.unread')}</span></span>
              </span>
              <span className="flex min-w-0 items-baseline gap-1.5 text-sm"><bdi className="truncate font-mono">{alert.name}</bdi><span className="shrink-0 text-ink-soft">{alert.language}</span></span>
              {alert.what === 'status' && alert.reason && <span dir="auto" className="line-clamp-2 text-sm text-ink-soft">{alert.reason}</span>}
            </span>
          </Link>
        </li>
      )
    })}</ul>
  )
}
