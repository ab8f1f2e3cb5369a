import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { OutgoingCard } from '../../features/public-address/outgoing-card.js'
import { publicAddressQuery, usePublicAddress } from '../../features/public-address/query.js'
import { SleepCard } from '../../features/public-address/sleep-card.js'
import { StatusCard } from '../../features/public-address/status-card.js'
import { WaysCard } from '../../features/public-address/ways-card.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { SettingsPage } from './page.js'

/** How the outside reaches this server: what is known, the ways to get there, and what is lost while it sleeps. */
export function PublicAddressPage() {
  const { t, intl } = useT()
  const { data: address, error, refetch } = useQuery(publicAddressQuery)
  const { check } = usePublicAddress()
  const asked = useRef(false)
  const { mutate } = check
  // The first look at the page tries the address, unless somebody has tried it since the start.
  useEffect(() => {
    if (asked.current || !address?.publicUrl || address.check) return
    asked.current = true
    mutate()
  }, [address, mutate])
  const told = error && !address ? tellError(intl, error) : null
  return (
    <SettingsPage title={t('settings.public_address')} lead={t('public.lead')}>
      {told && <Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={() => void refetch()}>{t('app.retry')}</Button>}>{told.next}</Notice>}
      {!address && !told && <Loading label={t('app.loading')} />}
      {address && <>
        <StatusCard address={address} checking={check.isPending} onCheck={() => mutate()} />
        <WaysCard address={address} />
        <OutgoingCard outgoing={address.outgoing} />
        <SleepCard rows={address.sleep} />
      </>}
    </SettingsPage>
  )
}
