import type { Template } from '@recado/api'
import { ChevronDown } from 'lucide-react'
import { isMessage, useT } from '../../i18n/provider.js'
import { Notice } from '../../ui/notice.js'
import { TemplateBubble } from './bubble.js'
import { TemplateQuality, TemplateStatus } from './status.js'

/** One template of an account: what it is called, how it stands and why; opened, how it looks on a phone and what a program must fill in. */
export function TemplateRow({ template }: { template: Template }) {
  const { t, intl } = useT()
  const category = `templates.category.${template.category}`
  const reason = `templates.reason.${template.reason}`
  const samples = Object.fromEntries(template.parameters.filter((place) => place.component !== 'button').map((place) => [place.name ?? String((place.position ?? 0) + 1), place.example ?? '']).filter(([, sample]) => sample))
  const origin = template.origin?.startsWith('starter:') ? t('templates.origin.starter') : template.origin === 'library' ? t('templates.origin.library') : template.origin ? t('templates.origin.draft') : t('templates.origin.platform')
  return (
    <details className="group border-b border-line last:border-0">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-5 py-3 outline-offset-[-2px] hover:bg-hover [&::-webkit-details-marker]:hidden">
        <span className="min-w-0 grow basis-52"><span className="block font-mono text-sm font-semibold [overflow-wrap:anywhere]">{template.name}</span><span className="block text-sm text-ink-soft">{intl.formatDisplayName(template.language.replace('_', '-'), { type: 'language' }) ?? template.language} · {isMessage(intl, category) ? t(category) : template.category}</span></span>
        <TemplateQuality quality={template.quality} />
        <TemplateStatus status={template.status} />
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-180" />
      </summary>
      <div className="flex flex-col gap-4 bg-thread px-5 py-4 sm:flex-row">
        <TemplateBubble preview={template.preview} samples={samples} language={template.language} />
        <div className="flex min-w-0 grow flex-col gap-2 text-sm">
          {template.reason && <Notice tone={template.status === 'rejected' || template.status === 'disabled' ? 'failed' : 'warning'} title={t('templates.reason')}>{isMessage(intl, reason) ? t(reason) : template.reason}</Notice>}
          {template.origin?.startsWith('starter:') && template.category === 'MARKETING' && <Notice tone="warning" title={t('templates.refiled')}>{t('templates.refiled_text')}</Notice>}
          {template.parameters.length > 0 && <p>{t('templates.to_fill')} {template.parameters.map((place) => <code key={place.label} className="me-1.5 rounded bg-surface px-1.5 py-0.5 font-mono">{place.label}</code>)}</p>}
          <p className="text-ink-soft">{origin}</p>
        </div>
      </div>
    </details>
  )
}
