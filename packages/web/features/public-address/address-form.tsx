import type { PublicAddress } from '@recado/api'
import type { FormEvent } from 'react'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { usePublicAddress } from './query.js'
import { EXAMPLE } from './recipes.js'

/** The address under which the world calls us; the addresses to paste at the platforms follow from it. */
export function AddressForm({ address }: { address: PublicAddress }) {
  const { t, intl } = useT()
  const { change, check } = usePublicAddress()
  if (address.publicUrlFrom === 'environment') return <Notice>{t('public.address_fixed')}</Notice>
  if (!address.mayChange) return <Notice>{t('public.only_owner')}</Notice>
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const wish = String(new FormData(event.currentTarget).get('publicUrl')).trim()
    change.mutate({ publicUrl: wish || null }, { onSuccess: () => { toast(t('app.saved')); if (wish) check.mutate() } })
  }
  const told = change.error ? tellError(intl, change.error) : null
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 border-t border-line pt-4">
      <Field label={t('public.address_field')} name="publicUrl" type="url" inputMode="url" placeholder={`https://${EXAMPLE}`} key={address.publicUrl} defaultValue={address.publicUrl ?? ''} maxLength={300} help={t('public.address_help')} error={told ? `${told.sentence} ${told.next}` : undefined} />
      <Button type="submit" look="primary" className="self-start" busy={change.isPending || check.isPending}>{t('public.address_save')}</Button>
    </form>
  )
}
