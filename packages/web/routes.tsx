import { CONVERSATION_STATUSES, SORTS, type ConversationStatus, type ListQuery } from '@recado/api'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { LanguageProvider } from './i18n/provider.js'
import { Inbox } from './pages/inbox.js'
import { NotFound } from './pages/not-found.js'
import { PageFault } from './pages/page-fault.js'
import { readCostsSearch } from './features/costs/search.js'
import { readCampaignsSearch, readReportSearch, readStep } from './features/campaigns/search.js'
import { readAuditSearch } from './features/audit/search.js'
import { readContactsSearch, readPersonSearch } from './features/contacts/search.js'
import { Shell } from './features/shell/shell.js'
import { readLibrarySearch, readWriteSearch } from './features/templates/search.js'

export interface InboxSearch extends Pick<ListQuery, 'assignee' | 'channel' | 'account' | 'label' | 'q' | 'sort'> {
  view?: string
  /** Open ones unless it says otherwise. */
  status?: ConversationStatus | 'any'
  /** What to open over the inbox: a new conversation, or a view that is made, changed or copied. */
  compose?: 'new' | 'view' | 'view_edit' | 'view_copy'
  /** The message at which the thread opens. */
  at?: string
}

const STATUSES = [...CONVERSATION_STATUSES, 'any'] as const

/** The address's questions; what is no question of ours is dropped. */
export function readInboxSearch(raw: Record<string, unknown>): InboxSearch {
  const text = (key: string) => (typeof raw[key] === 'string' || typeof raw[key] === 'number' ? String(raw[key]).slice(0, 400) : undefined)
  const found: InboxSearch = {}
  for (const key of ['view', 'assignee', 'channel', 'account', 'label', 'q', 'at'] as const) {
    const value = text(key)
    if (value) found[key] = value
  }
  const status = STATUSES.find((each) => each === raw.status)
  const sort = SORTS.find((each) => each === raw.sort)
  if (status) found.status = status
  if (sort) found.sort = sort
  const compose = (['new', 'view', 'view_edit', 'view_copy'] as const).find((each) => each === raw.compose)
  if (compose) found.compose = compose
  return found
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: PageFault })
const home = createRoute({ getParentRoute: () => root, path: '/', beforeLoad: () => { throw redirect({ to: '/inbox' }) } })
const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', beforeLoad: () => { throw redirect({ to: '/inbox' }) } })
const setup = createRoute({ getParentRoute: () => root, path: '/setup', beforeLoad: () => { throw redirect({ to: '/inbox' }) } })
const inbox = createRoute({ getParentRoute: () => root, path: '/inbox', component: Inbox, validateSearch: readInboxSearch })
const conversation = createRoute({ getParentRoute: () => inbox, path: '$conversationId' })

/** Pages beside the desk: their sentences come with the first of them. */
const beside = createRoute({ getParentRoute: () => root, id: 'beside', component: () => <LanguageProvider part="rest"><Outlet /></LanguageProvider> })

const settings = createRoute({ getParentRoute: () => beside, path: '/settings', component: lazyRouteComponent(() => import('./pages/settings/layout.js'), 'SettingsLayout') })
const settingsPage = { getParentRoute: () => settings }
const settingsHome = createRoute({ ...settingsPage, path: '/', beforeLoad: () => { throw redirect({ to: '/settings/me' }) } })
const me = createRoute({ ...settingsPage, path: 'me', component: lazyRouteComponent(() => import('./pages/settings/me.js'), 'MyPreferences') })
const keysPage = createRoute({ ...settingsPage, path: 'keys', component: lazyRouteComponent(() => import('./pages/settings/keys.js'), 'KeysPage') })
const notifications = createRoute({ ...settingsPage, path: 'notifications', component: lazyRouteComponent(() => import('./pages/settings/notifications.js'), 'NotificationsPage') })
const security = createRoute({ ...settingsPage, path: 'security', component: lazyRouteComponent(() => import('./pages/settings/security.js'), 'SecurityPage') })
const publicAddress = createRoute({ ...settingsPage, path: 'public-address', component: lazyRouteComponent(() => import('./pages/settings/public-address.js'), 'PublicAddressPage') })
const channels = createRoute({ ...settingsPage, path: 'channels', component: lazyRouteComponent(() => import('./pages/settings/channels.js'), 'ChannelSettings') })
const addChannel = createRoute({ ...settingsPage, path: 'channels/add', component: lazyRouteComponent(() => import('./pages/settings/add-channel.js'), 'AddChannel') })
const connect = createRoute({ ...settingsPage, path: 'channels/add/$channel', component: lazyRouteComponent(() => import('./pages/settings/connect.js'), 'ConnectPage') })
const account = createRoute({ ...settingsPage, path: 'channels/$accountId', component: lazyRouteComponent(() => import('./pages/settings/account.js'), 'AccountPage') })
const accountSection = createRoute({ getParentRoute: () => account, path: '$section' })
const members = createRoute({ ...settingsPage, path: 'members', component: lazyRouteComponent(() => import('./pages/settings/members.js'), 'MembersPage') })
const assignmentPage = createRoute({ ...settingsPage, path: 'assignment', component: lazyRouteComponent(() => import('./pages/settings/assignment.js'), 'AssignmentPage') })
const teams = createRoute({ ...settingsPage, path: 'teams', component: lazyRouteComponent(() => import('./pages/settings/teams.js'), 'TeamsPage') })
const inboxes = createRoute({ ...settingsPage, path: 'inboxes', component: lazyRouteComponent(() => import('./pages/settings/inboxes.js'), 'InboxesPage') })
const roles = createRoute({ ...settingsPage, path: 'roles', component: lazyRouteComponent(() => import('./pages/settings/roles.js'), 'RolesPage') })
const auditPage = createRoute({ ...settingsPage, path: 'audit', validateSearch: readAuditSearch, component: lazyRouteComponent(() => import('./pages/settings/audit.js'), 'AuditPage') })
const statusPage = createRoute({ ...settingsPage, path: 'status', component: lazyRouteComponent(() => import('./pages/settings/status.js'), 'StatusPage') })
const backupsPage = createRoute({ ...settingsPage, path: 'backups', component: lazyRouteComponent(() => import('./pages/settings/backups.js'), 'BackupsPage') })
const deletionsPage = createRoute({ ...settingsPage, path: 'deletions', component: lazyRouteComponent(() => import('./pages/settings/deletions.js'), 'DeletionsPage') })
const tokens = createRoute({ ...settingsPage, path: 'tokens', component: lazyRouteComponent(() => import('./pages/settings/tokens.js'), 'TokensPage') })
const templatesPage = createRoute({ ...settingsPage, path: 'templates', beforeLoad: () => { throw redirect({ to: '/templates' }) } })
const developers = createRoute({ ...settingsPage, path: 'developers', component: lazyRouteComponent(() => import('./pages/settings/developers.js'), 'DevelopersPage') })
const bridgesBack = (search: Record<string, unknown>): { bridge?: string; connected?: string; fault?: string } => Object.fromEntries(['bridge', 'connected', 'fault'].flatMap((name) => (search[name] === undefined ? [] : [[name, String(search[name])]])))
const bridges = createRoute({ ...settingsPage, path: 'bridges', validateSearch: bridgesBack, component: lazyRouteComponent(() => import('./pages/settings/bridges.js'), 'BridgesPage') })
const bridge = createRoute({ ...settingsPage, path: 'bridges/$bridgeId', validateSearch: bridgesBack, component: lazyRouteComponent(() => import('./pages/settings/bridge.js'), 'BridgePage') })
const webhookEndpoint = createRoute({ ...settingsPage, path: 'developers/$endpointId', component: lazyRouteComponent(() => import('./pages/settings/webhook-endpoint.js'), 'WebhookEndpointPage') })
const importPage = createRoute({ ...settingsPage, path: 'import', component: lazyRouteComponent(() => import('./pages/settings/import.js'), 'ImportPage') })
const hoursPage = createRoute({ ...settingsPage, path: 'hours', component: lazyRouteComponent(() => import('./pages/settings/hours.js'), 'HoursPage'), validateSearch: (raw: Record<string, unknown>): { owner?: string } => (typeof raw.owner === 'string' ? { owner: raw.owner.slice(0, 80) } : {}) })
const nudgesPage = createRoute({ ...settingsPage, path: 'nudges', component: lazyRouteComponent(() => import('./pages/settings/nudges.js'), 'NudgesPage') })
const consentWordsPage = createRoute({ ...settingsPage, path: 'consent-words', component: lazyRouteComponent(() => import('./pages/settings/consent-words.js'), 'ConsentWordsPage') })
const contactFields = createRoute({ ...settingsPage, path: 'contact-fields', component: lazyRouteComponent(() => import('./pages/settings/contact-fields.js'), 'ContactFieldsPage') })
const companies = createRoute({ ...settingsPage, path: 'companies', component: lazyRouteComponent(() => import('./pages/settings/companies.js'), 'CompaniesPage') })
const consentPage = createRoute({ ...settingsPage, path: 'consent', component: lazyRouteComponent(() => import('./pages/settings/consent.js'), 'ConsentPage') })
const labelsPage = createRoute({ ...settingsPage, path: 'labels', component: lazyRouteComponent(() => import('./pages/settings/labels.js'), 'LabelsPage') })
const savedReplies = createRoute({ ...settingsPage, path: 'saved-replies', component: lazyRouteComponent(() => import('./pages/settings/saved-replies.js'), 'SavedRepliesPage') })
const macrosPage = createRoute({ ...settingsPage, path: 'macros', component: lazyRouteComponent(() => import('./pages/settings/macros.js'), 'MacrosPage') })

const contacts = createRoute({ getParentRoute: () => beside, path: '/contacts', component: lazyRouteComponent(() => import('./pages/contacts.js'), 'ContactsPage'), validateSearch: readContactsSearch })
const contactImport = createRoute({ getParentRoute: () => beside, path: '/contacts/import', component: lazyRouteComponent(() => import('./pages/contact-import.js'), 'ContactImportPage'), validateSearch: (raw: Record<string, unknown>): { file?: string } => (typeof raw.file === 'string' ? { file: raw.file.slice(0, 60) } : {}) })
const contact = createRoute({ getParentRoute: () => beside, path: '/contacts/$contactId', component: lazyRouteComponent(() => import('./pages/contact.js'), 'ContactPage'), validateSearch: readPersonSearch })
const companiesHome = createRoute({ getParentRoute: () => beside, path: '/contacts/companies', beforeLoad: () => { throw redirect({ to: '/settings/companies' }) } })
const company = createRoute({ getParentRoute: () => beside, path: '/contacts/companies/$companyId', component: lazyRouteComponent(() => import('./pages/contact-company.js'), 'CompanyPage') })
const optInPage = createRoute({ ...settingsPage, path: 'opt-in', component: lazyRouteComponent(() => import('./pages/settings/opt-in.js'), 'OptInPage') })
const optInFormPage = createRoute({ ...settingsPage, path: 'opt-in/$formId', component: lazyRouteComponent(() => import('./pages/settings/opt-in-form.js'), 'OptInFormPage') })

const campaignsPage = createRoute({ getParentRoute: () => beside, path: '/campaigns', component: lazyRouteComponent(() => import('./pages/campaigns/dashboard.js'), 'CampaignsPage'), validateSearch: readCampaignsSearch })
const campaignNew = createRoute({ getParentRoute: () => beside, path: '/campaigns/new', component: lazyRouteComponent(() => import('./pages/campaigns/new.js'), 'NewCampaign') })
const campaignPage = createRoute({ getParentRoute: () => beside, path: '/campaigns/$campaignId', component: lazyRouteComponent(() => import('./pages/campaigns/campaign.js'), 'CampaignPage'), validateSearch: readStep })
const campaignReport = createRoute({ getParentRoute: () => beside, path: '/campaigns/$campaignId/report', component: lazyRouteComponent(() => import('./pages/campaigns/report.js'), 'CampaignReportPage'), validateSearch: readReportSearch })

const segmentsPage = createRoute({ getParentRoute: () => beside, path: '/segments', component: lazyRouteComponent(() => import('./pages/segments/segments.js'), 'SegmentsPage') })
const listsPage = createRoute({ getParentRoute: () => beside, path: '/segments/lists', component: lazyRouteComponent(() => import('./pages/segments/lists.js'), 'ListsPage') })
const listPage = createRoute({ getParentRoute: () => beside, path: '/segments/lists/$listId', component: lazyRouteComponent(() => import('./pages/segments/list.js'), 'ListPage') })
const segmentPage = createRoute({ getParentRoute: () => beside, path: '/segments/$segmentId', component: lazyRouteComponent(() => import('./pages/segments/segment.js'), 'SegmentPage') })

const costsPage = createRoute({ getParentRoute: () => beside, path: '/costs', component: lazyRouteComponent(() => import('./pages/costs.js'), 'CostsPage'), validateSearch: readCostsSearch })
const rateCardsPage = createRoute({ ...settingsPage, path: 'rate-cards', component: lazyRouteComponent(() => import('./pages/settings/rate-cards.js'), 'RateCardsPage') })

const templateLibrary = createRoute({ getParentRoute: () => beside, path: '/templates', component: lazyRouteComponent(() => import('./pages/templates/library.js'), 'TemplateLibraryPage'), validateSearch: readLibrarySearch })
const templateWrite = createRoute({ getParentRoute: () => beside, path: '/templates/write', component: lazyRouteComponent(() => import('./pages/templates/write.js'), 'WriteTemplatePage'), validateSearch: readWriteSearch })
const templateOne = createRoute({ getParentRoute: () => beside, path: '/templates/$templateId', component: lazyRouteComponent(() => import('./pages/templates/template.js'), 'TemplatePage') })

const postsPage = createRoute({ getParentRoute: () => beside, path: '/posts', component: lazyRouteComponent(() => import('./pages/posts/posts.js'), 'PostsPage'), validateSearch: (raw: Record<string, unknown>): { account?: string } => (typeof raw.account === 'string' ? { account: raw.account.slice(0, 60) } : {}) })
const postPage = createRoute({ getParentRoute: () => beside, path: '/posts/$postId', component: lazyRouteComponent(() => import('./pages/posts/post.js'), 'PostPage') })
const phones = createRoute({ getParentRoute: () => beside, path: '/simulator', component: lazyRouteComponent(() => import('./pages/phones.js'), 'PhonesPage') })

const sources = createRoute({ getParentRoute: () => beside, path: '/reports/sources', component: lazyRouteComponent(() => import('./pages/reports/sources.js'), 'SourcesPage') })
const wallboard = createRoute({ getParentRoute: () => beside, path: '/wallboard', component: lazyRouteComponent(() => import('./pages/wallboard.js'), 'WallboardPage'), validateSearch: (raw: Record<string, unknown>): { inbox?: string; team?: string } => ({ ...(typeof raw.inbox === 'string' ? { inbox: raw.inbox } : {}), ...(typeof raw.team === 'string' ? { team: raw.team } : {}) }) })
const printSheet = createRoute({ getParentRoute: () => beside, path: '/print/$accountId/$pointId', component: lazyRouteComponent(() => import('./pages/print-sheet.js'), 'PrintSheet') })

const tree = root.addChildren([
  home, signIn, setup, inbox.addChildren([conversation]),
  beside.addChildren([templateLibrary, templateWrite, templateOne, contacts, contactImport, contact, companiesHome, company, campaignsPage, campaignNew, campaignPage, campaignReport, segmentsPage, listsPage, listPage, segmentPage, costsPage, postsPage, postPage, phones, sources, wallboard, printSheet, settings.addChildren([settingsHome, me, keysPage, notifications, security, publicAddress, channels, addChannel, connect, account.addChildren([accountSection]), members, teams, inboxes, roles, auditPage, backupsPage, statusPage, deletionsPage, assignmentPage, tokens, templatesPage, rateCardsPage, developers, webhookEndpoint, bridges, bridge, importPage, optInPage, optInFormPage, hoursPage, nudgesPage, consentWordsPage, contactFields, companies, consentPage, labelsPage, savedReplies, macrosPage])]),
])

export function makeRouter() {
  return createRouter({ routeTree: tree, defaultPreload: 'intent', defaultPendingMs: 300, scrollRestoration: false })
}

declare module '@tanstack/react-router' {
  interface Register { router: ReturnType<typeof makeRouter> }
}
