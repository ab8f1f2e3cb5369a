import { useMutation } from '@tanstack/react-query'
import { PlugZap, Smartphone } from 'lucide-react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Notice } from '../../ui/notice.js'
import { Spinner } from '../../ui/spinner.js'
import { GateFrame } from './frame.js'

const card = 'flex w-full items-start gap-4 rounded-xl border border-line-strong bg-surface p-4 text-start hover:bg-hover disabled:opacity-60'

/** Two ways to begin: simulated phones in a demo workspace, or a real account. */
export function SetupChoice({ onDone }: { onDone: () => void }) {
  const { t, intl } = useT()
  const demo = useMutation({
    mutationFn: () => api.post<{ workspaceId: string }>('/demo'),
    onSuccess: () => { history.replaceState(null, '', '/inbox'); onDone() },
  })
  const real = () => {
    history.replaceState(null, '', '/settings/channels/add')
    onDone()
  }
  const told = demo.error ? tellError(intl, demo.error) : null
  return (
    <GateFrame title={t('setup.choice_title')} lead={t('setup.choice_lead')} step={t('setup.step', { step: 3, of: 3 })}>
      <div className="flex flex-col gap-3">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <button type="button" className={card} onClick={() => demo.mutate()} disabled={demo.isPending} aria-busy={demo.isPending}>
          <span className="grid size-11 shrink-0 place-items-center rounded-xl bg-accent text-on-accent">{demo.isPending ? <Spinner /> : <Smartphone aria-hidden="true" className="size-5" />}</span>
          <span><span className="block font-semibold">{t('setup.choice_demo')}</span><span className="text-sm text-ink-soft">{t(demo.isPending ? 'setup.choice_demo_making' : 'setup.choice_demo_text')}</span></span>
        </button>
        <button type="button" className={card} onClick={real} disabled={demo.isPending}>
          <span className="grid size-11 shrink-0 place-items-center rounded-xl bg-accent-soft text-accent"><PlugZap aria-hidden="true" className="size-5" /></span>
          <span><span className="block font-semibold">{t('setup.choice_real')}</span><span className="text-sm text-ink-soft">{t('setup.choice_real_text')}</span></span>
        </button>
      </div>
    </GateFrame>
  )
}
