/** The parts of an account's page, in the order of their tabs. A new part is one line here. */
import type { Channel, ChannelAccount } from '@recado/api'
import { lazy, type ComponentType } from 'react'
import type { MessageId } from '../../i18n/provider.js'

/** What every part gets: the account and what its channel can do. */
export interface SectionProps { account: ChannelAccount; channel: Channel }

export interface AccountSection {
  /** Last part of the address: /settings/channels/$accountId/$section. */
  id: string
  title: MessageId
  /** Who sees it. */
  permission: string
  /** Whether this channel has it at all. */
  when: (channel: Channel, account: ChannelAccount) => boolean
  component: ComponentType<SectionProps>
}

const always = () => true

/** The first one is shown at /settings/channels/$accountId itself. */
export const ACCOUNT_SECTIONS: readonly AccountSection[] = [
  { id: 'health', title: 'account.section.health', permission: 'channels.read', when: always, component: lazy(() => import('./health-section.js')) },
  { id: 'profile', title: 'account.section.profile', permission: 'channels.manage', when: (channel) => channel.profile === true, component: lazy(() => import('../profile/profile-section.js')) },
  { id: 'openers', title: 'account.section.openers', permission: 'channels.manage', when: (channel) => Boolean(channel.openers), component: lazy(() => import('../openers/openers-section.js')) },
  { id: 'automation', title: 'account.section.automation', permission: 'automation.read', when: always, component: lazy(() => import('../automation/automation-section.js')) },
  { id: 'links', title: 'account.section.links', permission: 'channels.read', when: (channel) => Boolean(channel.entry), component: lazy(() => import('../entry/links-section.js')) },
  { id: 'privacy', title: 'account.section.privacy', permission: 'channels.read', when: always, component: lazy(() => import('../deletions/privacy-section.js')) },
  { id: 'settings', title: 'account.section.settings', permission: 'channels.manage', when: always, component: lazy(() => import('./settings-section.js')) },
]
