import type { TemplateVersion } from '@recado/api'
import { useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Comparison } from './compare.js'

/** Every text it has had, the newest first, with who wrote it; each opens beside the one before. */
export function Versions({ versions }: { versions: readonly TemplateVersion[] }) {
  const { t, intl } = useT()
  const [open, setOpen] = useState<number | null>(null)
  const who = ({ by }: TemplateVersion): string => (by.kind === 'platform' ? t('tpl.by_platform') : by.name ?? t('tpl.by_gone'))
  return (
    <ol className="flex flex-col gap-3">
      {versions.map((version, index) => {
        const before = versions[index + 1]
        return (
          <li key={version.version} className="flex flex-col gap-2">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <p className="min-w-0 grow"><span className="font-medium">{t('tpl.version', { number: version.version })}</span> <span className="text-sm text-ink-soft">{t('tpl.by', { who: who(version), when: intl.formatDate(version.at, { dateStyle: 'medium', timeStyle: 'short' }) })}</span></p>
              {before && <Button small look="quiet" aria-expanded={open === version.version} onClick={() => setOpen(open === version.version ? null : version.version)}>{t('tpl.compare', { number: before.version })}</Button>}
            </div>
            {before && open === version.version && <Comparison before={before} after={version} />}
          </li>
        )
      })}
    </ol>
  )
}
