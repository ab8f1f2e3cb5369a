import type { Channel, ChannelAccount } from '@recado/api'
import { hasOpeners, leavesOf } from '@recado/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../api/client.js'
import { useSession } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { RefusedNotice } from '../profile/platform-notice.js'
import { openersOptions } from './query.js'

/** Before webhooks are switched on, where that switches off what stands on the platform: whether a copy is kept, and the way to one. */
export function ConnectCopy({ account, channel }: { account: ChannelAccount; channel: Channel }) {
  const { t } = useT()
  const client = useQueryClient()
  const { permissions } = useSession()
  const lost = channel.openers?.lostOnConnect
  const wanted = lost !== null && lost !== undefined && account.firstWebhookAt === null && permissions.includes('channels.manage')
  const { data } = useQuery({ ...openersOptions(account.id), enabled: wanted })
  const bring = useMutation({ mutationFn: () => api.post(`/channel-accounts/${account.id}/openers/import`), onSuccess: () => client.invalidateQueries({ queryKey: openersOptions(account.id).queryKey }) })
  if (!wanted || !data) return null
  const menu = leavesOf(data.draft?.openers.sets[0]?.menu ?? []).length
  const open = <Link to="/settings/channels/$accountId/$section" params={{ accountId: account.id, section: 'openers' }} className={buttonClass('plain', true)}>{t('openers.to_draft')}</Link>
  if (data.importedAt && menu === 0 && data.replies.length === 0 && data.published && hasOpeners(data.published)) return <Notice tone="good" title={t('openers.imported_stays', { channel: channel.name })} />
  if (data.importedAt && menu === 0 && data.replies.length === 0) return <Notice tone="good" title={t('openers.imported_empty', { channel: channel.name })} />
  if (data.importedAt) return <Notice tone="good" title={t('openers.imported', { menu, replies: data.replies.length })} actions={open}>{t('openers.imported_next')}</Notice>
  return (
    <>
      <Notice tone="warning" title={lost.title} actions={<Button small busy={bring.isPending} onClick={() => bring.mutate()}>{t('openers.import', { channel: channel.name })}</Button>}><p>{lost.text}</p><p className="mt-1 font-medium">{t('openers.copy_missing')}</p></Notice>
      {bring.error && <RefusedNotice error={bring.error} />}
    </>
  )
}
