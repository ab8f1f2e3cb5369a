import type { OptInForm } from '@recado/api'
import { Copy, ExternalLink } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'

/** What stands on the company's own site. */
export const snippetOf = (form: Pick<OptInForm, 'widgetUrl'>): string => `<script src="${form.widgetUrl}" async></script>`

/** Where visitors find it: the page's address, and the line for the company's own site. */
export function ShareCard({ form }: { form: OptInForm }) {
  const { t } = useT()
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => toast(t('app.copied')))
  return (
    <Card title={t('optin.share')}>
      {form.publishedVersion === null || form.archivedAt ? <Notice>{t(form.archivedAt ? 'optin.share.closed' : 'optin.share.not_yet')}</Notice> : (
        <div className="flex flex-col gap-4">
          <Line label={t('optin.share.page')} text={form.pageUrl}>
            <Button small onClick={() => copy(form.pageUrl)}><Copy aria-hidden="true" className="size-4" />{t('optin.share.copy_page')}</Button>
            <a href={form.pageUrl} target="_blank" rel="noreferrer" className={buttonClass('quiet', true)}><ExternalLink aria-hidden="true" className="size-4" />{t('optin.share.open')}</a>
          </Line>
          <Line label={t('optin.share.widget')} help={t('optin.share.widget_help')} text={snippetOf(form)}>
            <Button small onClick={() => copy(snippetOf(form))}><Copy aria-hidden="true" className="size-4" />{t('optin.share.copy_widget')}</Button>
          </Line>
          <p className="text-sm text-ink-soft">{t('optin.share.own_button')} <code dir="ltr" className="font-mono text-xs [overflow-wrap:anywhere]">{`data-recado-open="${form.slug}"`}</code></p>
        </div>
      )}
    </Card>
  )
}

function Line({ label, help, text, children }: { label: string; help?: string; text: string; children: React.ReactNode }) {
  return (
    <div>
      <p className="font-medium">{label}</p>
      {help && <p className="text-sm text-ink-soft">{help}</p>}
      <p dir="ltr" className="my-1.5 rounded-lg border border-line bg-sunken px-3 py-2 font-mono text-xs [overflow-wrap:anywhere]">{text}</p>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  )
}
