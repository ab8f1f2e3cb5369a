import { Copy } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'

/** A secret that is shown this once. */
export function SecretNotice({ secret, rotated = false }: { secret: string; rotated?: boolean }) {
  const { t } = useT()
  return (
    <Notice tone="good" alert title={t('webhooks.secret_once')} actions={<Button small onClick={() => void navigator.clipboard.writeText(secret).then(() => toast(t('app.copied')))}><Copy aria-hidden="true" className="size-4" />{t('app.copy')}</Button>}>
      <code className="block font-mono text-base select-all [overflow-wrap:anywhere]">{secret}</code>
      {rotated && <p className="mt-1">{t('webhooks.rotated')}</p>}
    </Notice>
  )
}
