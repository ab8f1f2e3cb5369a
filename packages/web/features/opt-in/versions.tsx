import type { OptInForm } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { membersQuery } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { optInVersionsOptions } from './queries.js'

/** What was published when, word for word. Nothing of it ever changes. */
export function VersionsCard({ form }: { form: OptInForm }) {
  const { t, intl } = useT()
  const [open, setOpen] = useState(false)
  const { data: versions } = useQuery({ ...optInVersionsOptions(form.id), enabled: open })
  const members = useQuery(membersQuery).data ?? []
  if (form.publishedVersion === null) return null
  return (
    <Card>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="min-h-8 cursor-pointer py-1 font-semibold">{t('optin.versions')}</summary>
        <p className="mb-2 text-sm text-ink-soft">{t('optin.versions_text')}</p>
        <ul className="flex flex-col gap-3">
          {versions?.map((version) => (
            <li key={version.version} className="rounded-lg border border-line p-3">
              <p className="font-medium">{t('optin.version', { version: version.version })} <span className="font-normal text-ink-soft">· {intl.formatDate(version.publishedAt, { dateStyle: 'medium', timeStyle: 'short' })}{members.some((one) => one.id === version.publishedBy.id) && ` · ${members.find((one) => one.id === version.publishedBy.id)!.name}`}</span></p>
              {Object.entries(version.texts).map(([language, texts]) => <p key={language} lang={language} dir="auto" className="mt-1 text-sm"><span className="text-ink-soft">{intl.formatDisplayName(language, { type: 'language' })}: </span>{texts.wording}</p>)}
              <a href={version.privacyUrl} target="_blank" rel="noreferrer" dir="ltr" className="mt-1 block text-sm text-accent underline underline-offset-2 [overflow-wrap:anywhere]">{version.privacyUrl}</a>
            </li>
          ))}
        </ul>
      </details>
    </Card>
  )
}
