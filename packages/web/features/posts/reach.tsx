import type { PostPreview } from '@recado/api'
import { tellCode } from '../../i18n/errors.js'
import { useT, isMessage } from '../../i18n/provider.js'
import { Notice } from '../../ui/notice.js'
import { Section } from '../campaigns/wizard/section.js'

/** Why somebody is left out, and how many. */
export function LeftOut({ excluded }: { excluded: readonly { code: string; count: number }[] }) {
  const { t, intl } = useT()
  if (excluded.length === 0) return null
  const words = (code: string): string => { const id = `posts.out.${code}`; return isMessage(intl, id) ? t(id) : tellCode(intl, code).sentence }
  return <div><h3 className="font-medium">{t('posts.left_out')}</h3><ul className="text-sm text-ink-soft">{excluded.map(({ code, count }) => <li key={code}><span className="figures">{intl.formatNumber(count)}</span> · {words(code)}</li>)}</ul></div>
}

/** Whom it would reach if it went out as it stands, and how. */
export function Reach({ preview }: { preview: PostPreview }) {
  const { t, intl } = useT()
  const { plan, code } = preview
  return (
    <Section title={t('posts.reach')}>
      <p className="text-lg font-semibold" aria-live="polite">{t('posts.reach_line', { eligible: preview.eligible })}</p>
      {plan && <p className="text-sm text-ink-soft">{t(`posts.by.${plan.reach}`)}{plan.reason && <> {t(`posts.why.${plan.reason}`)}</>}</p>}
      {code && <Notice tone="warning" title={tellCode(intl, code).sentence}>{tellCode(intl, code).next}</Notice>}
      <LeftOut excluded={preview.excluded} />
    </Section>
  )
}
