import type { PreferenceLink } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { Link2 } from 'lucide-react'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { toast } from '../../ui/toast.js'

/** Copies the link to a person's own preference page; for whoever may change consents. To be imported lazily. */
export default function CopyPreferenceLink({ contactId }: { contactId: string }) {
  const { t, intl } = useT()
  const may = useCan('consents.manage')
  const make = useMutation({
    mutationFn: async () => {
      const { url } = await api.post<PreferenceLink>(`/contacts/${contactId}/preference-link`)
      await navigator.clipboard.writeText(url)
    },
    onSuccess: () => toast(t('preference.copied')), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }),
  })
  if (!may) return null
  return <Button small look="quiet" busy={make.isPending} onClick={() => make.mutate()}><Link2 aria-hidden="true" className="size-4" />{t('preference.copy')}</Button>
}
