import { Check, Copy, Download } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'

/** Ten codes, shown this once. Going on asks for a tick, since nobody can show them again. */
export function RecoveryCodeList({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useT()
  const [copied, setCopied] = useState(false)
  const [kept, setKept] = useState(false)
  const copy = () => void navigator.clipboard.writeText(codes.join('\n')).then(() => setCopied(true))
  const download = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([`${t('second_factor.codes_file', { host: location.host })}\n\n${codes.join('\n')}\n`], { type: 'text/plain' }))
    link.download = 'recado-recovery-codes.txt'
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-pretty text-ink-soft">{t('second_factor.codes_lead')}</p>
      <ol data-testid="recovery-codes" className="grid grid-cols-1 gap-x-6 gap-y-1 rounded-lg border border-line-strong bg-sunken px-4 py-3 font-mono text-bubble select-all sm:grid-cols-2">{codes.map((code) => <li key={code}>{code}</li>)}</ol>
      <div className="flex flex-wrap gap-2">
        <Button small onClick={copy}>{copied ? <Check aria-hidden="true" className="size-4" /> : <Copy aria-hidden="true" className="size-4" />}{t(copied ? 'app.copied' : 'app.copy')}</Button>
        <Button small onClick={download}><Download aria-hidden="true" className="size-4" />{t('second_factor.codes_download')}</Button>
      </div>
      <Notice tone="warning">{t('second_factor.codes_warning')}</Notice>
      <label className="flex min-h-8 items-center gap-3"><input type="checkbox" checked={kept} onChange={(event) => setKept(event.target.checked)} className="size-5 accent-(--accent)" />{t('second_factor.codes_kept')}</label>
      <Button look="primary" disabled={!kept} onClick={onDone}>{t('app.continue')}</Button>
    </div>
  )
}
