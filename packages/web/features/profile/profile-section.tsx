import type { AccountProfile } from '@recado/api'
import { profileFaults, type ProfilePhoto, type ProfileValues } from '@recado/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { toast } from '../../ui/toast.js'
import type { SectionProps } from '../account/sections.js'
import { PhotoField } from './photo-field.js'
import { PlatformNotice, RefusedNotice } from './platform-notice.js'
import { ProfileInput } from './profile-field.js'
import { ProfilePreview } from './profile-preview.js'

/** What customers see of the business, changed where the platform lets us and pointed at where it does not. */
export default function ProfileSection({ account, channel }: SectionProps) {
  const { t } = useT()
  const client = useQueryClient()
  const key = ['profile', account.id]
  const { data, isFetching, refetch } = useQuery({ queryKey: key, queryFn: () => api.get<AccountProfile>(`/channel-accounts/${account.id}/profile`), staleTime: 60_000 })
  const [changes, setChanges] = useState<ProfileValues>({})
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: (values: ProfileValues) => api.put<AccountProfile>(`/channel-accounts/${account.id}/profile`, { values }),
    onSuccess: (next) => { client.setQueryData(key, next); setChanges({}); setTried(false); toast(t('profile.saved', { channel: channel.name })) },
  })
  if (!data) return <Loading label={t('app.loading')} />
  const { editor, values, problem } = data
  const shown: ProfileValues = { ...values, ...changes }
  const faults = profileFaults(editor, changes)
  const changed = Object.keys(changes).length > 0
  const set = (field: string, value: ProfileValues[string] | undefined) => setChanges(({ [field]: _, ...rest }) => (value === undefined || JSON.stringify(value) === JSON.stringify(values?.[field]) ? rest : { ...rest, [field]: value }))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    // A photo's address is for looking at only.
    if (faults.length === 0) save.mutate(Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, editor.fields.find((one) => one.key === name)?.kind === 'photo' ? { mediaId: (value as ProfilePhoto).mediaId ?? '' } : Array.isArray(value) ? value.filter((link) => link.trim() !== '') : value])))
  }
  const elsewhere = editor.elsewhere.length > 0 && (
    <Card title={t('profile.elsewhere')}>
      <p className="text-ink-soft">{t(editor.fields.length === 0 ? 'profile.nothing' : 'profile.elsewhere_text', { channel: channel.name })}</p>
      <ul className="mt-3 divide-y divide-line">
        {editor.elsewhere.map((one) => (
          <li key={one.key} className="flex flex-wrap items-start gap-x-4 gap-y-1 py-2.5"><div className="min-w-0 grow basis-60"><p className="font-medium">{one.label}</p><p className="text-sm text-ink-soft">{one.how}</p></div>
            <a href={one.link} target="_blank" rel="noreferrer" aria-label={`${t('profile.elsewhere_open')}: ${one.label}`} className="inline-flex min-h-8 items-center gap-1 text-accent-strong underline underline-offset-2">{t('profile.elsewhere_open')}<ExternalLink aria-hidden="true" className="size-3.5" /></a></li>
        ))}
      </ul>
    </Card>
  )
  if (editor.fields.length === 0) return elsewhere
  return (
    <>
      <p className="max-w-xl text-ink-soft">{t('profile.lead', { channel: channel.name })}</p>
      {problem && <PlatformNotice title={t('profile.not_read')} problem={problem} actions={<Button small busy={isFetching} onClick={() => void refetch()}>{t('profile.retry')}</Button>} />}
      {save.error && <RefusedNotice error={save.error} />}
      {values && (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_17rem]">
          <Card>
            <form noValidate onSubmit={submit} className="flex flex-col gap-5">
              {editor.fields.map((field) => field.kind === 'photo'
                ? <PhotoField key={`${field.key} ${data.readAt}`} field={field} shown={values[field.key] as ProfilePhoto | null} onChange={(photo) => set(field.key, photo ?? undefined)} />
                : <ProfileInput key={field.key} field={field} value={shown[field.key] ?? null} faults={tried ? faults : faults.filter((fault) => fault.code !== 'required')} onChange={(value) => set(field.key, value)} />)}
              <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
                <Button type="submit" look="primary" busy={save.isPending} disabled={!changed}>{t('profile.save', { channel: channel.name })}</Button>
                {changed ? <Button look="quiet" onClick={() => { setChanges({}); setTried(false) }}>{t('profile.undo')}</Button> : <span className="text-sm text-ink-soft">{t('profile.unchanged')}</span>}
              </div>
            </form>
          </Card>
          <ProfilePreview channel={channel} business={account.name} editor={editor} values={shown} />
        </div>
      )}
      {elsewhere}
    </>
  )
}
