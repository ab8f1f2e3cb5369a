import { useQueryClient } from '@tanstack/react-query'
import type { Session } from '@recado/api'
import { api } from '../../api/client.js'
import { keys } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { GateFrame } from '../gate/frame.js'
import { SetUpSecondFactor } from './set-up.js'

/** The page for somebody of whom a second factor is demanded and who has none: it comes before the desk, or over it when her time is up. */
export default function MustSetUp({ session }: { session: Session }) {
  const { t } = useT()
  const client = useQueryClient()
  const again = () => client.invalidateQueries()
  const signOut = () => void api.delete('/session').finally(() => void client.resetQueries({ queryKey: keys.session }))
  return (
    <GateFrame title={t('second_factor.must_title')} lead={t(session.secondFactor.demandedBy === 'everybody' ? 'second_factor.must_everybody' : 'second_factor.must_real')}>
      <SetUpSecondFactor onDone={() => void again()} />
      <p className="mt-6 flex flex-wrap items-center justify-between gap-2 border-t border-line pt-4 text-sm text-ink-soft">{t('second_factor.signed_in_as', { email: session.user.email })}<Button small look="quiet" onClick={signOut}>{t('second_factor.sign_out')}</Button></p>
    </GateFrame>
  )
}
