import type { Consent, ContactConsents } from '@recado/api'
import { useChannel } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { inLanguage } from './queries.js'

/** A line of the ledger: who said what, when, how we know, and the very words she was shown. */
export function ConsentLine({ line, data, titled = false }: { line: Consent; data: ContactConsents; titled?: boolean }) {
  const { t, intl } = useT()
  const app = useChannel(line.channel ?? undefined)
  const moment = (at: string) => intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' })
  const topic = data.categories.find((one) => one.key === line.category)
  const scope = [t(`consent.purpose.${line.purpose}`), topic ? inLanguage(topic.names, intl.locale) : t('consent.every_topic'), app?.name ?? t('consent.every_app')].join(' · ')
  const who = line.actor.name ?? (line.actor.kind === 'contact' ? t('consent.by_herself') : null)
  return (
    <div className="flex flex-col gap-1 text-sm">
      {titled && <p className="font-semibold">{t(`consent.state.${line.state}`)}</p>}
      <p className="[overflow-wrap:anywhere]">{scope}</p>
      <p className="text-ink-soft"><time dateTime={line.at}>{moment(line.at)}</time>{line.recordedAt !== line.at && moment(line.recordedAt) !== moment(line.at) && ` · ${t('consent.recorded_at', { moment: moment(line.recordedAt) })}`}</p>
      <p className="text-ink-soft [overflow-wrap:anywhere]">{t(`consent.source.${line.source}`)}{line.sourceDetail && <> (<bdi>{line.sourceDetail}</bdi>)</>}{who && <> · <bdi>{who}</bdi></>}</p>
      {line.wording && (
        <figure className="mt-0.5">
          <blockquote dir="auto" lang={line.wording.language} className="border-s-2 border-line-strong ps-2 whitespace-pre-wrap [overflow-wrap:anywhere]">{line.wording.text}</blockquote>
          <figcaption className="mt-0.5 text-xs text-ink-soft"><bdi>{line.wording.name}</bdi> · {t('consent.version', { number: line.wording.version })}{line.wording.privacyUrl && <> · <a href={line.wording.privacyUrl} target="_blank" rel="noreferrer" className="text-accent underline underline-offset-2">{t('consent.privacy')}</a></>}</figcaption>
        </figure>
      )}
      {line.evidence && <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-xs">{Object.entries(line.evidence).map(([name, value]) => <div key={name} className="contents"><dt className="text-ink-soft">{name === 'note' ? t('consent.note') : name}</dt><dd className="[overflow-wrap:anywhere]">{typeof value === 'string' ? value : JSON.stringify(value)}</dd></div>)}</dl>}
      {line.evidenceState === 'hidden' && <p className="text-xs text-ink-soft">{t('consent.evidence_hidden')}</p>}
      {line.evidenceState === 'destroyed' && <p className="text-xs text-ink-soft">{t('consent.evidence_destroyed')}</p>}
    </div>
  )
}
