import type { Campaign } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { Section } from '../../features/campaigns/wizard/section.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'

/** A name, and the draft is on the server: everything after it is kept as it is written. */
export function NewCampaign() {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const make = useMutation({ mutationFn: () => api.post<Campaign>('/campaigns', { name: name.trim() }), onSuccess: ({ id }) => navigate({ to: '/campaigns/$campaignId', params: { campaignId: id }, search: { step: 'audience' }, replace: true }) })
  return (
    <CampaignsFrame title={t('nav.new_campaign')}>
      <form className="flex max-w-xl flex-col gap-4" onSubmit={(event) => { event.preventDefault(); if (name.trim()) make.mutate() }}>
        <Section title={t('campaigns.name_title')} text={t('campaigns.name_text')}><Field label={t('campaigns.name')} value={name} maxLength={120} required autoFocus onChange={(event) => setName(event.target.value)} /></Section>
        {make.error && <Notice tone="failed" alert title={tellError(intl, make.error).sentence}>{tellError(intl, make.error).next}</Notice>}
        <div className="flex justify-end gap-2"><Link to="/campaigns" className={buttonClass('quiet')}>{t('app.cancel')}</Link><Button type="submit" look="primary" busy={make.isPending} disabled={!name.trim()}>{t('campaigns.begin')}</Button></div>
      </form>
    </CampaignsFrame>
  )
}
