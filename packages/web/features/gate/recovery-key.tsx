import { Check, Copy, Download } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { GateFrame } from './frame.js'

/** The key to the sealed secrets, said once. Going on asks for a tick, since nobody can say it again. */
export function RecoveryKey({ value, onDone }: { value: string; onDone: () => void }) {
  const { t } = useT()
  const [copied, setCopied] = useState(false)
  const [kept, setKept] = useState(false)
  const copy = () => void navigator.clipboard.writeText(value).then(() => setCopied(true))
  const download = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([`${t('setup.key_file')}\n\n${value}\n`], { type: 'text/plain' }))
    link.download = 'recado-recovery-key.txt'
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <GateFrame title={t('setup.key_title')} lead={t('setup.key_lead')} step={t('setup.step', { step: 2, of: 3 })}>
      <div className="flex flex-col gap-4">
        <code className="block rounded-lg border border-line-strong bg-sunken p-4 font-mono text-bubble select-all [overflow-wrap:anywhere]" data-testid="recovery-key">{value}</code>
        <div className="flex flex-wrap gap-2">
          <Button small onClick={copy}>{copied ? <Check aria-hidden="true" className="size-4" /> : <Copy aria-hidden="true" className="size-4" />}{t(copied ? 'app.copied' : 'app.copy')}</Button>
          <Button small onClick={download}><Download aria-hidden="true" className="size-4" />{t('setup.key_download')}</Button>
        </div>
        <Notice tone="warning">{t('setup.key_warning')}</Notice>
        <label className="flex min-h-8 items-center gap-3"><input type="checkbox" checked={kept} onChange={(event) => setKept(event.target.checked)} className="size-5 accent-(--accent)" />{t('setup.key_kept')}</label>
        <Button look="primary" disabled={!kept} onClick={onDone}>{t('app.continue')}</Button>
      </div>
    </GateFrame>
  )
}
