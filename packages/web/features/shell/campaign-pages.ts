import type { MessageId } from '../../i18n/provider.js'

interface Page { to: string; label: MessageId; /** who may open it */ needs: string }

/** The pages of who plans messages to many, in the order of their tabs; the palette has the same. */
export const CAMPAIGN_PAGES: readonly Page[] = [
  { to: '/campaigns', label: 'nav.campaigns', needs: 'campaigns.read' },
  { to: '/segments', label: 'nav.segments', needs: 'segments.read' },
  { to: '/templates', label: 'nav.templates', needs: 'templates.manage' },
  { to: '/posts', label: 'nav.posts', needs: 'posts.manage' },
  { to: '/costs', label: 'nav.costs', needs: 'costs.read' },
]

/** Those that somebody with these permissions may open, among those that this build has. */
export const campaignPages = (permissions: readonly string[], paths: Readonly<Record<string, unknown>>): readonly Page[] =>
  CAMPAIGN_PAGES.filter((page) => permissions.includes(page.needs) && Object.hasOwn(paths, page.to))

export const isCampaignPath = (path: string): boolean => CAMPAIGN_PAGES.some(({ to }) => path === to || path.startsWith(`${to}/`))
