/** The API of a Recado installation, typed. Written by tools/client.mjs from its OpenAPI document: change the routes, not this file. */

export interface AssignmentPlan {
  enabled: boolean
  rules: {
    id: string
    name: string
    enabled: boolean
    channels: string[]
    accountIds: string[]
    languages: string[]
    methods: ("last_agent" | "least_busy" | "round_robin")[]
    userIds: string[]
    teamIds: string[]
    skills: string[]
    language: "ignore" | "prefer" | "require"
    fallbackTeamId: string | null
    onNew: boolean
    onReopened: boolean
    afterMinutes: number | null
  }[]
  teamToMember: boolean
  whenOff: "stay" | "waiting" | "queue"
  offAfterMinutes: number | null
}

export interface AttributeDefinition {
  id: string
  key: string
  name: string
  description: string
  type: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
  options: {
    key: string
    name: string
    archived: boolean
  }[]
  required: boolean
  archivedAt: string | null
}

export interface Audience {
  include: {
    segmentIds: string[]
    listIds: string[]
    filter?: Record<string, unknown>
  }
  exclude: {
    segmentIds: string[]
    listIds: string[]
    filter?: Record<string, unknown>
  }
  purpose: "marketing" | "notification"
  category: string | null
  basis?: "contract" | "consent" | "existing_customer" | "legitimate_interest"
  routes: {
    accountId: string
    as: "template" | "freeform" | "post"
    priceClass: string | null
    templateId?: string
    language?: string
  }[]
  choose: "first" | "cheapest"
  cap: {
    messages: number
    days: number
  } | null
  countries?: string[]
  exceptCountries?: string[]
}

export interface AudiencePerson {
  contactId: string
  name: string
  avatarUrl: string | null
  country: string | null
  accountId: string | null
  code: string | null
}

export interface AudiencePreview {
  total: number
  eligible: number
  excluded: {
    code: string
    count: number
  }[]
  byRoute: {
    route: number
    accountId: string
    count: number
  }[]
  byCountry: {
    country: string | null
    count: number
  }[]
  estimate: {
    maximum: {
      amount: string
      currency: string
    }[]
    unpriced: number
    lines: {
      accountId: string
      country: string | null
      market: string | null
      priceClass: string
      count: number
      free: number
      unit: string | null
      amount: string | null
      currency: string | null
    }[]
  } | null
}

export interface AudienceSpec {
  include: {
    segmentIds: string[]
    listIds: string[]
    /** Conditions, as in saved views; those about people (docs/segments.md). */
    filter?: unknown
  }
  exclude: {
    segmentIds: string[]
    listIds: string[]
    /** Conditions, as in saved views; those about people (docs/segments.md). */
    filter?: unknown
  }
  purpose: "marketing" | "notification"
  category: string | null
  basis?: "contract" | "consent" | "existing_customer" | "legitimate_interest"
  routes: {
    accountId: string
    as: "template" | "freeform" | "post"
    priceClass: string | null
    templateId?: string
    language?: string
  }[]
  choose: "first" | "cheapest"
  cap: {
    messages: number
    days: number
  } | null
  countries?: string[]
  schedule?: {
    from: string
    until: string | null
    quietHours: {
      from: string
      to: string
    } | null
  }
}

export interface Bridge {
  id: string
  kind: "woocommerce" | "hubspot"
  name: string
  /** The `source` of external ids and orders that come over it. */
  source: string
  state: "new" | "ready" | "paused" | "reconnect" | "disconnected"
  stateCode: string | null
  webhookUrl: string
  redirectUrl?: string
  hasSecret: boolean
  waiting: number
  failed: number
  people: number
  lastInAt: string | null
  lastOkAt: string | null
  nextAt: string | null
  createdAt: string
  settings: Record<string, unknown>
}

export interface BridgeDelivery {
  id: string
  topic: string
  subject: string | null
  state: "waiting" | "done" | "ignored" | "failed"
  code: string | null
  detail: string | null
  attempts: number
  receivedAt: string
  settledAt: string | null
}

export interface BridgeRun {
  id: string
  what: "full" | "changes" | "push" | "try"
  state: "running" | "done" | "failed" | "waiting"
  counts: Record<string, number>
  code: string | null
  detail: string | null
  startedAt: string
  endedAt: string | null
}

export interface Budget {
  id: string
  scope: "workspace" | "team" | "campaign"
  subjectId: string | null
  name: string | null
  /** Decimal text with at least four places. */
  amount: string
  currency: string
  warnPercent: number
  /** Decimal text with at least four places. */
  spent: string
  part: number
  near: boolean
  updatedAt: string
}

export interface BulkAnswer {
  changeId: string | null
  changed: number
  skipped: {
    id: string
    code: string
  }[]
  more: boolean
}

export interface Campaign {
  id: string
  name: string
  state: "draft" | "in_review" | "scheduled" | "preparing" | "sending" | "paused" | "stopping" | "stopped" | "done"
  stateReason: string | null
  audience: Record<string, unknown>
  schedule: Record<string, unknown>
  settings: Record<string, unknown>
  version: number
  createdBy: {
    kind: "user" | "token"
    id: string
    name: string | null
  }
  createdAt: string
  updatedAt: string
  submittedBy: {
    kind: "user" | "token"
    id: string
    name: string | null
  } | null
  submittedAt: string | null
  approvedBy: {
    kind: "user" | "token"
    id: string
    name: string | null
  } | null
  approvedAt: string | null
  reviewNote: string | null
  startsAt: string | null
  snapshotAt: string | null
  startedAt: string | null
  pausedAt: string | null
  endedAt: string | null
  winner: string | null
  winnerAt: string | null
  winnerBy: "result" | "person" | null
  winnerDueAt: string | null
  committed: {
    amount: string
    currency: string
  } | null
  counts: CampaignCounts | null
  finishesAt: string | null
  variants: Record<string, unknown>[]
  estimate: Estimate | null
  problems: {
    code: string
    field: string
    accountId?: string
    variant?: string
    detail?: string
  }[]
  mayApprove: boolean
  mayLoosen: boolean
}

export interface CampaignCounts {
  audience: number
  excluded: number
  held_out: number
  pending: number
  queued: number
  sending: number
  accepted: number
  sent: number
  delivered: number
  read: number
  failed: number
  unknown: number
  cancelled: number
  clicked: number
  replied: number
  converted: number
  opted_out: number
}

export interface CampaignPreview {
  total: number
  eligible: number
  excluded: {
    code: string
    count: number
  }[]
  byRoute: {
    route: number
    accountId: string
    count: number
  }[]
  byCountry: {
    country: string | null
    count: number
  }[]
  byVariant: {
    variant: string
    count: number
  }[]
  heldOut: number
  estimate: Estimate
  startsAt: string
  finishesAt: string | null
  pace: {
    accountId: string
    perSecond: number
    perDay: number | null
    days: number
    count: number
    finishesAt: string | null
  }[]
  problems: {
    code: string
    field: string
    accountId?: string
    variant?: string
    detail?: string
  }[]
  samples: {
    contactId: string
    name: string
    accountId: string
    variant: string
    content: Record<string, unknown>
    missing: string[]
  }[]
}

export interface CampaignRecipient {
  contactId: string
  name: string
  accountId: string | null
  route: number
  variant: string | null
  country: string | null
  language: string | null
  state: "excluded" | "held_out" | "pending" | "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "unknown" | "cancelled"
  code: string | null
  platformCode: string | null
  conversationId: string | null
  messageId: string | null
  dueAt: string | null
  acceptedAt: string | null
  sentAt: string | null
  deliveredAt: string | null
  readAt: string | null
  clickedAt: string | null
  repliedAt: string | null
  convertedAt: string | null
  optedOutAt: string | null
  price: {
    amount: string
    currency: string
    class: string
    estimated: boolean
  } | null
}

export interface CampaignRow {
  id: string
  name: string
  state: "draft" | "in_review" | "scheduled" | "preparing" | "sending" | "paused" | "stopping" | "stopped" | "done"
  stateReason: string | null
  audience: Record<string, unknown>
  schedule: Record<string, unknown>
  settings: Record<string, unknown>
  version: number
  createdBy: {
    kind: "user" | "token"
    id: string
    name: string | null
  }
  createdAt: string
  updatedAt: string
  submittedBy: {
    kind: "user" | "token"
    id: string
    name: string | null
  } | null
  submittedAt: string | null
  approvedBy: {
    kind: "user" | "token"
    id: string
    name: string | null
  } | null
  approvedAt: string | null
  reviewNote: string | null
  startsAt: string | null
  snapshotAt: string | null
  startedAt: string | null
  pausedAt: string | null
  endedAt: string | null
  winner: string | null
  winnerAt: string | null
  winnerBy: "result" | "person" | null
  winnerDueAt: string | null
  committed: {
    amount: string
    currency: string
  } | null
  counts: CampaignCounts | null
  finishesAt: string | null
  variantKeys: string[]
}

export type CampaignSchedule = {
  kind: "now"
} | {
  kind: "at"
  at: string
} | {
  kind: "person_time"
  localAt: string
}

export interface CampaignSettings {
  spreadHours?: number
  quietHours?: {
    from: string
    to: string
  } | null
  budget?: {
    amount: string
    currency: string
  } | null
  perSecond?: number | null
  stopOn?: {
    failures?: number
    errorPercent?: number
    blockPercent?: number
    least?: number
  } | null
  endsAt?: string | null
  holdOutPercent?: number
  abTest?: {
    samplePercent: number
    afterHours: number
    by: "read" | "clicked" | "replied"
  } | null
  approval?: boolean
  replies?: {
    assign?: {
      to: "user" | "team" | "inbox"
      id: string
    } | null
    labels?: string[]
  }
  trackLinks?: boolean
  fallback?: boolean
}

export interface CampaignVariant {
  key: string
  name: string
  share: number
  contents: Record<string, {
    /** One of: text, image, video, audio, document, sticker, location, contacts, reaction, choices, link, form, products, template, request. */
    content: SendContent
    languages?: Record<string, SendContent>
    fallbacks?: Record<string, string>
  }>
}

export interface ChangedConversation {
  id: string
  number: number
  channel: string
  channelAccountId: string
  inboxId: string
  contact: {
    id: string
    name: string
    avatarUrl: string | null
    companyId: string | null
  }
  identity: {
    id: string
    keys: {
      kind: string
      value: string
    }[]
  }
  status: "open" | "pending" | "snoozed" | "resolved"
  snoozedUntil: string | null
  snoozeMode: "until" | "before_close" | "reply" | null
  priority: "none" | "low" | "normal" | "high" | "urgent"
  assignee: {
    id: string
    name: string
  } | null
  team: {
    id: string
    name: string
  } | null
  participantIds: string[]
  queuedSince: string | null
  labels: string[]
  unread: number
  waitingSince: string | null
  lastInboundAt: string | null
  lastActivityAt: string
  lastMessage: {
    kind: string
    text: string
    direction: "in" | "out"
    status: string
    at: string
  } | null
  failed: number
  window: {
    state: "open" | "closed" | "none"
    openedAt: string | null
    closesAt: string | null
    left: number | null
    kind: string | null
  }
  answerBy: string | null
  verdicts: Record<string, Verdict | null>
  caseId: string | null
  drafts: {
    id: string
    name: string
  }[]
  /** Messages that wait for their moment. */
  scheduled?: number
  seq: number
  changeId: string | null
}

export interface Colleague {
  userId: string
  availability: "available" | "away" | "offline"
  cause: "hand" | "hours" | "no_browser" | "here"
  reason: string
  until: string | null
  since: string | null
  name: string
  open: number
  capacity: number | null
  channelOpen: Record<string, number>
  channelLimits: Record<string, number>
  languages: string[]
  skills: string[]
  teamIds: string[]
  inboxIds: string[]
  timetable: {
    timeZone: string
    week: {
      from: string
      to: string
    }[][]
    dates: {
      date: string
      slots: {
        from: string
        to: string
      }[]
      name?: string
    }[]
  } | null
}

export interface Company {
  id: string
  name: string
  domain: string | null
  people: number
  createdAt: string
}

export interface CompanyDetail {
  id: string
  name: string
  domain: string | null
  people: number
  createdAt: string
  threads: {
    all: number
    open: number
    waiting: number
  } | null
  orders: {
    currency: string
    count: number
    amount: string
  }[] | null
}

export interface Consent {
  id: string
  contactId: string
  identityId: string | null
  purpose: "service" | "notification" | "marketing"
  category: string | null
  channel: string | null
  state: "pending" | "given" | "confirmed" | "withdrawn" | "expired"
  source: "api" | "agent" | "import" | "widget" | "opt_in_page" | "preference_page" | "keyword" | "platform" | "link_code" | "bridge" | "double_opt_in" | "rule"
  sourceDetail: string | null
  wording: ConsentWording | null
  at: string
  recordedAt: string
  expiresAt: string | null
  actor: {
    kind: "user" | "token" | "system" | "nobody" | "contact"
    id?: string
    name?: string
  }
  evidence: Record<string, unknown> | null
  evidenceState: "none" | "readable" | "hidden" | "destroyed"
}

export interface ConsentCategory {
  id: string
  key: string
  names: Record<string, string>
  descriptions: Record<string, string>
  archivedAt: string | null
}

export interface ConsentStanding {
  purpose: "service" | "notification" | "marketing"
  category: string | null
  channel: string | null
  identityId: string | null
  accountName: string | null
  basis: "contract" | "consent" | "existing_customer" | "legitimate_interest"
  allowed: boolean
  code: "opted_out" | "consent_missing" | null
  state: "pending" | "given" | "confirmed" | "withdrawn" | "expired" | "none"
  since: string | null
  until: string | null
  proofId: string | null
  stoppedOnPlatform: boolean
}

export interface ConsentWording {
  id: string
  name: string
  language: string
  version: number
  text: string
  privacyUrl: string | null
  createdAt: string
}

export interface Contact {
  id: string
  name: string
  avatarUrl: string | null
  language: string | null
  country: string | null
  notes: string
  labels: string[]
  identities: {
    id: string
    channel: string
    channelAccountId: string
    accountName: string
    keys: {
      kind: string
      value: string
    }[]
    profileName: string | null
    address: string | null
    reachable: boolean | null
    lastInboundAt: string | null
    joinedBy: {
      how: "agent" | "api" | "code" | "platform"
      by: string | null
      at: string
      mergeId: string
      code: {
        end: string
        issuedBy: string | null
        issuedAt: string
      } | null
    } | null
  }[]
  timeZone: string | null
  languageGiven: boolean
  countryGiven: boolean
  timeZoneGiven: boolean
  stageId: string | null
  ownerId: string | null
  company: {
    id: string
    name: string
  } | null
  attributes: Record<string, string | number | boolean | string[]>
  addresses: {
    id: string
    kind: "phone" | "email"
    value: string
    label: string
  }[]
  externalIds: {
    source: string
    externalId: string
  }[]
  updatedAt: string
  createdAt: string
}

export interface ContactBulkAnswer {
  changeId: string | null
  changed: number
  skipped: {
    id: string
    code: string
  }[]
  more: boolean
  next: string | null
}

export interface ContactFile {
  id: string
  mediaId: string
  name: string
  mime: string
  bytes: number
  url: string
  addedBy: {
    id: string
    name: string
  } | null
  createdAt: string
  place: {
    conversationId: string
    messageId: string
    channel: string
    channelAccountId: string
    direction: "in" | "out"
  } | null
}

export interface ContactList {
  id: string
  name: string
  description: string
  members: number
  createdAt: string
  updatedAt: string
  usedBy: number
}

export interface ContactNote {
  id: string
  text: string
  author: {
    id: string
    name: string
  } | null
  at: string
  editedAt: string | null
  /** Whether the asker may change or remove it: its author, and whoever manages contact fields. */
  mine: boolean
}

export interface ContactOrder {
  id: string
  source: string
  externalId: string
  number: string | null
  at: string
  amount: string | null
  currency: string | null
  status: "placed" | "paid" | "shipped" | "done" | "cancelled" | "refunded"
  items: {
    name: string
    quantity: number
    sku: string | null
    total: string | null
  }[]
}

export interface ContactStage {
  id: string
  name: string
  colour: "grey" | "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "violet" | "pink"
  archivedAt: string | null
}

export interface ContactsUndone {
  changeId: string
  undone: string[]
  kept: string[]
}

export interface Conversation {
  id: string
  number: number
  channel: string
  channelAccountId: string
  inboxId: string
  contact: {
    id: string
    name: string
    avatarUrl: string | null
    companyId: string | null
  }
  identity: {
    id: string
    keys: {
      kind: string
      value: string
    }[]
  }
  status: "open" | "pending" | "snoozed" | "resolved"
  snoozedUntil: string | null
  snoozeMode: "until" | "before_close" | "reply" | null
  priority: "none" | "low" | "normal" | "high" | "urgent"
  assignee: {
    id: string
    name: string
  } | null
  team: {
    id: string
    name: string
  } | null
  participantIds: string[]
  queuedSince: string | null
  labels: string[]
  unread: number
  waitingSince: string | null
  lastInboundAt: string | null
  lastActivityAt: string
  lastMessage: {
    kind: string
    text: string
    direction: "in" | "out"
    status: string
    at: string
  } | null
  failed: number
  window: {
    state: "open" | "closed" | "none"
    openedAt: string | null
    closesAt: string | null
    left: number | null
    kind: string | null
  }
  answerBy: string | null
}

export interface ConversationCampaign {
  campaignId: string
  name: string
  messageId: string | null
  variant: string | null
  state: "excluded" | "held_out" | "pending" | "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "unknown" | "cancelled"
  at: string
  clickedAt: string | null
  repliedAt: string | null
  convertedAt: string | null
  links: {
    url: string
    clickedAt: string | null
  }[]
}

export interface ConversationDetail {
  id: string
  number: number
  channel: string
  channelAccountId: string
  inboxId: string
  contact: {
    id: string
    name: string
    avatarUrl: string | null
    companyId: string | null
  }
  identity: {
    id: string
    keys: {
      kind: string
      value: string
    }[]
  }
  status: "open" | "pending" | "snoozed" | "resolved"
  snoozedUntil: string | null
  snoozeMode: "until" | "before_close" | "reply" | null
  priority: "none" | "low" | "normal" | "high" | "urgent"
  assignee: {
    id: string
    name: string
  } | null
  team: {
    id: string
    name: string
  } | null
  participantIds: string[]
  queuedSince: string | null
  labels: string[]
  unread: number
  waitingSince: string | null
  lastInboundAt: string | null
  lastActivityAt: string
  lastMessage: {
    kind: string
    text: string
    direction: "in" | "out"
    status: string
    at: string
  } | null
  failed: number
  window: {
    state: "open" | "closed" | "none"
    openedAt: string | null
    closesAt: string | null
    left: number | null
    kind: string | null
  }
  answerBy: string | null
  verdicts: Record<string, Verdict | null>
  caseId: string | null
  drafts: {
    id: string
    name: string
  }[]
  /** Messages that wait for their moment. */
  scheduled?: number
  seq: number
}

export interface CostMonth {
  /** "2026-11" */
  month: string
  timeZone: string
  /** 0 to 1 */
  passed: number
  totals: CostSum[]
  days: {
    day: string
    /** Decimal text with at least four places. */
    amount: string
    currency: string
  }[]
  forecast: {
    /** Decimal text with at least four places. */
    amount: string
    currency: string
  }[]
  budgets: Budget[]
  allowances: {
    accountId: string
    name: string
    used: number
    of: number
  }[]
}

export interface CostReport {
  /** "2026-11" */
  from: string
  /** "2026-11" */
  to: string
  by: "month" | "campaign" | "channel" | "account" | "agent" | "team" | "template" | "country" | "class"
  totals: CostSum[]
  rows: {
    messages: number
    charged: number
    free: number
    undelivered: number
    /** Left, with no bill yet. */
    open: number
    /** Decimal text with at least four places. */
    estimated: string
    /** Decimal text with at least four places. */
    billed: string
    /** Decimal text with at least four places. */
    pending: string
    currency: string
    key: string | null
    label: string | null
  }[]
  differences: {
    reason: string
    messages: number
    /** Decimal text with at least four places. */
    estimated: string
    /** Decimal text with at least four places. */
    billed: string
    currency: string
  }[]
  free: {
    reason: string
    messages: number
  }[]
  checks: {
    accountId: string
    name: string
    /** "2026-11" */
    month: string
    class: string
    currency: string
    ours: {
      messages: number
      amount: string | null
    }
    theirs: {
      messages: number
      amount: string | null
    }
    differs: boolean
    until: string
    checkedAt: string
  }[]
}

export interface CostSum {
  messages: number
  charged: number
  free: number
  undelivered: number
  /** Left, with no bill yet. */
  open: number
  /** Decimal text with at least four places. */
  estimated: string
  /** Decimal text with at least four places. */
  billed: string
  /** Decimal text with at least four places. */
  pending: string
  currency: string
}

export interface DuplicatePair {
  people: Contact[]
  kinds: string[]
  foundAt: string
}

export interface Estimate {
  maximum: {
    amount: string
    currency: string
  }[]
  unpriced: number
  lines: {
    accountId: string
    country: string | null
    market: string | null
    priceClass: string
    count: number
    free: number
    unit: string | null
    amount: string | null
    currency: string | null
  }[]
}

export interface Label {
  id: string
  name: string
  colour: "grey" | "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "violet" | "pink"
  description: string
  archivedAt: string | null
  renaming: boolean
}

export interface LinkCode {
  id: string
  channel: string
  channelAccountId: string
  accountName: string
  code: string
  url: string
  kind: "link" | "qr"
  state: "open" | "used" | "expired" | "ended"
  issuedBy: string | null
  createdAt: string
  expiresAt: string
  usedAt: string | null
  /** Times it came back when it was worth nothing any more. */
  tries: number
}

export interface Macro {
  id: string
  name: string
  folder: string | null
  scope: string
  ownerId: string | null
  teamId: string | null
  savedReplyId: string | null
  actions: Record<string, unknown>
  templates: Record<string, unknown>[]
  uses: number
  lastUsedAt: string | null
  problem: string | null
}

export interface MacroManyRun {
  changeId: string
  done: number
  sent: number
  skipped: {
    id: string
    code: string
  }[]
  more: boolean
}

export interface MacroPreview {
  as: "freeform" | "template" | null
  text: string | null
  files: Media[]
  language: string | null
  languages: (string | null)[]
  verdict: Verdict | null
  missing: string[]
  note: string | null
  snoozedUntil: string | null
}

export interface MacroRun {
  changeId: string
  as: "freeform" | "template" | null
  messages: Message[]
  noteId: string | null
}

export interface MarketingStanding {
  contactId: string
  word: "yes" | "no" | "asked" | "lapsed" | null
  /** Not every topic and app says the same. */
  partly: boolean
  excluded: boolean
  rows: {
    category: string | null
    channel: string | null
    word: "yes" | "no" | "asked" | "lapsed"
    onPlatform: boolean
  }[]
}

export interface Media {
  id: string
  url: string
  mime: string
  bytes: number
  name?: string
  width?: number
  height?: number
  durationMs?: number
  state?: "pending" | "ready" | "failed"
  waveform?: number[]
}

export interface MergeRecord {
  id: string
  otherId: string
  otherName: string
  how: "agent" | "api" | "code" | "platform"
  by: string | null
  at: string
}

export interface Message {
  id: string
  conversationId: string
  caseId: string | null
  direction: "in" | "out" | "note" | "system"
  content: {
    kind: string
  } & Record<string, unknown>
  status: "received" | "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "unknown"
  error?: {
    code: string
    message: string
    platformCode?: string
  }
  externalId: string | null
  clientId: string | null
  author: {
    type: "contact" | "agent" | "api" | "automation" | "campaign" | "outside"
    id?: string
    name?: string
  }
  replyTo?: string
  quoted?: {
    from?: string
    text?: string
  }
  origin?: Record<string, unknown>
  /** What the agents are asked about it: whether she wants no more advertising. */
  question?: {
    kind: "end_marketing"
    state: "open" | "yes" | "no"
    word: string
    by?: {
      id: string
      name: string
    }
    at?: string
  }
  forwarded?: "once" | "often"
  historic?: boolean
  editedAt?: string
  revokedAt?: string
  purpose?: "service" | "notification" | "marketing"
  category?: string
  basis?: "contract" | "consent" | "existing_customer" | "legitimate_interest"
  withdrawnAt?: string
  at: string
  platformAt: string | null
  statusAt?: Record<string, string>
  leavesAt?: string
  retryAt?: string | null
  attempts?: number
  price?: {
    amount: string
    currency: string
    class: string
    estimated: boolean
    difference?: "undelivered" | "allowance" | "free_window" | "free_entry_point" | "free_kind" | "not_billable" | "not_charged" | "allowance_spent" | "tier" | "card_change" | "recategorised" | "charged" | "unpriced" | "other"
    estimate?: {
      amount: string
      currency: string
      class: string
    }
  }
  verdict?: Verdict
}

export interface OptInDraft {
  purpose: "marketing" | "notification"
  languages: ("en" | "es" | "pt-BR" | "de" | "zh-CN" | "ar")[]
  texts: {
    en?: {
      title: string
      text: string
      wording: string
      thanks: string
      button: string
    }
    es?: {
      title: string
      text: string
      wording: string
      thanks: string
      button: string
    }
    "pt-BR"?: {
      title: string
      text: string
      wording: string
      thanks: string
      button: string
    }
    de?: {
      title: string
      text: string
      wording: string
      thanks: string
      button: string
    }
    "zh-CN"?: {
      title: string
      text: string
      wording: string
      thanks: string
      button: string
    }
    ar?: {
      title: string
      text: string
      wording: string
      thanks: string
      button: string
    }
  }
  privacyUrl: string
  accountIds: string[]
  categoryIds: string[]
  look: {
    accent: string
    page: string
    corners: "round" | "square"
    side: "start" | "end"
  }
}

export interface OptInForm {
  id: string
  name: string
  slug: string
  pageUrl: string
  widgetUrl: string
  draft: OptInDraft
  faults: {
    field: string
    /** missing, not_https, gone, no_address, delivers_nowhere or contrast */
    fault: string
    language?: string
    id?: string
  }[]
  publishedVersion: number | null
  publishedAt: string | null
  /** The draft says something else than what visitors see. */
  changed: boolean
  archivedAt: string | null
  createdAt: string
  figures: {
    seen: number
    chosen: number
    arrived: number
  }
  byApp: {
    channelAccountId: string
    chosen: number
    arrived: number
  }[]
  byCategory: {
    categoryId: string
    chosen: number
    arrived: number
  }[]
}

export interface OptInVersion {
  version: number
  publishedAt: string
  publishedBy: {
    kind: string
    id?: string
  }
  texts: Record<string, {
    title: string
    text: string
    wording: string
    thanks: string
    button: string
  }>
  privacyUrl: string
}

export interface Post {
  id: string
  channelAccountId: string
  origin: "ours" | "manual" | "noticed"
  name: string
  content: PostedContent
  audience: PostAudience
  categoryId: string | null
  state: "draft" | "scheduled" | "sending" | "waiting" | "done" | "failed" | "deleted"
  code: string | null
  message: string | null
  dueAt: string | null
  sentAt: string | null
  plan: {
    reach: "all" | "tag" | "list"
    reason: "not_lawful_for_all" | "followers_unknown" | "to_all_used_up" | "part_of_tag" | null
  } | null
  calls: {
    ordinal: number
    state: "planned" | "sending" | "accepted" | "finished" | "refused" | "unknown" | "dropped"
    reach: "all" | "tag" | "list"
    size: number | null
    startedAt: string | null
    acceptedAt: string | null
    finishedAt: string | null
    retryAt: string | null
    code: string | null
    message: string | null
    counts: {
      total: number
      filtered: number
      sent: number
      failed: number
    } | null
    urls: string[]
  }[]
  excluded: {
    code: string
    count: number
  }[]
  counts: {
    total: number
    filtered: number
    sent: number
    failed: number
  } | null
  /** Totals: the platform names nobody. */
  figures: {
    article: number
    day: string
    readers: number
    shares: number
    favourites?: number
    sourceReaders?: number
  }[]
  figuresAt: string | null
  createdAt: string
  updatedAt: string
}

export interface PostAccount {
  channelAccountId: string
  /** What the platform lets this account post. */
  rules: Record<string, unknown>
  month: string
  monthEndsAt: string
  toAllUsed: number
  callsToday: number
  followers: number
  /** Followers by the number of posts that they have had this month; the last are at the limit. */
  byCount: number[]
}

export type PostAudience = {
  to: "all"
} | {
  to: "tag"
  tagId: string
  tagName: string
} | {
  to: "people"
  include: {
    segmentIds: string[]
    listIds: string[]
    /** A tree of conditions on people, as in views. */
    filter?: Record<string, unknown>
  }
  exclude: {
    segmentIds: string[]
    listIds: string[]
    /** A tree of conditions on people, as in views. */
    filter?: Record<string, unknown>
  }
} | {
  to: "unknown"
}

export interface PostPreview {
  total: number
  eligible: number
  excluded: {
    code: string
    count: number
  }[]
  plan: {
    reach: "all" | "tag" | "list"
    reason: "not_lawful_for_all" | "followers_unknown" | "to_all_used_up" | "part_of_tag" | null
    calls: number
  } | null
  code: string | null
  followers: number | null
  faults: {
    path: string
    code: string
    limit?: number
    warning?: boolean
  }[]
  callsLeft: number
}

export interface PostReceipt {
  contactId: string
  name: string
  count: number
  told: boolean
}

export type PostedContent = {
  kind: "articles"
  articles: {
    title: string
    author: string
    digest: string
    coverMediaId: string | null
    /** A small HTML: p, h2, h3, blockquote, ul, ol, li, strong, em, u, a, br, hr, and `<img data-media-id>` for a file of ours. Everything else is taken out. */
    body: string
    sourceUrl: string
    comments: "off" | "everybody" | "followers"
  }[]
} | {
  kind: "text"
  text: string
} | {
  kind: "image"
  mediaIds: string[]
} | {
  kind: "voice"
  mediaId: string | null
} | {
  kind: "video"
  mediaId: string | null
  title: string
  description: string
}

export interface PreferenceLink {
  url: string
  expiresAt: string
}

export interface Purpose {
  purpose: "service" | "notification" | "marketing"
  basis: "contract" | "consent" | "existing_customer" | "legitimate_interest"
  texts: Record<string, string>
  doubleOptIn: boolean
  monthsValid: number | null
  customerFact: {
    kind: "order"
  } | {
    kind: "stage"
    stageId: string
  } | {
    kind: "attribute"
    key: string
    value?: string
  } | null
  updatedAt: string | null
}

export interface RateCard {
  id: string | null
  channel: string
  channelName: string
  name: string
  currency: string
  effectiveOn: string
  version: number | null
  fileName: string | null
  own: boolean
  state: "in_force" | "coming" | "past"
  markets: number
  createdAt: string | null
  source: string | null
}

export interface RateCardDetail {
  id: string | null
  channel: string
  channelName: string
  name: string
  currency: string
  effectiveOn: string
  version: number | null
  fileName: string | null
  own: boolean
  state: "in_force" | "coming" | "past"
  markets: number
  createdAt: string | null
  source: string | null
  classes: string[]
  rates: {
    market: string
    amounts: Record<string, string>
    tiers: {
      priceClass: string
      after: number
      /** Decimal text with at least four places. */
      amount: string
    }[]
  }[]
}

export interface RateCardPreview {
  currency: string | null
  effectiveOn: string | null
  markets: number
  tiers: number
  faults: {
    row: number
    code: string
    value: string
  }[]
  ignored: string[]
  changes: {
    market: string
    priceClass: string
    before: string | null
    after: string | null
  }[] | null
  missing: string[]
  replaces: string | null
}

export interface SavedView {
  id: string
  name: string
  icon: "list" | "star" | "flag" | "heart" | "clock" | "truck" | "cart" | "bug" | "money" | "globe" | "megaphone" | "people"
  colour: "grey" | "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "violet" | "pink"
  /** A condition, or {all: [...]}, {any: [...]}, {not: ...} of them: docs/concepts/views.md */
  filter: Record<string, unknown>
  sort: "newest" | "waiting" | "closing" | "priority"
  columns: ("number" | "waiting" | "window" | "status" | "priority" | "assignee" | "team" | "inbox" | "labels")[]
  scope: "private" | "team" | "all"
  team: {
    id: string
    name: string
  } | null
  owner: {
    id: string
    name: string
  } | null
  position: number
  editable: boolean
  updatedAt: string
}

export interface ScheduledMessage {
  id: string
  conversationId: string
  contact: {
    id: string
    name: string
  }
  /** One of: text, image, video, audio, document, sticker, location, contacts, reaction, choices, link, form, products, template, request. */
  content: SendContent
  sendAt: string
  unlessSheWrites: boolean
  state: "waiting" | "sent" | "refused" | "cancelled" | "overtaken"
  code: string | null
  messageId: string | null
  author: {
    id: string
    name: string
  } | null
  hers: {
    timeZone: string
    night: boolean
  } | null
}

export interface SearchHit {
  conversation: Conversation
  message: {
    id: string
    direction: "in" | "out" | "note" | "system"
    kind: string
    at: string
    author: {
      type: "contact" | "agent" | "api" | "automation" | "campaign" | "outside"
      id?: string
      name?: string
    }
  } | null
  line: {
    text: string
    marks: number[][]
  } | null
}

export interface Segment {
  id: string
  name: string
  description: string
  filter: unknown
  count: number | null
  countedAt: string | null
  createdBy: string | null
  createdAt: string
  updatedAt: string
  usedBy: number
}

export type SendContent = {
  kind: "text"
  text: string
} | {
  kind: "image"
  media: {
    id: string
  }
  caption?: string
  voice?: boolean
  animated?: boolean
} | {
  kind: "video"
  media: {
    id: string
  }
  caption?: string
  voice?: boolean
  animated?: boolean
} | {
  kind: "audio"
  media: {
    id: string
  }
  caption?: string
  voice?: boolean
  animated?: boolean
} | {
  kind: "document"
  media: {
    id: string
  }
  caption?: string
  voice?: boolean
  animated?: boolean
} | {
  kind: "sticker"
  media: {
    id: string
  }
  caption?: string
  voice?: boolean
  animated?: boolean
} | {
  kind: "location"
  latitude: number
  longitude: number
  name?: string
  address?: string
  url?: string
} | {
  kind: "contacts"
  contacts: {
    name: string
    phones?: {
      value: string
      type?: string
    }[]
    emails?: {
      value: string
      type?: string
    }[]
    addresses?: {
      text: string
      type?: string
    }[]
    organisation?: string
    urls?: string[]
    birthday?: string
  }[]
} | {
  kind: "reaction"
  messageId: string
  emoji: string | null
} | {
  kind: "choices"
  style: "buttons" | "list"
  text: string
  header?: string
  headerMedia?: {
    id: string
  }
  footer?: string
  buttonText?: string
  options: {
    id: string
    title: string
    description?: string
    section?: string
  }[]
} | {
  kind: "link"
  text: string
  title: string
  url: string
  imageUrl?: string
  description?: string
} | {
  kind: "form"
  text: string
  title: string
  formId: string
  screen?: string
  data?: Record<string, unknown>
  token?: string
  header?: string
  footer?: string
} | {
  kind: "products"
  text?: string
  header?: string
  footer?: string
  catalogId?: string
  sections: {
    title?: string
    products: {
      sku: string
      title?: string
      price?: {
        amount: string
        currency: string
      }
      imageUrl?: string
      url?: string
    }[]
  }[]
} | {
  kind: "template"
  templateId?: string
  name?: string
  language?: string
  parameters?: {
    component: "header" | "body" | "button" | "card"
    index?: number
    position?: number
    name?: string
    type: string
    text?: string
    currency?: {
      code: string
      amount1000: number
    }
    mediaId?: string
    location?: {
      latitude: number
      longitude: number
      name?: string
      address?: string
    }
    value?: unknown
  }[] | Record<string, string>
  text?: string
  header?: string
  footer?: string
  buttons?: string[]
  link?: string
} | {
  kind: "request"
  what: "location" | "contact" | "call_permission" | "address"
  text: string
}

export interface SystemStatus {
  at: string
  installation: {
    version: string
    database: {
      version: string
      embedded: boolean
      bytes: number
      connections: number
      connectionsMax: number
      pool: {
        open: number
        idle: number
        waiting: number
      }
      /** Milliseconds */
      answerMs: number
      /** Milliseconds */
      skewMs: number
    }
    migrations: {
      applied: number
      last: string
      pending: number
    }
    jobs: {
      waiting: number
      running: number
      failed: number
      oldestMs: number | null
    }
    nodes: {
      id: string
      host: string
      version: string
      startedAt: string
      seenAt: string
      /** The one that answered */
      self: boolean
      /** Accounts whose sending it does */
      lanes: number
      memoryBytes: number
      /** Milliseconds */
      loopDelayMs: number
      diskFreeBytes: number | null
      diskBytes: number | null
      spool: {
        files: number
        bytes: number
      }
    }[]
    backups: {
      on: boolean
      lastGoodAt: string | null
      failing: boolean
    }
    telemetry: {
      on: boolean
      sent: number
      failed: number
    }
  } | null
  webhooks: {
    accountId: string
    name: string
    channel: string
    simulated: boolean
    lastAt: string | null
    ageMs: number | null
    perMinute: number
    refusedPerMinute: number
  }[]
  ingest: {
    perMinute: number
    setAside: number
  }
  outbox: {
    queued: number
    due: number
    oldestDueMs: number | null
    sending: number
    unknown: number
    held: number
    failedThreads: number
  }
  workers: {
    worker: string
    seq: number
    head: number
    waiting: number | null
    behindMs: number | null
  }[]
  search: {
    /** Age of the oldest message that the search does not find yet */
    behindMs: number
  }
  incidents: {
    id: string
    severity: "info" | "warning" | "critical"
    code: string
    message: string
    channelAccountId?: string | null
    reason?: string | null
    link?: string | null
    span?: {
      from: string
      to: string | null
    } | null
    texts?: Record<string, {
      title: string
      sentence: string
      next: string | null
    }> | null
    count: number
    firstAt: string
    lastAt: string
  }[]
}

export interface Template {
  id: string
  channelAccountId: string
  name: string
  language: string
  category: string
  status: string
  quality?: string | null
  reason?: string | null
  /** `starter:shop/order_confirmed`, `draft` or `library`; absent when it was on the platform before. */
  origin?: string
  preview: {
    body: string
    header?: string
    headerKind?: string
    footer?: string
    /** An offer that runs out, above the text. */
    offer?: string
    buttons?: {
      type: string
      text: string
      url?: string
    }[]
    cards?: {
      headerKind: string
      body: string
      buttons: {
        type: string
        text: string
        url?: string
      }[]
    }[]
  }
  parameters: {
    component: string
    index?: number
    position?: number
    name?: string
    type: string
    label: string
    example?: string
    maxLength?: number
  }[]
  statusAt?: string
  /** How often the platform has paused it. */
  pauses?: number
  pausedUntil?: string | null
  askedCategory?: string | null
  nextCategory?: {
    category: string
    at: string | null
  } | null
  advice?: string | null
  createdById?: string | null
  updatedAt?: string
}

export interface TemplateDraft {
  name: string
  /** Placeholders as {{name}} or {{1}}. */
  body: string
  language: string
  category: "utility" | "marketing" | "authentication"
  format?: "named" | "positional"
  header?: string | {
    kind: "image" | "video" | "document"
    mediaId: string | null
    text?: string
  } | {
    kind: "location"
  }
  footer?: string
  offer?: {
    text: string
    expires: boolean
  }
  buttons?: {
    type: "quick_reply"
    text: string
  } | {
    type: "url"
    text: string
    url: string
  } | {
    type: "phone"
    text: string
    phone: string
  } | {
    type: "copy_code"
    code: string
  } | {
    type: "flow"
    text: string
    flowId: string
    screen?: string
  } | {
    type: "catalog"
    text: string
  } | {
    type: "products"
    text: string
  } | {
    type: "call"
    text: string
  }[]
  cards?: {
    header: {
      kind: "image" | "video"
      mediaId: string | null
    }
    body: string
    buttons: {
      type: "quick_reply"
      text: string
    } | {
      type: "url"
      text: string
      url: string
    } | {
      type: "phone"
      text: string
      phone: string
    } | {
      type: "copy_code"
      code: string
    } | {
      type: "flow"
      text: string
      flowId: string
      screen?: string
    } | {
      type: "catalog"
      text: string
    } | {
      type: "products"
      text: string
    } | {
      type: "call"
      text: string
    }[]
  }[]
  code?: {
    button: "copy_code" | "one_tap" | "zero_tap"
    securityAdvice: boolean
    minutes?: number
    label?: string
    apps?: {
      packageName: string
      signatureHash: string
    }[]
  }
  ttlSeconds?: number
  /** A sample value per placeholder, for the reviewer: by name, or by place where they are numbered (`1`, `header.1`, `button.0`, `card.0.1`, `card.0.button.1`). */
  examples: Record<string, string>
}

export interface TemplateDraftInProgress {
  name: string
  body: string
  language: string
  category: "utility" | "marketing" | "authentication"
  format?: "named" | "positional"
  header?: string | {
    kind: "image" | "video" | "document"
    mediaId: string | null
    text?: string
  } | {
    kind: "location"
  }
  footer?: string
  offer?: {
    text: string
    expires: boolean
  }
  buttons?: {
    type: "quick_reply"
    text: string
  } | {
    type: "url"
    text: string
    url: string
  } | {
    type: "phone"
    text: string
    phone: string
  } | {
    type: "copy_code"
    code: string
  } | {
    type: "flow"
    text: string
    flowId: string
    screen?: string
  } | {
    type: "catalog"
    text: string
  } | {
    type: "products"
    text: string
  } | {
    type: "call"
    text: string
  }[]
  cards?: {
    header: {
      kind: "image" | "video"
      mediaId: string | null
    }
    body: string
    buttons: {
      type: "quick_reply"
      text: string
    } | {
      type: "url"
      text: string
      url: string
    } | {
      type: "phone"
      text: string
      phone: string
    } | {
      type: "copy_code"
      code: string
    } | {
      type: "flow"
      text: string
      flowId: string
      screen?: string
    } | {
      type: "catalog"
      text: string
    } | {
      type: "products"
      text: string
    } | {
      type: "call"
      text: string
    }[]
  }[]
  code?: {
    button: "copy_code" | "one_tap" | "zero_tap"
    securityAdvice: boolean
    minutes?: number
    label?: string
    apps?: {
      packageName: string
      signatureHash: string
    }[]
  }
  ttlSeconds?: number
  /** A sample value per placeholder, for the reviewer: by name, or by place where they are numbered (`1`, `header.1`, `button.0`, `card.0.1`, `card.0.button.1`). */
  examples: Record<string, string>
}

export interface Undone {
  changeId: string
  undone: string[]
  kept: {
    id: string
    fields: ("status" | "assignee" | "team" | "priority" | "unread" | "gone")[]
  }[]
  messages?: {
    takenBack: number
    left: number
  }
}

export interface VariantTrial {
  by: "read" | "clicked" | "replied"
  dueAt: string | null
  winner: string | null
  winnerAt: string | null
  winnerBy: "result" | "person" | null
  waiting: number
  leader: string | null
  variants: {
    key: string
    name: string
    sent: number
    read: number
    clicked: number
    replied: number
    then: {
      key: string
      sent: number
      read: number
      clicked: number
      replied: number
    } | null
    restCosts: {
      amount: string
      currency: string
    }[]
  }[]
}

export type Verdict = {
  kind: "allow"
  as: "freeform" | "template" | "tagged" | "broadcast"
  tag?: string
  until: string | null
  left: number | null
  of?: number
  onWay?: number
  price: {
    amount: string
    currency: string
    class: string
  } | null
  source: string
  grant?: string
} | {
  kind: "deny"
  code: string
  source: string
  retryAt: string | null
  onWay?: number
  remedies: {
    kind: "template" | "other_channel" | "wait" | "ask_to_write" | "consent"
    conversationId?: string
    contactId?: string
    channelAccountId?: string
    channel?: string
    accountName?: string
    templateIds?: string[]
    until?: string | null
    price?: {
      amount: string
      currency: string
      class: string
    } | null
  }[]
}

export interface WebhookDelivery {
  id: string
  type: string
  state: "pending" | "delivered" | "failed"
  at: string
  nextTryAt: string | null
  settledAt: string | null
  attempts: number
  tries: {
    at: string
    status: number | null
    ms: number
    error: string | null
    answer: string | null
  }[]
  payload: {
    type: string
    timestamp: string
    data: Record<string, unknown>
  }
}

export interface WebhookEndpoint {
  id: string
  url: string
  description: string
  events: string[]
  enabled: boolean
  disabledAt: string | null
  disabledCode: "by_hand" | "gone" | "failing" | null
  failingSince: string | null
  failures: number
  lastDeliveredAt: string | null
  /** Deliveries that wait, counted to 1,000. */
  waiting: number
  formerSecretUntil: string | null
  createdAt: string
}

/** Every operation by its name: method and path. */
export interface Operations {
  /** Take a bridge away with its log; people and orders stay. Permission `bridges.manage`; token scope `webhooks`. */
  'DELETE /api/v1/bridges/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Take a budget away. Permission `costs.manage`; token scope `workspace`. */
  'DELETE /api/v1/budgets/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Remove one that has not begun. Permission `campaigns.manage`; token scope `campaigns`. */
  'DELETE /api/v1/campaigns/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Disconnect an account; its conversations stay. Permission `channels.manage`; token scope `channels`. */
  'DELETE /api/v1/channel-accounts/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Remove a rule; what it wrote stays. Permission `automation.manage`; token scope `channels`. */
  'DELETE /api/v1/channel-accounts/{id}/automatic-replies/{replyId}': {
    path: {
      id: string
      replyId: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** No hours of its own: the next ones count. Permission `hours.manage`; token scope `channels`. */
  'DELETE /api/v1/channel-accounts/{id}/hours': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Take everything away from the platform. Permission `channels.manage`; token scope `channels`. */
  'DELETE /api/v1/channel-accounts/{id}/openers': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Take it away; its people stay. Permission `contacts.manage`; token scope `contacts`. */
  'DELETE /api/v1/companies/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Remove such a word; what people agreed to by it stays. Permission `opt_in.manage`; token scope `consents`. */
  'DELETE /api/v1/consent-keywords/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Forgets a person for good. how=erase (or nothing) removes every row, word and file of hers; how=anonymise keeps cases and counts without a name or a text. Nothing brings her back. Permission `contacts.erase`; token scope `contacts`. */
  'DELETE /api/v1/contacts/{id}': {
    path: {
      id: string
    }
    query: {
      how?: "erase" | "anonymise"
    }
    body: undefined
    result: {
      contactId: string
      whole: boolean
      identities: number
      messages: number
      files: number
    }
  }
  /** Take her addresses off the list of those who must not be taken in. She may be in audiences again, where the basis that the owner has set holds. Nothing happens to somebody who was never on it. Permission `consents.manage`; token scope `consents`. */
  'DELETE /api/v1/contacts/{id}/exclusion': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Take a file from a person. Permission `contacts.manage`; token scope `contacts`. */
  'DELETE /api/v1/contacts/{id}/files/{fileId}': {
    path: {
      id: string
      fileId: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Take a personal code back. Permission `contacts.manage`; token scope `contacts`. */
  'DELETE /api/v1/contacts/{id}/link-codes/{codeId}': {
    path: {
      id: string
      codeId: string
    }
    query: undefined
    body: undefined
    result: LinkCode
  }
  /** Remove a note of one’s own. Permission `contacts.manage`; token scope `contacts`. */
  'DELETE /api/v1/contacts/{id}/notes/{noteId}': {
    path: {
      id: string
      noteId: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Throw it away. Permission `drafts.own`. */
  'DELETE /api/v1/conversations/{id}/draft': {
    path: {
      id: string
    }
    query: {
      mode?: "reply" | "note"
    }
    body: undefined
    result: null
  }
  /** Hear of this conversation again. Permission `notifications.own`. */
  'DELETE /api/v1/conversations/{id}/mute': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Take it back. Permission `messages.send`; token scope `messages`. */
  'DELETE /api/v1/conversations/{id}/scheduled-messages/{scheduledId}': {
    path: {
      id: string
      scheduledId: string
    }
    query: undefined
    body: undefined
    result: ScheduledMessage
  }
  /** Take the demo workspace away with all that is in it. Permission `demo.make`. */
  'DELETE /api/v1/demo': {
    path: undefined
    query: undefined
    body: undefined
    result: null
  }
  /** Remove an inbox: an empty one, or one whose accounts and conversations move to another. Permission `inboxes.manage`; token scope `members` or `channels`. */
  'DELETE /api/v1/inboxes/{id}': {
    path: {
      id: string
    }
    query: {
      moveTo?: string
    }
    body: undefined
    result: null
  }
  /** Remove a rule; what it wrote stays. Permission `automation.manage`; token scope `channels`. */
  'DELETE /api/v1/inboxes/{id}/automatic-replies/{replyId}': {
    path: {
      id: string
      replyId: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** No hours of its own: the next ones count. Permission `hours.manage`; token scope `channels`. */
  'DELETE /api/v1/inboxes/{id}/hours': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Take an invitation back. Permission `members.manage`; token scope `members`. */
  'DELETE /api/v1/invitations/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Delete a list that no campaign waits for; the people stay. Permission `segments.manage`; token scope `campaigns`. */
  'DELETE /api/v1/lists/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Remove it. Permission `saved_replies.manage`; token scope `conversations`. */
  'DELETE /api/v1/macros/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Do without a second factor again, where none is demanded. Permission `me.manage`. */
  'DELETE /api/v1/me/second-factor': {
    path: undefined
    query: undefined
    body: undefined
    result: null
  }
  /** Take somebody off the workspace; her open conversations go back to nobody. Permission `members.manage`; token scope `members`. */
  'DELETE /api/v1/members/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Take away the second factor of a colleague who has lost phone and codes; her sessions end. Permission `security.manage`. */
  'DELETE /api/v1/members/{id}/second-factor': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Take her own note back: that there was one stays, its words go. Permission `notes.write`; token scope `conversations`. */
  'DELETE /api/v1/messages/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Message
  }
  /** Forget one of her browsers. Permission `notifications.own`. */
  'DELETE /api/v1/notices/devices/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Remove a step; what it wrote stays. Permission `nudges.manage`; token scope `conversations`. */
  'DELETE /api/v1/nudges/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Throw away what was never sent, or an entry made by hand. Permission `posts.manage`; token scope `campaigns`. */
  'DELETE /api/v1/posts/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Take a card out; the one before it counts again. Permission `costs.manage`; token scope `workspace`. */
  'DELETE /api/v1/rate-cards/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Remove a role that nobody has. Permission `roles.manage`; token scope `members`. */
  'DELETE /api/v1/roles/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Remove it. Permission `saved_replies.manage`; token scope `conversations`. */
  'DELETE /api/v1/saved-replies/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Delete a segment that no campaign waits for. Permission `segments.manage`; token scope `campaigns`. */
  'DELETE /api/v1/segments/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Sign out. Permission `me.manage`. */
  'DELETE /api/v1/session': {
    path: undefined
    query: undefined
    body: undefined
    result: null
  }
  /** Dissolve a team; its conversations go to another one, or to no team. Permission `teams.manage`; token scope `members`. */
  'DELETE /api/v1/teams/{id}': {
    path: {
      id: string
    }
    query: {
      moveTo?: string
    }
    body: undefined
    result: null
  }
  /** Remove a rule; what it wrote stays. Permission `automation.manage`; token scope `channels`. */
  'DELETE /api/v1/teams/{id}/automatic-replies/{replyId}': {
    path: {
      id: string
      replyId: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** No hours of its own: the next ones count. Permission `hours.manage`; token scope `channels`. */
  'DELETE /api/v1/teams/{id}/hours': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Throw a draft away. Permission `templates.manage`; token scope `channels`. */
  'DELETE /api/v1/template-drafts/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Delete it at the platform. Permission `templates.manage`; token scope `channels`. */
  'DELETE /api/v1/templates/{id}': {
    path: {
      id: string
    }
    query: {
      everyLanguage?: boolean
    }
    body: undefined
    result: null
  }
  /** Revoke a token; it stops within 5 s everywhere. Permission `tokens.manage`; token scope `tokens`. */
  'DELETE /api/v1/tokens/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Remove it. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'DELETE /api/v1/views/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Remove an endpoint with its log. Permission `webhooks.manage`; token scope `webhooks`. */
  'DELETE /api/v1/webhook-endpoints/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** How each inbox gives out its conversations. Permission `assignment.manage`; token scope `conversations`. */
  'GET /api/v1/assignment': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        inboxId: string
        name: string
        plan: AssignmentPlan
        queued: number
      }[]
      settings: {
        awayAfterMinutes: number | null
      }
    }
  }
  /** Audit entries, newest first. action may end in * (contact.*) or be several divided by commas; subject is whom or what it was done to, actor who did it. Permission `audit.read`; token scope `audit`. */
  'GET /api/v1/audit': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
      action?: string
      subject?: string
      actor?: string
      from?: string
      to?: string
    }
    body: undefined
    result: {
      items: {
        id: string
        at: string
        actor: {
          kind: string
          id?: string
          name: string | null
        }
        action: string
        subject: string | null
        subjectName: string | null
        data: Record<string, unknown>
        seq: number | null
      }[]
      next: string | null
    }
  }
  /** The kinds of entries there are. Permission `audit.read`; token scope `audit`. */
  'GET /api/v1/audit/actions': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: string[]
    }
  }
  /** The head of the chain, and how the last verification went. Permission `audit.read`; token scope `audit`. */
  'GET /api/v1/audit/chain': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      head: {
        seq: number
        hash: string
      } | null
      sealedAt: string | null
      checkedAt: string | null
      checked: {
        ok: boolean
        links: number
        faults: {
          kind: string
          seq: number | null
          toSeq?: number
          movedFrom?: number
          ledger: string | null
          entryId: string | null
        }[]
        more: boolean
      } | null
      mail: boolean
    }
  }
  /** The sealed chain as JSON lines: each can be verified with SHA-256 alone. Permission `audit.read`; token scope `audit`. */
  'GET /api/v1/audit/export': {
    path: undefined
    query: undefined
    body: undefined
    result: string
  }
  /** Backups that were begun, newest first. Permission `backups.manage`; token scope `workspace`. */
  'GET /api/v1/backups': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: {
        id: string
        /** full, or log: what was written since the one before */
        kind: string
        /** schedule, person or command */
        cause: string
        /** waiting, running, cancelling, done, failed or cancelled */
        state: string
        file: string | null
        /** Read so far */
        bytes: number
        /** Expected */
        total: number
        /** New on the disk */
        written: number
        files: number
        error: string | null
        createdAt: string
        startedAt: string | null
        finishedAt: string | null
        removedAt: string | null
        check: {
          /** waiting, running or done */
          state: string
          /** Read so far */
          bytes: number
          result: string | null
          error: string | null
          askedBy: string
          checkedBy: string | null
          checkedAt: string | null
          /** Stored files of companies that were read */
          files: number
          /** Read with those it goes on from */
          backups: number
          faults: {
            /** From the directory of backups on */
            file: string
            /** missing, damaged, changed, cut, or alone: the backup it goes on from is not there */
            is: string
            holds: string | null
          }[]
          faultCount: number
        } | null
      }[]
      next: string | null
    }
  }
  /** Where backups go, when, and how long they stay. Permission `backups.manage`; token scope `workspace`. */
  'GET /api/v1/backups/plan': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      dir: string | null
      at: string
      everyMinutes: number
      keepDays: number
      keepWeeks: number
      lastGoodAt: string | null
    }
  }
  /** Bridges, in the order they were made. Permission `bridges.manage`; token scope `webhooks`. */
  'GET /api/v1/bridges': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: Bridge[]
    }
  }
  /** One bridge. Permission `bridges.manage`; token scope `webhooks`. */
  'GET /api/v1/bridges/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Bridge
  }
  /** What came in, newest first; kept for 14 days. Permission `bridges.manage`; token scope `webhooks`. */
  'GET /api/v1/bridges/{id}/deliveries': {
    path: {
      id: string
    }
    query: {
      cursor?: string
      limit?: number
      state?: "waiting" | "done" | "ignored" | "failed"
    }
    body: undefined
    result: {
      items: BridgeDelivery[]
      next: string | null
    }
  }
  /** Looks at the other side, newest first; kept for 14 days. Permission `bridges.manage`; token scope `webhooks`. */
  'GET /api/v1/bridges/{id}/runs': {
    path: {
      id: string
    }
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: BridgeRun[]
      next: string | null
    }
  }
  /** What may be spent, and what has gone of it. Permission `costs.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/budgets': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: Budget[]
    }
  }
  /** Newest first. Permission `campaigns.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/campaigns': {
    path: undefined
    query: {
      /** one or several, by commas */
      state?: string
      q?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: CampaignRow[]
      next: string | null
    }
  }
  /** One campaign with its contents, counts and what is missing. Permission `campaigns.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/campaigns/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Campaign
  }
  /** Everybody of the frozen audience, one row each. Permission `campaigns.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/campaigns/{id}/recipients': {
    path: {
      id: string
    }
    query: {
      state?: "excluded" | "held_out" | "pending" | "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "unknown" | "cancelled"
      act?: "clicked" | "replied" | "converted" | "opted_out"
      code?: string
      variant?: string
      account?: string
      country?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: CampaignRecipient[]
      next: string | null
    }
  }
  /** The same as CSV. Permission `contacts.export`; token scope `contacts`. */
  'GET /api/v1/campaigns/{id}/recipients.csv': {
    path: {
      id: string
    }
    query: {
      state?: "excluded" | "held_out" | "pending" | "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "unknown" | "cancelled"
      act?: "clicked" | "replied" | "converted" | "opted_out"
      code?: string
      variant?: string
      account?: string
      country?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    result: null
  }
  /** What became of a campaign. Permission `campaigns.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/campaigns/{id}/report': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      campaignId: string
      name: string
      state: string
      asOf: string
      timeZone: string
      startedAt: string | null
      endedAt: string | null
      counts: {
        audience: number
        excluded: number
        held_out: number
        pending: number
        queued: number
        sending: number
        accepted: number
        sent: number
        delivered: number
        read: number
        failed: number
        unknown: number
        cancelled: number
        clicked: number
        replied: number
        converted: number
        opted_out: number
      } | null
      erased: number
      total: {
        people: number
        excluded: number
        heldOut: number
        waiting: number
        cancelled: number
        sent: number
        delivered: number | null
        deliveredOf: number
        read: number | null
        readOf: number
        failed: number
        unknown: number
        clicked: number
        replied: number
        converted: number
        optedOut: number
        blocked: number
      }
      byVariant: {
        key: string | null
        people: number
        excluded: number
        heldOut: number
        waiting: number
        cancelled: number
        sent: number
        delivered: number | null
        deliveredOf: number
        read: number | null
        readOf: number
        failed: number
        unknown: number
        clicked: number
        replied: number
        converted: number
        optedOut: number
        blocked: number
        name: string
        winner: boolean
      }[]
      byAccount: {
        key: string | null
        people: number
        excluded: number
        heldOut: number
        waiting: number
        cancelled: number
        sent: number
        delivered: number | null
        deliveredOf: number
        read: number | null
        readOf: number
        failed: number
        unknown: number
        clicked: number
        replied: number
        converted: number
        optedOut: number
        blocked: number
        channel: string | null
        name: string
        tells: ("delivered" | "read")[]
      }[]
      byCountry: {
        key: string | null
        people: number
        excluded: number
        heldOut: number
        waiting: number
        cancelled: number
        sent: number
        delivered: number | null
        deliveredOf: number
        read: number | null
        readOf: number
        failed: number
        unknown: number
        clicked: number
        replied: number
        converted: number
        optedOut: number
        blocked: number
      }[]
      failures: {
        code: string | null
        state: string
        count: number
      }[]
      exclusions: {
        code: string | null
        count: number
      }[]
      overTime: {
        /** ten_minutes, hour or day */
        step: string
        points: {
          at: string
          sent: number
          delivered: number
          read: number
          clicked: number
          replied: number
          converted: number
          optedOut: number
        }[]
      }
      links: {
        url: string
        clicks: number
        people: number
      }[]
      holdOut: {
        writtenTo: number
        writtenToOrdered: number
        heldOut: number
        heldOutOrdered: number
      } | null
      trial: boolean
      money: {
        estimate: {
          maximum: {
            amount: string
            currency: string
          }[]
          lines: {
            accountId: string
            country: string | null
            market: string | null
            priceClass: string | null
            count: number
            free: number
            unit: string | null
            amount: string | null
            currency: string | null
          }[]
          unpriced?: number
        } | null
        committed: {
          amount: string
          currency: string
        } | null
        budget: {
          amount: string
          currency: string
        } | null
        spent: {
          currency: string
          billed: string
          billedCount: number
          expected: string
          expectedCount: number
          freeCount: number
        }[]
        difference: {
          currency: string
          estimate: string
          spent: string
          lines: {
            reason: string
            count: number
            amount: string
          }[]
        } | null
      }
    }
  }
  /** The same as CSV. Permission `campaigns.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/campaigns/{id}/report.csv': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** How its variants do with the sample, and what each would cost for the rest. Permission `campaigns.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/campaigns/{id}/variant-trial': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: VariantTrial
  }
  /** Connected accounts. Permission `channels.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/channel-accounts': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: {
        id: string
        channel: string
        name: string
        externalId: string | null
        inboxId: string
        /** unverified, ready, error or paused */
        state: string
        pausedCode?: string | null
        /** The worst of what its platform says: ok, attention, broken or unknown */
        standing: string
        simulated: boolean
        checks: {
          id: string
          ok: boolean
          code: string
          message: string
          data?: Record<string, unknown>
        }[]
        checkedAt: string | null
        webhookUrl: string
        firstWebhookAt: string | null
        lastWebhookAt: string | null
        keepRawUntil?: string | null
        /** Confidential values as "••••" and their last four characters. */
        settings: Record<string, unknown>
        createdAt: string
        /** Values Recado made up, said this once. */
        generated?: Record<string, string>
      }[]
      next: string | null
    }
  }
  /** One account. Permission `channels.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/channel-accounts/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      channel: string
      name: string
      externalId: string | null
      inboxId: string
      /** unverified, ready, error or paused */
      state: string
      pausedCode?: string | null
      /** The worst of what its platform says: ok, attention, broken or unknown */
      standing: string
      simulated: boolean
      checks: {
        id: string
        ok: boolean
        code: string
        message: string
        data?: Record<string, unknown>
      }[]
      checkedAt: string | null
      webhookUrl: string
      firstWebhookAt: string | null
      lastWebhookAt: string | null
      keepRawUntil?: string | null
      /** Confidential values as "••••" and their last four characters. */
      settings: Record<string, unknown>
      createdAt: string
      /** Values Recado made up, said this once. */
      generated?: Record<string, string>
    }
  }
  /** The rules in order, and what the channel can do. Permission `automation.read`; token scope `read` or `channels`. */
  'GET /api/v1/channel-accounts/{id}/automatic-replies': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        channelAccountId: string | null
        owner: {
          kind: "account" | "inbox" | "team"
          id: string
        }
        name: string
        enabled: boolean
        enabledAt: string | null
        trigger: {
          kind: "greeting"
          afterDays: number | null
        } | {
          kind: "away"
        } | {
          kind: "follow"
        } | {
          kind: "keyword"
          match: "contains" | "word" | "starts" | "exact"
          words: string[]
        } | {
          kind: "menu"
          keys: string[]
        }
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        labels: string[]
        status: "open" | "pending" | "resolved" | null
        problem: string | null
        lately: {
          count: number
          lastAt: string | null
          refused: {
            code: string
            at: string
          } | null
        }
      }[]
      settings: {
        quietMinutes: number
      }
      means: {
        triggers: string[]
        replies: {
          act: string
          allowed: number
          withinMs: number
          source: string
        }[]
        passive: {
          withinMs: number
          takesReply: boolean
          source: string
        } | null
      }
    }
  }
  /** Links and QR codes of an account, with what came of them. Permission `channels.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/channel-accounts/{id}/entry-points': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        channelAccountId: string
        kind: string
        name: string
        place: string
        code: string
        text: string
        url: string
        expiresAt: string | null
        createdAt: string
        archivedAt: string | null
        uses: number
        starts: number
        lastUsedAt: string | null
      }[]
    }
  }
  /** When somebody is there. Permission `automation.read`; token scope `read` or `channels`. */
  'GET /api/v1/channel-accounts/{id}/hours': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      timeZone: string
      /** Monday first. */
      week: {
        from: string
        /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
        to: string
      }[][]
      /** Dates with hours of their own; without slots closed. */
      dates: {
        date: string
        slots: {
          from: string
          /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
          to: string
        }[]
        name?: string
      }[]
      set: boolean
      now: {
        open: boolean
        until: string | null
      }
    }
  }
  /** Greeting, questions, commands and menus as they stand on the platform, and the draft beside them. Permission `channels.manage`; token scope `channels`. */
  'GET /api/v1/channel-accounts/{id}/openers': {
    path: {
      id: string
    }
    query: {
      language?: string
    }
    body: undefined
    result: {
      editor: {
        shows: string
        notes: string[]
      }
      published: {
        sets: {
          audience: {
            kind: "tag" | "language"
            value: string
            label?: string
          } | null
          greeting?: string
          iceBreakers?: {
            title: string
            key?: string
          }[]
          commands?: {
            name: string
            hint: string
          }[]
          menu?: {
            title: string
            type?: string
            values?: Record<string, string>
            below?: {
              title: string
              type?: string
              values?: Record<string, string>
              below?: Record<string, unknown>[]
            }[]
          }[]
        }[]
      } | null
      problem: {
        code: string
        /** In the platform’s own words. */
        message: string
      } | null
      publishedAt: string | null
      importedAt: string | null
      replies: {
        on: {
          kind: string
        }
        name: string
        active: boolean
        mode: string
        say: {
          kind: string
        }[]
      }[]
      draft: {
        openers: {
          sets: {
            audience: {
              kind: "tag" | "language"
              value: string
              label?: string
            } | null
            greeting?: string
            iceBreakers?: {
              title: string
              key?: string
            }[]
            commands?: {
              name: string
              hint: string
            }[]
            menu?: {
              title: string
              type?: string
              values?: Record<string, string>
              below?: {
                title: string
                type?: string
                values?: Record<string, string>
                below?: Record<string, unknown>[]
              }[]
            }[]
          }[]
        }
        from: string
        notes: {
          code: string
          title: string
          was: string
        }[]
        changedAt: string
      } | null
      audiences: {
        value: string
        label: string
      }[]
    }
  }
  /** What an account does about those who leave it, and about requests for deletion that its platform passes on. Permission `channels.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/channel-accounts/{id}/privacy': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      leaving: {
        told: boolean
        how: "keep" | "anonymise" | "erase"
        days: number
      }
      request: {
        told: boolean
        how: "erase" | "anonymise"
        days: number
        url: string | null
        steps: Record<string, string> | null
        source: string | null
      }
    }
  }
  /** The public profile as the platform shows it now, and what can be changed of it. Permission `channels.manage`; token scope `channels`. */
  'GET /api/v1/channel-accounts/{id}/profile': {
    path: {
      id: string
    }
    query: {
      language?: string
    }
    body: undefined
    result: {
      editor: {
        fields: {
          key: string
          kind: string
          label: string
        }[]
        elsewhere: {
          key: string
          link: string
        }[]
      }
      values: Record<string, string | null | string[] | Record<string, string | {
        from: string
        to: string
      }[]>> | null
      problem: {
        code: string
        /** In the platform’s own words. */
        message: string
      } | null
      readAt: string
    }
  }
  /** The profile’s photo. Permission `channels.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/channel-accounts/{id}/profile/photo': {
    path: {
      id: string
    }
    query: {
      at?: string
    }
    body: undefined
    result: string
  }
  /** What its platform says about it, what was missed, what can be done. Permission `channels.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/channel-accounts/{id}/standing': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      facts: {
        id: string
        title: string
        /** ok, attention, broken, or unknown where the platform did not tell */
        state: string
        sentence: string
        next: string | null
        link: string | null
        action: string | null
        shown: string | null
        until: string | null
        usage: {
          used: number
          limit: number
        } | null
        since: string
      }[]
      lookedAt: string | null
      items: {
        id: string
        severity: "info" | "warning" | "critical"
        code: string
        message: string
        channelAccountId?: string | null
        reason?: string | null
        link?: string | null
        span?: {
          from: string
          to: string | null
        } | null
        texts?: Record<string, {
          title: string
          sentence: string
          next: string | null
        }> | null
        count: number
        firstAt: string
        lastAt: string
      } & {
        endedAt: string | null
      }[]
      gaps: {
        id: string
        /** unsubscribed, silent or server_away */
        cause: string
        from: string
        to: string | null
        outcome: string | null
        fetched: number
      }[]
      actions: {
        id: string
        title: string
        text: string
        grave: boolean
        parameters: {
          key: string
          label: string
          help: string | null
          type: string
          choices: {
            value: string
            label: string
          }[]
          pattern: string | null
          confidential: boolean
        }[]
      }[]
      /** Whether owners get letters; false without SMTP_URL */
      mail: boolean
    }
  }
  /** What the account’s platform takes in a template: parts, limits, and what its reviewers turn down. Permission `templates.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/channel-accounts/{id}/template-form': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      from: "drafts" | "library"
      builder: Record<string, unknown> | null
      byNumber: boolean
      edits: boolean
      removes: boolean
      missing: string[]
      others: {
        id: string
        name: string
        language: string
        body: string
      }[]
    }
  }
  /** Texts of the platform’s own library, where it has one. Permission `templates.manage`; token scope `channels`. */
  'GET /api/v1/channel-accounts/{id}/template-library': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        title: string
        category: string
        kind: string
        lines: {
          id: string
          label: string
          example: string
        }[]
        least?: number
        most?: number
      }[]
      next: null
    }
  }
  /** Channels with their set-up forms, capabilities and rules, in the reader’s language. Permission `channels.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/channels': {
    path: undefined
    query: {
      language?: string
    }
    body: undefined
    result: {
      items: {
        id: string
        name: string
        logoUrl: string
        colour: string
        initiation: string
        capabilities: Record<string, {
          support: string
        }>
        rules: Record<string, unknown>
        settings: {
          key: string
          label: string
          help?: string
          type: string
          choices?: string[]
          required: boolean
          confidential: boolean
          default?: string | boolean | number
          generate?: string
          choiceLabels?: Record<string, string>
          onlyWhen?: {
            key: string
            is: string
          }
          later?: boolean
        }[]
        /** Markdown */
        guide: string
        reports: string[]
        presence: Record<string, unknown>
        address: {
          kind: string
          keyKind: string
        }
        templates: boolean
        templateCreation?: "drafts" | "library" | null
        profile?: boolean
        openers?: {
          menu: boolean
          lostOnConnect: {
            title: string
            text: string
            late: string
          } | null
        } | null
        question?: {
          title: string
          lead: string
          choices: {
            id: string
            title: string
            summary: string
            pros: string[]
            consequences: string[]
            time: string
            cost: string
            steps: string[]
            links: {
              label: string
              url: string
            }[]
            presets: Record<string, string | boolean | number>
            fields: string[] | null
            importChats: boolean
          }[]
        } | null
        chatExport?: {
          steps: string
        } | null
        entry?: {
          kinds: string[]
          text: boolean
          temporaryDays: number | null
        } | null
        phone: {
          appName: string
        } | null
      }[]
    }
  }
  /** The channel’s mark */
  'GET /api/v1/channels/{id}/logo.svg': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Who works on conversations: whether she is there, what she carries, speaks and can. Permission `members.read`; token scope `read` or `members`. */
  'GET /api/v1/colleagues': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: Colleague[]
    }
  }
  /** A page by name; q begins a name or is a domain. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/companies': {
    path: undefined
    query: {
      q?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: Company[]
      next: string | null
    }
  }
  /** One company, with what its people’s threads and orders come to. Its people: GET /contacts with the condition `company`. Their threads: GET /conversations?company=. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/companies/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: CompanyDetail
  }
  /** The topics people say yes or no to, those put away last. Permission `consents.read`; token scope `read` or `consents`. */
  'GET /api/v1/consent-categories': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: ConsentCategory[]
    }
  }
  /** Words of the company that sign up for topics. Permission `consents.read`; token scope `read` or `consents`. */
  'GET /api/v1/consent-keywords': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        words: string[]
        categoryIds: string[]
        accountId: string | null
        wording: Record<string, string>
        enabled: boolean
        used: number
      }[]
    }
  }
  /** The words that end and begin advertising, and what people are answered. Permission `consents.read`; token scope `read` or `consents`. */
  'GET /api/v1/consent-words': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      own: {
        kind: string
        language: string
        text: string
      }[]
      without: {
        kind: string
        language: string
        text: string
      }[]
      texts: Record<string, Record<string, string>>
      help: boolean
      ask: boolean
      privacyUrl: string | null
      updatedAt: string | null
      known: {
        language: string
        optOut: string[]
        optIn: string[]
        help: string[]
        unsure: string[]
      }[]
      defaults: {
        key: string
        texts: Record<string, string>
        may: string[]
        must: string[]
      }[]
      company: string
      small: Record<string, {
        yes: string
        privacy: string
      }>
    }
  }
  /** The ledger, newest line first. Permission `consents.read`; token scope `read` or `consents`. */
  'GET /api/v1/consents': {
    path: undefined
    query: {
      contactId?: string
      purpose?: "service" | "notification" | "marketing"
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: Consent[]
      next: string | null
    }
  }
  /** The fields in their order, those put away too. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/contact-attributes': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: AttributeDefinition[]
    }
  }
  /** Imports of people, newest first. Permission `contacts.import`; token scope `contacts`. */
  'GET /api/v1/contact-imports': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: {
        id: string
        purpose: "contacts" | "exclusion"
        name: string
        bytes: number
        received: number
        /** receiving, waiting, checking, running, done, failed or cancelled */
        state: string
        error?: string
        found: {
          format: string
          encoding: string
          delimiter: string | null
          columns: {
            heading: string
            samples: string[]
          }[]
          rows: number
        } | null
        mapping: {
          columns: {
            to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
            /** attribute: key of the field. */
            key?: string
            /** new_attribute: what it will be called. */
            name?: string
            type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
            /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
            source?: string
            /** consent: key of the topic; without it every topic. */
            category?: string
            /** consent: the app; without it every app. */
            channel?: string
          }[]
          /** The first row names the columns. */
          headings: boolean
          /** Of phones written without their country. */
          country?: string
          dateOrder?: "dmy" | "mdy" | "ymd"
          existing: "update" | "fill" | "skip"
          labels?: string[]
          /** Stages and labels that are not there are made; else their rows are refused. */
          make?: boolean
          consent?: {
            given: "columns" | "all"
            categories?: string[]
            channel?: string
            /** Where these people were asked. */
            source: string
            /** The words they said yes to. */
            wording: {
              text: string
              language: string
              privacyUrl: string | null
            }
            /** ISO day or moment, for rows without a date of their own. */
            date?: string
            confirmed?: boolean
            no?: "nothing" | "withdrawn"
          } | null
        } | null
        suggested: {
          to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
          /** attribute: key of the field. */
          key?: string
          /** new_attribute: what it will be called. */
          name?: string
          type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
          /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
          source?: string
          /** consent: key of the topic; without it every topic. */
          category?: string
          /** consent: the app; without it every app. */
          channel?: string
        }[] | null
        position: number
        total: number
        checked: {
          created: number
          changed: number
          unchanged: number
          refused: number
          consents: number
          problemCount: number
        } | null
        created: number
        changed: number
        unchanged: number
        refused: number
        consents: number
        problemCount: number
        createdAt: string
        startedAt: string | null
        finishedAt: string | null
      }[]
      next: string | null
    }
  }
  /** How far an import is. Permission `contacts.import`; token scope `contacts`. */
  'GET /api/v1/contact-imports/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      purpose: "contacts" | "exclusion"
      name: string
      bytes: number
      received: number
      /** receiving, waiting, checking, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        format: string
        encoding: string
        delimiter: string | null
        columns: {
          heading: string
          samples: string[]
        }[]
        rows: number
      } | null
      mapping: {
        columns: {
          to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
          /** attribute: key of the field. */
          key?: string
          /** new_attribute: what it will be called. */
          name?: string
          type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
          /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
          source?: string
          /** consent: key of the topic; without it every topic. */
          category?: string
          /** consent: the app; without it every app. */
          channel?: string
        }[]
        /** The first row names the columns. */
        headings: boolean
        /** Of phones written without their country. */
        country?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        existing: "update" | "fill" | "skip"
        labels?: string[]
        /** Stages and labels that are not there are made; else their rows are refused. */
        make?: boolean
        consent?: {
          given: "columns" | "all"
          categories?: string[]
          channel?: string
          /** Where these people were asked. */
          source: string
          /** The words they said yes to. */
          wording: {
            text: string
            language: string
            privacyUrl: string | null
          }
          /** ISO day or moment, for rows without a date of their own. */
          date?: string
          confirmed?: boolean
          no?: "nothing" | "withdrawn"
        } | null
      } | null
      suggested: {
        to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
        /** attribute: key of the field. */
        key?: string
        /** new_attribute: what it will be called. */
        name?: string
        type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
        /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
        source?: string
        /** consent: key of the topic; without it every topic. */
        category?: string
        /** consent: the app; without it every app. */
        channel?: string
      }[] | null
      position: number
      total: number
      checked: {
        created: number
        changed: number
        unchanged: number
        refused: number
        consents: number
        problemCount: number
      } | null
      created: number
      changed: number
      unchanged: number
      refused: number
      consents: number
      problemCount: number
      createdAt: string
      startedAt: string | null
      finishedAt: string | null
    }
  }
  /** The same as a file, with the rows as they stood in the original. Permission `contacts.import`; token scope `contacts`. */
  'GET /api/v1/contact-imports/{id}/errors.csv': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Rows that were not taken, or not whole. Permission `contacts.import`; token scope `contacts`. */
  'GET /api/v1/contact-imports/{id}/problems': {
    path: {
      id: string
    }
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: {
        row: number
        line: number
        refused: boolean
        cells: string[]
        problems: {
          column: number | null
          code: "unreadable" | "nobody" | "phone_wrong" | "email_wrong" | "number_wrong" | "date_wrong" | "boolean_wrong" | "choice_unknown" | "link_wrong" | "country_unknown" | "language_unknown" | "time_zone_unknown" | "stage_unknown" | "owner_unknown" | "label_unknown" | "label_archived" | "external_id_wrong" | "too_long" | "several_found" | "id_taken" | "excluded" | "consent_unclear" | "consent_date_missing" | "consent_date_wrong" | "consent_in_future" | "topic_unknown" | "withdrawn_here"
          value: string
        }[]
      }[]
      next: string | null
    }
  }
  /** The stages in their order, those put away too. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/contact-stages': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: ContactStage[]
    }
  }
  /** A page of people. q is part of a name, digits of a number, part of an e-mail address, or an external id. A page may be short where few of very many fulfil the conditions: go on with `next` until it is null. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/contacts': {
    path: undefined
    query: {
      q?: string
      /** Conditions as JSON, as in saved views; of people those about people (docs/concepts/contact.md). */
      filter?: string
      sort?: "name" | "newest" | "heard"
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: Contact[]
      next: string | null
    }
  }
  /** How many it are, exact to 999, or to `most`. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/contacts/count': {
    path: undefined
    query: {
      q?: string
      /** Conditions as JSON, as in saved views; of people those about people (docs/concepts/contact.md). */
      filter?: string
      most?: number
    }
    body: undefined
    result: {
      count: number
      capped: boolean
    }
  }
  /** People who may be one, the latest found first. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/contacts/duplicates': {
    path: undefined
    query: {
      contactId?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: DuplicatePair[]
      next: string | null
    }
  }
  /** Where people stand with marketing, in a word each. Up to 100 people by their ids, as the list of people shows them: yes, no, asked (her yes, or her second one, is waited for), lapsed, or null for somebody nobody ever asked. Whom the asker does not see is left out. Permission `consents.read`; token scope `read` or `consents`. */
  'GET /api/v1/contacts/marketing': {
    path: undefined
    query: {
      /** Separated by commas. */
      ids: string
    }
    body: undefined
    result: {
      items: MarketingStanding[]
    }
  }
  /** A person with all her threads and what may be sent in each. Noted in the audit log as contact.opened, once an hour for whoever asks. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/contacts/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      name: string
      avatarUrl: string | null
      language: string | null
      country: string | null
      notes: string
      labels: string[]
      identities: {
        id: string
        channel: string
        channelAccountId: string
        accountName: string
        keys: {
          kind: string
          value: string
        }[]
        profileName: string | null
        address: string | null
        reachable: boolean | null
        lastInboundAt: string | null
        joinedBy: {
          how: "agent" | "api" | "code" | "platform"
          by: string | null
          at: string
          mergeId: string
          code: {
            end: string
            issuedBy: string | null
            issuedAt: string
          } | null
        } | null
      }[]
      timeZone: string | null
      languageGiven: boolean
      countryGiven: boolean
      timeZoneGiven: boolean
      stageId: string | null
      ownerId: string | null
      company: {
        id: string
        name: string
      } | null
      attributes: Record<string, string | number | boolean | string[]>
      addresses: {
        id: string
        kind: "phone" | "email"
        value: string
        label: string
      }[]
      externalIds: {
        source: string
        externalId: string
      }[]
      updatedAt: string
      createdAt: string
      conversations: {
        id: string
        number: number
        channel: string
        channelAccountId: string
        inboxId: string
        contact: {
          id: string
          name: string
          avatarUrl: string | null
          companyId: string | null
        }
        identity: {
          id: string
          keys: {
            kind: string
            value: string
          }[]
        }
        status: "open" | "pending" | "snoozed" | "resolved"
        snoozedUntil: string | null
        snoozeMode: "until" | "before_close" | "reply" | null
        priority: "none" | "low" | "normal" | "high" | "urgent"
        assignee: {
          id: string
          name: string
        } | null
        team: {
          id: string
          name: string
        } | null
        participantIds: string[]
        queuedSince: string | null
        labels: string[]
        unread: number
        waitingSince: string | null
        lastInboundAt: string | null
        lastActivityAt: string
        lastMessage: {
          kind: string
          text: string
          direction: "in" | "out"
          status: string
          at: string
        } | null
        failed: number
        window: {
          state: "open" | "closed" | "none"
          openedAt: string | null
          closesAt: string | null
          left: number | null
          kind: string | null
        }
        answerBy: string | null
        verdicts?: Record<string, Verdict | null>
      }[]
    }
  }
  /** Where a person stands for every purpose, topic and app, with its proof, and the whole history. Permission `consents.read`; token scope `read` or `consents`. */
  'GET /api/v1/contacts/{id}/consents': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      contactId: string
      standing: ConsentStanding[]
      history: Consent[]
      categories: ConsentCategory[]
      purposes: Purpose[]
      exclusion: {
        since: string
        reason: "exclusion_list" | "erased" | "anonymised"
      } | null
    }
  }
  /** Files of a person, newest first: those kept with her and those of her threads. Of threads only those that the asker sees. A page may hold a file or two more than asked for, where one message carried several. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/contacts/{id}/files': {
    path: {
      id: string
    }
    query: {
      kind?: "image" | "video" | "audio" | "document"
      /** Only what came or went on this app */
      channel?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: ContactFile[]
      next: string | null
    }
  }
  /** How she was joined, who may be the same, and her personal codes. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/contacts/{id}/joining': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      merges: MergeRecord[]
      duplicates: DuplicatePair[]
      linkCodes: LinkCode[]
    }
  }
  /** Notes about a person, newest first. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/contacts/{id}/notes': {
    path: {
      id: string
    }
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: ContactNote[]
      next: string | null
    }
  }
  /** A person’s orders, newest first. Permission `contacts.read`; token scope `read` or `contacts`. */
  'GET /api/v1/contacts/{id}/orders': {
    path: {
      id: string
    }
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: ContactOrder[]
      next: string | null
    }
  }
  /** Everything that happened with her, over all apps, newest first. Messages and lines of all her threads, what she agreed to and took back, and how she came in; of one app or account where it is named. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/contacts/{id}/timeline': {
    path: {
      id: string
    }
    query: {
      channel?: string
      account?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: {
        id: string
        /** Empty where it belongs to no thread. */
        conversationId: string
        caseId: string | null
        direction: "in" | "out" | "note" | "system"
        content: {
          kind: string
        } & Record<string, unknown>
        status: "received" | "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "unknown"
        error?: {
          code: string
          message: string
          platformCode?: string
        }
        externalId: string | null
        clientId: string | null
        author: {
          type: "contact" | "agent" | "api" | "automation" | "campaign" | "outside"
          id?: string
          name?: string
        }
        replyTo?: string
        quoted?: {
          from?: string
          text?: string
        }
        origin?: Record<string, unknown>
        /** What the agents are asked about it: whether she wants no more advertising. */
        question?: {
          kind: "end_marketing"
          state: "open" | "yes" | "no"
          word: string
          by?: {
            id: string
            name: string
          }
          at?: string
        }
        forwarded?: "once" | "often"
        historic?: boolean
        editedAt?: string
        revokedAt?: string
        purpose?: "service" | "notification" | "marketing"
        category?: string
        basis?: "contract" | "consent" | "existing_customer" | "legitimate_interest"
        withdrawnAt?: string
        at: string
        platformAt: string | null
        statusAt?: Record<string, string>
        leavesAt?: string
        retryAt?: string | null
        attempts?: number
        price?: {
          amount: string
          currency: string
          class: string
          estimated: boolean
          difference?: "undelivered" | "allowance" | "free_window" | "free_entry_point" | "free_kind" | "not_billable" | "not_charged" | "allowance_spent" | "tier" | "card_change" | "recategorised" | "charged" | "unpriced" | "other"
          estimate?: {
            amount: string
            currency: string
            class: string
          }
        }
        verdict?: Verdict
      }[]
      next: string | null
    }
  }
  /** One page of a list, with the position of the event log it was read at. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/conversations': {
    path: undefined
    query: {
      view?: string
      status?: "open" | "pending" | "snoozed" | "resolved"
      assignee?: string
      team?: string
      inbox?: string
      channel?: string
      account?: string
      label?: string
      /** A company’s id: threads of its people */
      company?: string
      q?: string
      sort?: "newest" | "waiting" | "closing" | "priority"
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: Conversation[]
      next: string | null
      seq: number
    }
  }
  /** A thread with what may be sent in it now. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/conversations/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: ConversationDetail
  }
  /** Who can be given it: whether she is there, what she carries, whom the inbox would choose. Permission `conversations.work`; token scope `conversations`. */
  'GET /api/v1/conversations/{id}/assignees': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: {
        userId: string
        availability: "available" | "away" | "offline"
        cause: "hand" | "hours" | "no_browser" | "here"
        reason: string
        until: string | null
        since: string | null
        name: string
        open: number
        capacity: number | null
        channelOpen: Record<string, number>
        channelLimits: Record<string, number>
        languages: string[]
        skills: string[]
        teamIds: string[]
        inboxIds: string[]
        timetable: {
          timeZone: string
          week: {
            from: string
            to: string
          }[][]
          dates: {
            date: string
            slots: {
              from: string
              to: string
            }[]
            name?: string
          }[]
        } | null
        belongs: boolean
        full: boolean
        last: boolean
        speaks: boolean
      }[]
      teams: {
        id: string
        name: string
        available: number
        members: number
      }[]
      suggestedId: string | null
    }
  }
  /** Campaigns that wrote into this thread, the newest first. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/conversations/{id}/campaigns': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: ConversationCampaign[]
    }
  }
  /** Whom a note can call here, and who can be brought in. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/conversations/{id}/colleagues': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      people: {
        id: string
        name: string
        sees: boolean
      }[]
      teams: {
        id: string
        name: string
      }[]
      everybody: number
    }
  }
  /** Her draft, null where there is none. Permission `drafts.own`. */
  'GET /api/v1/conversations/{id}/draft': {
    path: {
      id: string
    }
    query: {
      mode?: "reply" | "note"
    }
    body: undefined
    result: {
      conversationId: string
      mode: "reply" | "note"
      text: string
      attachments: Media[]
      replyTo: string | null
      updatedAt: string
    } | null
  }
  /** Every time this person came in, oldest first. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/conversations/{id}/entries': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        /** ad, qr, link, menu, search, post or direct */
        kind: string
        source: string
        label: string
        entryPointId: string | null
        clickId?: string
        starts: boolean
        at: string
        conversationId: string
        channelAccountId: string
      }[]
    }
  }
  /** A page of the thread, newest first; the whole of it, or one part. `around` a message of it: half older, half newer, and `newer` to go on with `after`. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/conversations/{id}/messages': {
    path: {
      id: string
    }
    query: {
      part?: "messages" | "notes" | "activity"
      before?: string
      after?: string
      around?: string
      limit?: number
    }
    body: undefined
    result: {
      items: Message[]
      next: string | null
      newer?: string | null
      seq: number
    }
  }
  /** Whether she has muted it. Permission `notifications.own`. */
  'GET /api/v1/conversations/{id}/mute': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      muted: boolean
    }
  }
  /** What stands in the places of a saved reply in this thread. `values` by name of the place in small letters; `language` is hers, else the company’s. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/conversations/{id}/reply-values': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      values: Record<string, string>
      language: string | null
    }
  }
  /** What waits to be sent in a thread, soonest first. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/conversations/{id}/scheduled-messages': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: ScheduledMessage[]
      next: null
    }
  }
  /** A month against its budgets; the running one unless named. Permission `costs.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/costs/month': {
    path: undefined
    query: {
      /** "2026-11" */
      month?: string
    }
    body: undefined
    result: CostMonth
  }
  /** The numbers at the views. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/counts': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      /** Exact to 999; 1000 means more. */
      mine: number
      /** Exact to 999; 1000 means more. */
      myTeams: number
      /** Exact to 999; 1000 means more. */
      unassigned: number
      /** Exact to 999; 1000 means more. */
      all: number
      /** Exact to 999; 1000 means more. */
      mentions: number
      /** Exact to 999; 1000 means more. */
      participating: number
      /** Exact to 999; 1000 means more. */
      drafts: number
      /** Exact to 999; 1000 means more. */
      waiting: number
      /** Exact to 999; 1000 means more. */
      closingSoon: number
      /** Exact to 999; 1000 means more. */
      failed: number
      /** Exact to 999; 1000 means more. */
      snoozed: number
      /** Exact to 999; 1000 means more. */
      unread: number
      /** By id of the saved view; null where counting would take too long. */
      views?: Record<string, number | null>
    }
  }
  /** The state of a request for deletion, for whoever has its code */
  'GET /api/v1/deletion-requests/{code}': {
    path: {
      code: string
    }
    query: undefined
    body: undefined
    result: {
      state: string
      how: "erase" | "anonymise"
      askedAt: string
      dueAt: string
      settledAt: string | null
    }
  }
  /** Exports, newest first: one’s own, or all for whoever sees everything. Permission `contacts.export`; token scope `contacts`. */
  'GET /api/v1/exports': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: {
        id: string
        kind: "contacts" | "conversations" | "consents" | "suppression"
        format: "csv" | "vcard"
        query: Record<string, unknown>
        /** waiting, running, ready, failed, cancelled or expired */
        state: string
        error?: string
        position: number
        total: number | null
        bytes: number
        url: string | null
        createdAt: string
        finishedAt: string | null
        expiresAt: string | null
      }[]
      next: string | null
    }
  }
  /** How far an export is, and its link. Permission `contacts.export`; token scope `contacts`. */
  'GET /api/v1/exports/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      kind: "contacts" | "conversations" | "consents" | "suppression"
      format: "csv" | "vcard"
      query: Record<string, unknown>
      /** waiting, running, ready, failed, cancelled or expired */
      state: string
      error?: string
      position: number
      total: number | null
      bytes: number
      url: string | null
      createdAt: string
      finishedAt: string | null
      expiresAt: string | null
    }
  }
  /** The file, for a day. Permission `contacts.export`; token scope `contacts`. */
  'GET /api/v1/exports/{id}/file': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Who is due to be forgotten when, the soonest first; or what became of them (state=settled), the latest first. Permission `contacts.erase`; token scope `contacts`. */
  'GET /api/v1/forgetting': {
    path: undefined
    query: {
      state?: "waiting" | "settled"
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: {
        id: string
        cause: "left" | "platform_request" | "restored"
        how: "erase" | "anonymise"
        state: string
        searching: boolean
        askedAt: string
        dueAt: string
        settledAt: string | null
        contact: {
          id: string
          name: string
        } | null
        account: {
          id: string
          name: string
          channel: string
        } | null
      }[]
      next: string | null
    }
  }
  /** Open items, newest first. Permission `health.read`; token scope `read` or `channels`. */
  'GET /api/v1/health-items': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: {
        id: string
        severity: "info" | "warning" | "critical"
        code: string
        message: string
        channelAccountId?: string | null
        reason?: string | null
        link?: string | null
        span?: {
          from: string
          to: string | null
        } | null
        texts?: Record<string, {
          title: string
          sentence: string
          next: string | null
        }> | null
        count: number
        firstAt: string
        lastAt: string
      }[]
      next: string | null
    }
  }
  /** Who has hours of their own, and what they say now. Permission `automation.read`; token scope `read` or `channels`. */
  'GET /api/v1/hours': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        kind: "account" | "inbox" | "team"
        id: string
        name: string
        channel: string | null
        inboxId: string | null
        set: boolean
        timeZone: string | null
        now: {
          open: boolean
          until: string | null
        } | null
        rules: number
      }[]
    }
  }
  /** Imports, newest first. Permission `imports.manage`; token scope `conversations`. */
  'GET /api/v1/imports/chats': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: {
        id: string
        name: string
        bytes: number
        received: number
        /** receiving, waiting, running, done, failed or cancelled */
        state: string
        error?: string
        found: {
          layout: string
          messages: number
          files: number
          filesMissing: number
          authors: {
            name: string
            messages: number
          }[]
          nameInFile: string | null
          dateOrders: string[]
        } | null
        answers: {
          channelAccountId?: string
          dateOrder?: "dmy" | "mdy" | "ymd"
          /** The author that is us; empty when none of them is. */
          us?: string
          phone?: string
          name?: string
          /** Zone of the exporting phone. */
          timeZone?: string
        }
        position: number
        total: number
        added: number
        known: number
        files: number
        problems: {
          line: number
          code: string
          text: string
        }[]
        problemCount: number
        conversationId: string | null
        createdAt: string
        finishedAt: string | null
      }[]
      next: string | null
    }
  }
  /** How far an import is. Permission `imports.manage`; token scope `conversations`. */
  'GET /api/v1/imports/chats/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      name: string
      bytes: number
      received: number
      /** receiving, waiting, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        layout: string
        messages: number
        files: number
        filesMissing: number
        authors: {
          name: string
          messages: number
        }[]
        nameInFile: string | null
        dateOrders: string[]
      } | null
      answers: {
        channelAccountId?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        /** The author that is us; empty when none of them is. */
        us?: string
        phone?: string
        name?: string
        /** Zone of the exporting phone. */
        timeZone?: string
      }
      position: number
      total: number
      added: number
      known: number
      files: number
      problems: {
        line: number
        code: string
        text: string
      }[]
      problemCount: number
      conversationId: string | null
      createdAt: string
      finishedAt: string | null
    }
  }
  /** All inboxes, by name. Permission `members.read`; token scope `read` or `members`. */
  'GET /api/v1/inboxes': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        name: string
        everybody: boolean
        memberIds: string[]
        teamIds: string[]
        /** Whose new conversations come into it. */
        accountIds: string[]
        /** Whether any conversation lies in it. */
        used: boolean
        createdAt: string
      }[]
    }
  }
  /** The rules in order, and what the channel can do. Permission `automation.read`; token scope `read` or `channels`. */
  'GET /api/v1/inboxes/{id}/automatic-replies': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        channelAccountId: string | null
        owner: {
          kind: "account" | "inbox" | "team"
          id: string
        }
        name: string
        enabled: boolean
        enabledAt: string | null
        trigger: {
          kind: "greeting"
          afterDays: number | null
        } | {
          kind: "away"
        } | {
          kind: "follow"
        } | {
          kind: "keyword"
          match: "contains" | "word" | "starts" | "exact"
          words: string[]
        } | {
          kind: "menu"
          keys: string[]
        }
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        labels: string[]
        status: "open" | "pending" | "resolved" | null
        problem: string | null
        lately: {
          count: number
          lastAt: string | null
          refused: {
            code: string
            at: string
          } | null
        }
      }[]
      settings: {
        quietMinutes: number
      }
      means: {
        triggers: string[]
        replies: {
          act: string
          allowed: number
          withinMs: number
          source: string
        }[]
        passive: {
          withinMs: number
          takesReply: boolean
          source: string
        } | null
      }
    }
  }
  /** When somebody is there. Permission `automation.read`; token scope `read` or `channels`. */
  'GET /api/v1/inboxes/{id}/hours': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      timeZone: string
      /** Monday first. */
      week: {
        from: string
        /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
        to: string
      }[][]
      /** Dates with hours of their own; without slots closed. */
      dates: {
        date: string
        slots: {
          from: string
          /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
          to: string
        }[]
        name?: string
      }[]
      set: boolean
      now: {
        open: boolean
        until: string | null
      }
    }
  }
  /** Invitations that nobody has accepted yet. Permission `members.manage`; token scope `members`. */
  'GET /api/v1/invitations': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        email: string
        name: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        roleId: string | null
        teamIds: string[]
        inboxIds: string[]
        language: string
        invitedBy: {
          id: string
          name: string
        } | null
        createdAt: string
        expiresAt: string
        state: "open" | "expired"
      }[]
    }
  }
  /** All of them in their order, those put away too. Permission `workspace.read`; token scope `read` or `workspace`. */
  'GET /api/v1/labels': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: Label[]
    }
  }
  /** How many threads and people carry each, counted to 10,000. Permission `labels.manage`; token scope `conversations`. */
  'GET /api/v1/labels/uses': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        labelId: string
        conversations: number
        people: number
        capped: boolean
      }[]
    }
  }
  /** Lists by name, each with its members counted. Permission `segments.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/lists': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: ContactList[]
    }
  }
  /** A list. Permission `segments.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/lists/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: ContactList
  }
  /** Who is in it, of those that the asker sees. Permission `segments.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/lists/{id}/members': {
    path: {
      id: string
    }
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: AudiencePerson[]
      next: string | null
    }
  }
  /** Those you can run. Permission `saved_replies.read`; token scope `read` or `conversations`. */
  'GET /api/v1/macros': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: Macro[]
      next: string | null
    }
  }
  /** Her key for what her browser keeps while the server cannot be reached. Permission `drafts.own`. */
  'GET /api/v1/me/draft-key': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      key: string
    }
  }
  /** Her own second factor, and whether one is demanded. Permission `me.manage`. */
  'GET /api/v1/me/second-factor': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      enabled: boolean
      demandedBy: "real_account" | "everybody" | null
      dueAt: string | null
      /** Nothing else can be done with this session until a second factor is set up. */
      overdue: boolean
      enabledAt: string | null
      recoveryCodesLeft: number
    }
  }
  /** The file, whole or in part. A recording that browsers cannot play comes as MP3; `original=1` gives it as it came. Permission `media.read`; token scope `read` or `messages`. */
  'GET /api/v1/media/{id}/file': {
    path: {
      id: string
    }
    query: {
      original?: string
      download?: string
    }
    body: undefined
    result: string
  }
  /** A small picture of a picture or film. Permission `media.read`; token scope `read` or `messages`. */
  'GET /api/v1/media/{id}/thumb': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: string
  }
  /** Members of the workspace. Permission `members.read`; token scope `read` or `members`. */
  'GET /api/v1/members': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: {
        id: string
        name: string
        email: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        roleId: string | null
        active: boolean
        teamIds: string[]
        inboxIds: string[]
        lastSeenAt: string | null
        createdAt: string
      }[]
      next: string | null
    }
  }
  /** What a note said before it was changed, oldest first. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/messages/{id}/versions': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: {
        text: string
        replacedAt: string
      }[]
    }
  }
  /** Her notices, newest first. Permission `notifications.own`. */
  'GET /api/v1/notices': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
      unread?: boolean
    }
    body: undefined
    result: {
      items: {
        id: string
        kind: "mention" | "escalation" | "assigned" | "nudge" | "send_failed" | "message" | "team" | "participating" | "unassigned" | "followed"
        conversationId: string
        messageId: string | null
        count: number
        at: string
        seenAt: string | null
        by: {
          id: string
          name: string
        } | null
        contact: {
          id: string
          name: string
        }
        channel: string
        account: string
        inboxId: string
        preview: string
        ways: ("app" | "sound" | "push" | "mail")[]
      }[]
      next: string | null
      /** Exact to 100. */
      unread: number
    }
  }
  /** Her rules, those of her role, and her devices. Permission `notifications.own`. */
  'GET /api/v1/notices/settings': {
    path: undefined
    query: {
      endpoint?: string
    }
    body: undefined
    result: {
      settings: {
        rules: {
          mention?: ("app" | "sound" | "push" | "mail")[]
          escalation?: ("app" | "sound" | "push" | "mail")[]
          assigned?: ("app" | "sound" | "push" | "mail")[]
          nudge?: ("app" | "sound" | "push" | "mail")[]
          send_failed?: ("app" | "sound" | "push" | "mail")[]
          message?: ("app" | "sound" | "push" | "mail")[]
          team?: ("app" | "sound" | "push" | "mail")[]
          participating?: ("app" | "sound" | "push" | "mail")[]
          unassigned?: ("app" | "sound" | "push" | "mail")[]
          followed?: ("app" | "sound" | "push" | "mail")[]
          template?: ("app" | "sound" | "push" | "mail")[]
        }
        inboxes: Record<string, {
          mention?: ("app" | "sound" | "push" | "mail")[]
          escalation?: ("app" | "sound" | "push" | "mail")[]
          assigned?: ("app" | "sound" | "push" | "mail")[]
          nudge?: ("app" | "sound" | "push" | "mail")[]
          send_failed?: ("app" | "sound" | "push" | "mail")[]
          message?: ("app" | "sound" | "push" | "mail")[]
          team?: ("app" | "sound" | "push" | "mail")[]
          participating?: ("app" | "sound" | "push" | "mail")[]
          unassigned?: ("app" | "sound" | "push" | "mail")[]
          followed?: ("app" | "sound" | "push" | "mail")[]
          template?: ("app" | "sound" | "push" | "mail")[]
        }>
        quiet: {
          on: boolean
          timeZone: string
          week: {
            from: string
            to: string
          }[][]
          urgentPass: boolean
        }
        onlyWhileAvailable: boolean
        words: {
          push: boolean
          mail: boolean
        }
        mail: {
          every: "off" | "quarter" | "hourly" | "daily"
          at: string
        }
        sound: {
          name: "drop" | "bell" | "chime" | "knock" | "none"
          volume: number
        }
      }
      defaults: {
        rules: {
          mention?: ("app" | "sound" | "push" | "mail")[]
          escalation?: ("app" | "sound" | "push" | "mail")[]
          assigned?: ("app" | "sound" | "push" | "mail")[]
          nudge?: ("app" | "sound" | "push" | "mail")[]
          send_failed?: ("app" | "sound" | "push" | "mail")[]
          message?: ("app" | "sound" | "push" | "mail")[]
          team?: ("app" | "sound" | "push" | "mail")[]
          participating?: ("app" | "sound" | "push" | "mail")[]
          unassigned?: ("app" | "sound" | "push" | "mail")[]
          followed?: ("app" | "sound" | "push" | "mail")[]
          template?: ("app" | "sound" | "push" | "mail")[]
        }
        inboxes: Record<string, {
          mention?: ("app" | "sound" | "push" | "mail")[]
          escalation?: ("app" | "sound" | "push" | "mail")[]
          assigned?: ("app" | "sound" | "push" | "mail")[]
          nudge?: ("app" | "sound" | "push" | "mail")[]
          send_failed?: ("app" | "sound" | "push" | "mail")[]
          message?: ("app" | "sound" | "push" | "mail")[]
          team?: ("app" | "sound" | "push" | "mail")[]
          participating?: ("app" | "sound" | "push" | "mail")[]
          unassigned?: ("app" | "sound" | "push" | "mail")[]
          followed?: ("app" | "sound" | "push" | "mail")[]
          template?: ("app" | "sound" | "push" | "mail")[]
        }>
        quiet: {
          on: boolean
          timeZone: string
          week: {
            from: string
            to: string
          }[][]
          urgentPass: boolean
        }
        onlyWhileAvailable: boolean
        words: {
          push: boolean
          mail: boolean
        }
        mail: {
          every: "off" | "quarter" | "hourly" | "daily"
          at: string
        }
        sound: {
          name: "drop" | "bell" | "chime" | "knock" | "none"
          volume: number
        }
      }
      inboxes: {
        id: string
        name: string
      }[]
      devices: {
        id: string
        name: string
        createdAt: string
        lastOkAt: string | null
        lastError: string | null
        lastErrorAt: string | null
        here: boolean
      }[]
      vapidKey: string
      mail: {
        on: boolean
        email: string
      }
    }
  }
  /** Who is reminded, when and how. Permission `nudges.manage`; token scope `conversations`. */
  'GET /api/v1/nudges': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        inboxId: string | null
        kind: string
        name: string
        minutes: number
        enabled: boolean
        enabledAt: string | null
        tell: string
        tellIds: string[]
        priority: string | null
        assignUserId: string | null
        assignTeamId: string | null
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        quiet: {
          from: string
          to: string
        } | null
        evenWhenOwed: boolean
        counts: string
        atTime: string | null
        about: string | null
        unless: string[]
        condition: Record<string, unknown> | null
        actions: ({
          do: string
        } & Record<string, unknown>)[]
        lately: {
          count: number
          lastAt: string | null
          refused: {
            code: string
            at: string
          } | null
          refusals: number
          waiting: number
        }
      }[]
    }
  }
  /** What a rule did lately and what was refused, newest first. Permission `nudges.manage`; token scope `conversations`. */
  'GET /api/v1/nudges/{id}/runs': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: {
        conversationId: string
        number: number
        name: string
        at: string
        outcome: string
        did: string[]
        code: string | null
      }[]
    }
  }
  /** Opt-in pages and widgets, with what came of them. Permission `opt_in.manage`; token scope `consents`. */
  'GET /api/v1/opt-in-forms': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: OptInForm[]
    }
  }
  /** One of them. Permission `opt_in.manage`; token scope `consents`. */
  'GET /api/v1/opt-in-forms/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: OptInForm
  }
  /** What was published, newest first. Permission `opt_in.manage`; token scope `consents`. */
  'GET /api/v1/opt-in-forms/{id}/versions': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: OptInVersion[]
    }
  }
  /** How far a copy is. Permission `contacts.export`; token scope `contacts`. */
  'GET /api/v1/person-copies/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      contactId: string
      state: "waiting" | "running" | "ready" | "failed" | "expired"
      bytes: number
      messages: number
      files: number
      createdAt: string
      expiresAt: string
    }
  }
  /** The archive, for three days. Permission `contacts.export`; token scope `contacts`. */
  'GET /api/v1/person-copies/{id}/file': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: string
  }
  /** Accounts that can post, and what is left of their month. Permission `posts.manage`; token scope `campaigns`. */
  'GET /api/v1/post-accounts': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: PostAccount[]
    }
  }
  /** Followers at this month’s limit. `told`: the platform said so, whatever we had counted. Permission `posts.manage`; token scope `campaigns`. */
  'GET /api/v1/post-accounts/{id}/full': {
    path: {
      id: string
    }
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: PostReceipt[]
      next: string | null
    }
  }
  /** The platform’s own groups of followers. Permission `posts.manage`; token scope `campaigns`. */
  'GET /api/v1/post-accounts/{id}/tags': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        name: string
        count: number
      }[]
    }
  }
  /** Posts, newest first. By when they went out, will go out, or were written. `from` and `to` cut a month out for a calendar. Permission `posts.manage`; token scope `campaigns`. */
  'GET /api/v1/posts': {
    path: undefined
    query: {
      channelAccountId?: string
      state?: "draft" | "scheduled" | "sending" | "waiting" | "done" | "failed" | "deleted"
      from?: string
      to?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: Post[]
      next: string | null
    }
  }
  /** One of them. Permission `posts.manage`; token scope `campaigns`. */
  'GET /api/v1/posts/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Post
  }
  /** Whom it would reach, who is left out and why, and how it would go. Permission `posts.manage`; token scope `campaigns`. */
  'GET /api/v1/posts/{id}/audience': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: PostPreview
  }
  /** The notice at somebody’s first message, and who was shown which version. Permission `consents.read`; token scope `read` or `consents`. */
  'GET /api/v1/privacy-notice': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      enabled: boolean
      enabledAt: string | null
      again: boolean
      version: number
      texts: Record<string, string>
      defaults: Record<string, string>
      url: string | null
      updatedAt: string | null
      shown: {
        version: number
        people: number
        lastAt: string
      }[]
      company: string
    }
  }
  /** Whether the outside can reach this server, and how that is known. Permission `address.read`; token scope `channels`. */
  'GET /api/v1/public-address': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      /** proven, likely, unproven, unreachable or none */
      verdict: string
      publicUrl: string | null
      publicUrlFrom: string | null
      listening: string
      trustProxy: boolean
      request: {
        host: string
        scheme: string
        /** loopback, private, cgnat, public, local_name or public_name */
        hostScope: string
        /** loopback, private, cgnat, public, local_name or public_name */
        clientScope: string
        unheardProxy: boolean
      }
      interfaces: {
        name: string
        address: string
        /** loopback, private, cgnat, public, local_name or public_name */
        scope: string
      }[]
      check: {
        at: string
        ok: boolean
        code: string
        addresses: string[]
        detail?: string
      } | null
      proofs: {
        accountId: string
        name: string
        channel: string
        at: string
      }[]
      waiting: {
        accountId: string
        name: string
        channel: string
      }[]
      outgoing: {
        address: string
        from: string
        accountName?: string
      } | null
      tls: {
        mode: string
        state: string
        domain: string | null
        directory: string | null
        issuer: string | null
        notAfter: string | null
        nextAt: string | null
        fault: {
          code: string
          detail: string
        } | null
        http: {
          port: number
          listening: boolean
          error?: string
        } | null
        https: {
          port: number
          listening: boolean
          error?: string
        } | null
      }
      tlsFromEnvironment: boolean
      mayChange: boolean
      sleep: {
        channel: string
        name: string
        logoUrl: string
        patienceMs: number
        longestMs?: number
        tries?: number
        everyMs?: number
        disabledAfterMs?: number
        source?: string
      }[]
    }
  }
  /** Purposes with their legal bases. Permission `consents.read`; token scope `read` or `consents`. */
  'GET /api/v1/purposes': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: Purpose[]
    }
  }
  /** Where the conversations stand that nobody has room for. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/queue': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        conversationId: string
        inboxId: string
        since: string
        position: number
      }[]
    }
  }
  /** Price cards, own ones and those that come with a channel. Permission `costs.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/rate-cards': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: RateCard[]
    }
  }
  /** One card with its rates. Permission `costs.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/rate-cards/one': {
    path: undefined
    query: {
      channel: string
      currency: string
      effectiveOn: string
      own: boolean
    }
    body: undefined
    result: RateCardDetail
  }
  /** Kept requests and quarantine, newest first. Permission `health.manage`; token scope `channels`. */
  'GET /api/v1/raw-requests': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
      account?: string
      state?: string
    }
    body: undefined
    result: {
      items: {
        id: string
        channelAccountId: string
        reason: string
        state: "kept" | "quarantine" | "replayed"
        receivedAt: string
        eventType: string | null
        error: string | null
      }[]
      next: string | null
    }
  }
  /** One of them, with its text. Permission `health.manage`; token scope `channels`. */
  'GET /api/v1/raw-requests/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      channelAccountId: string
      reason: string
      state: "kept" | "quarantine" | "replayed"
      receivedAt: string
      eventType: string | null
      error: string | null
      event: unknown
      body: string | null
    }
  }
  /** What messages of these months cost, and why it differs from the estimate. Permission `costs.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/reports/costs': {
    path: undefined
    query: {
      /** "2026-11" */
      from: string
      /** "2026-11" */
      to: string
      by?: "month" | "campaign" | "channel" | "account" | "agent" | "team" | "template" | "country" | "class"
    }
    body: undefined
    result: CostReport
  }
  /** The same as CSV. Permission `costs.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/reports/costs.csv': {
    path: undefined
    query: {
      /** "2026-11" */
      from: string
      /** "2026-11" */
      to: string
      by?: "month" | "campaign" | "channel" | "account" | "agent" | "team" | "template" | "country" | "class"
    }
    body: undefined
    result: null
  }
  /** Where customers come from. Permission `reports.read`; token scope `read`. */
  'GET /api/v1/reports/sources': {
    path: undefined
    query: {
      from: string
      to: string
      account?: string
    }
    body: undefined
    result: {
      from: string
      to: string
      timeZone: string
      rows: {
        /** ad, qr, link, menu, search, post or direct */
        kind: string
        source: string
        label: string
        entryPointId: string | null
        conversations: number
        answered: number
        firstAnswerS: number | null
        entries: number
      }[]
      days: {
        day: string
        counts: Record<string, number>
      }[]
    }
  }
  /** The same as CSV. Permission `reports.read`; token scope `read`. */
  'GET /api/v1/reports/sources.csv': {
    path: undefined
    query: {
      from: string
      to: string
      account?: string
    }
    body: undefined
    result: null
  }
  /** How the list of subscribers grows, and what each topic is worth to them. Permission `reports.read`; token scope `read`. */
  'GET /api/v1/reports/subscribers': {
    path: undefined
    query: {
      from: string
      to: string
    }
    body: undefined
    result: {
      from: string
      to: string
      timeZone: string
      now: number
      joined: number
      left: number
      days: {
        day: string
        joined: number
        left: number
      }[]
      bySource: {
        key: string | null
        joined: number
        left: number
        now: number | null
      }[]
      byTopic: {
        key: string | null
        joined: number
        left: number
        now: number | null
        names: Record<string, string>
      }[]
      topics: {
        purpose: "marketing" | "notification"
        topic: string | null
        names: Record<string, string>
        campaigns: number
        subscribers: number
        people: number
        excluded: number
        heldOut: number
        waiting: number
        cancelled: number
        sent: number
        delivered: number | null
        deliveredOf: number
        read: number | null
        readOf: number
        failed: number
        unknown: number
        clicked: number
        replied: number
        converted: number
        optedOut: number
        blocked: number
      }[]
    }
  }
  /** Growth per day as CSV. Permission `reports.read`; token scope `read`. */
  'GET /api/v1/reports/subscribers.csv': {
    path: undefined
    query: {
      from: string
      to: string
    }
    body: undefined
    result: null
  }
  /** What a restored backup holds back until somebody decides. Permission `workspace.read`; token scope `read` or `workspace`. */
  'GET /api/v1/restore-hold': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      held: {
        backupAt: string
        restoredAt: string
        items: {
          kind: string
          count: number
        }[]
      } | null
    }
  }
  /** Every role with what it may do, and every permission with what a role of your own can do with it. Permission `members.read`; token scope `read` or `members`. */
  'GET /api/v1/roles': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        name: string | null
        permissions: string[]
        /** Whose conversations they see: everybody’s, those of their inboxes, or their own and their teams’. */
        reach: "all" | "inboxes" | "own"
        members: number
        mayGive: boolean
      }[]
      permissions: {
        name: string
        group: string
        custom: "always" | "choice" | "never"
        mine: boolean
      }[]
    }
  }
  /** Those you can use, by shortcut: your own, your teams’ and everybody’s. Permission `saved_replies.read`; token scope `read` or `conversations`. */
  'GET /api/v1/saved-replies': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        shortcut: string
        title: string
        text: string
        language?: string | null
        attachments?: Media[]
        variants?: {
          language: string
          text: string
        }[]
        folder?: string | null
        scope?: string
        teamId?: string | null
        ownerId?: string | null
      }[]
      next: string | null
    }
  }
  /** Those you can use, as CSV. One line per language. A cell that a spreadsheet would take for a formula begins with an apostrophe; importing takes it off again. Permission `saved_replies.manage`; token scope `conversations`. */
  'GET /api/v1/saved-replies.csv': {
    path: undefined
    query: undefined
    body: undefined
    result: null
  }
  /** How often each was used, by everybody and by you; those never used are left out. Permission `saved_replies.read`; token scope `read` or `conversations`. */
  'GET /api/v1/saved-replies/uses': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        uses: number
        lastUsedAt: string | null
        mine: number
      }[]
      next: string | null
    }
  }
  /** Messages, people and labels that answer a line of the search box, newest first. Words (accents and case do not matter, Chinese in any part), "phrases", -without, and operators in any of our languages: from: assignee: team: channel: account: inbox: label: has: is: in:note before: after: on: window:. People, labels and conversations by number come with the first page. Everything within what the asker may see. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/search': {
    path: undefined
    query: {
      q: string
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: SearchHit[]
      next: string | null
      people: {
        id: string
        name: string
        avatarUrl: string | null
        marks: number[][]
        channels: string[]
        address: string | null
        conversationId: string | null
        lastActivityAt: string | null
      }[]
      labels: {
        name: string
        colour: string
        marks: number[][]
      }[]
      conversations: Conversation[]
      hints: {
        code: "unknown_operator" | "unknown_value" | "ambiguous_date" | "empty_value" | "only_excluded"
        text: string
        field: string | null
      }[]
      meant: {
        field: string
        value: string
        names: string[]
      }[]
      partial: boolean
    }
  }
  /** Segments by name, each with how many people it held when it was last counted. Permission `segments.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/segments': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: Segment[]
    }
  }
  /** A segment. Permission `segments.read`; token scope `read` or `campaigns`. */
  'GET /api/v1/segments/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Segment
  }
  /** Who is signed in, where, and what she may do. Permission `me.manage`. */
  'GET /api/v1/session': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      user: {
        id: string
        name: string
        email: string
        language: string
        theme?: "system" | "light" | "dark" | "contrast"
        preferences: Record<string, unknown>
      }
      workspace: {
        id: string
        name: string
        demo: boolean
        timeZone: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        clockOffsetMs: number
        currency?: string
      }
      workspaces: {
        id: string
        name: string
        demo: boolean
      }[]
      permissions: string[]
      secondFactor: {
        enabled: boolean
        demandedBy: "real_account" | "everybody" | null
        dueAt: string | null
        /** Nothing else can be done with this session until a second factor is set up. */
        overdue: boolean
      }
      /** True on plain http to another machine: what is written can be read on the way. */
      insecureTransport?: boolean
    }
  }
  /** Whether the first owner is still missing */
  'GET /api/v1/setup': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      needed: boolean
    }
  }
  /** Notices worded for a trade, ready to be submitted. Permission `templates.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/starter-templates': {
    path: undefined
    query: {
      trade?: "shop" | "restaurant" | "beauty" | "clinic" | "workshop"
      language?: "es" | "en" | "zh"
    }
    body: undefined
    result: {
      items: {
        id: string
        trade: "shop" | "restaurant" | "beauty" | "clinic" | "workshop"
        language: "es" | "en" | "zh"
        draft: TemplateDraft
      }[]
      next: null
    }
  }
  /** Database, nodes, queues, webhooks, workers and what is wrong. `installation` is null for a workspace that does not look after the house: the company that was there first does. Permission `status.read`; token scope `metrics`. */
  'GET /api/v1/status': {
    path: undefined
    query: undefined
    body: undefined
    result: SystemStatus
  }
  /** All teams with their members, by name. Permission `members.read`; token scope `read` or `members`. */
  'GET /api/v1/teams': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        name: string
        memberIds: string[]
        createdAt: string
      }[]
    }
  }
  /** The rules in order, and what the channel can do. Permission `automation.read`; token scope `read` or `channels`. */
  'GET /api/v1/teams/{id}/automatic-replies': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      items: {
        id: string
        channelAccountId: string | null
        owner: {
          kind: "account" | "inbox" | "team"
          id: string
        }
        name: string
        enabled: boolean
        enabledAt: string | null
        trigger: {
          kind: "greeting"
          afterDays: number | null
        } | {
          kind: "away"
        } | {
          kind: "follow"
        } | {
          kind: "keyword"
          match: "contains" | "word" | "starts" | "exact"
          words: string[]
        } | {
          kind: "menu"
          keys: string[]
        }
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        labels: string[]
        status: "open" | "pending" | "resolved" | null
        problem: string | null
        lately: {
          count: number
          lastAt: string | null
          refused: {
            code: string
            at: string
          } | null
        }
      }[]
      settings: {
        quietMinutes: number
      }
      means: {
        triggers: string[]
        replies: {
          act: string
          allowed: number
          withinMs: number
          source: string
        }[]
        passive: {
          withinMs: number
          takesReply: boolean
          source: string
        } | null
      }
    }
  }
  /** When somebody is there. Permission `automation.read`; token scope `read` or `channels`. */
  'GET /api/v1/teams/{id}/hours': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      timeZone: string
      /** Monday first. */
      week: {
        from: string
        /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
        to: string
      }[][]
      /** Dates with hours of their own; without slots closed. */
      dates: {
        date: string
        slots: {
          from: string
          /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
          to: string
        }[]
        name?: string
      }[]
      set: boolean
      now: {
        open: boolean
        until: string | null
      }
    }
  }
  /** What happened to templates that you wrote or look after, and that you have not seen yet. Permission `templates.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/template-alerts': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: {
        at: string
        what: "status" | "category" | "quality" | "notice"
        was: string | null
        became: string
        reason: string | null
      } & {
        id: string
        templateId: string
        name: string
        language: string
        channelAccountId: string
        ways: ("app" | "sound" | "push" | "mail")[]
      }[]
      next: null
    }
  }
  /** Drafts that no platform has yet, newest first. Permission `templates.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/template-drafts': {
    path: undefined
    query: {
      account?: string
    }
    body: undefined
    result: {
      items: {
        id: string
        channelAccountId: string
        templateId: string | null
        draft: TemplateDraftInProgress
        preview: {
          body: string
          header?: string
          headerKind?: string
          footer?: string
          /** An offer that runs out, above the text. */
          offer?: string
          buttons?: {
            type: string
            text: string
            url?: string
          }[]
          cards?: {
            headerKind: string
            body: string
            buttons: {
              type: string
              text: string
              url?: string
            }[]
          }[]
        }
        createdById: string | null
        updatedAt: string
        left?: string[]
      }[]
      next: null
    }
  }
  /** A draft. Permission `templates.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/template-drafts/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      channelAccountId: string
      templateId: string | null
      draft: TemplateDraftInProgress
      preview: {
        body: string
        header?: string
        headerKind?: string
        footer?: string
        /** An offer that runs out, above the text. */
        offer?: string
        buttons?: {
          type: string
          text: string
          url?: string
        }[]
        cards?: {
          headerKind: string
          body: string
          buttons: {
            type: string
            text: string
            url?: string
          }[]
        }[]
      }
      createdById: string | null
      updatedAt: string
      left?: string[]
    }
  }
  /** Templates, by name; of one account or all. Permission `templates.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/templates': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
      account?: string
      status?: string
      language?: string
      category?: string
      quality?: string
      name?: string
      q?: string
    }
    body: undefined
    result: {
      items: Template[]
      next: string | null
    }
  }
  /** A template: versions, history, where it is used, what may be done with it now. Permission `templates.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'GET /api/v1/templates/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      template: Template
      draft: TemplateDraftInProgress | null
      draftId: string | null
      languages: {
        id: string
        language: string
        status: string
      }[]
      versions: {
        version: number
        at: string
        by: {
          kind: "user" | "token" | "platform"
          id: string | null
          name: string | null
        }
        category: string
        preview: {
          body: string
          header?: string
          headerKind?: string
          footer?: string
          /** An offer that runs out, above the text. */
          offer?: string
          buttons?: {
            type: string
            text: string
            url?: string
          }[]
          cards?: {
            headerKind: string
            body: string
            buttons: {
              type: string
              text: string
              url?: string
            }[]
          }[]
        }
        draft: TemplateDraftInProgress | null
      }[]
      history: {
        at: string
        what: "status" | "category" | "quality" | "notice"
        was: string | null
        became: string
        reason: string | null
      }[]
      uses: {
        macros: {
          id: string
          name: string
        }[]
        automaticReplies: {
          id: string
          name: string
          accountId: string | null
        }[]
        nudges: {
          id: string
          name: string
        }[]
        campaigns: {
          id: string
          name: string
          state: string
        }[]
        rules: {
          id: string
          name: string
        }[]
        /** In the last 30 days. */
        messages: {
          byApi: number
          byPeople: number
          byRules: number
          byCampaigns: number
          lastAt: string | null
        }
      }
      /** null: it may be done; else why not. */
      deeds: {
        edit: {
          why: "not_offered" | "status" | "too_often" | "not_readable"
          again?: string | null
        } | null
        remove: {
          why: "not_offered" | "status" | "too_often" | "not_readable"
          again?: string | null
        } | null
        duplicate: {
          why: "not_offered" | "status" | "too_often" | "not_readable"
          again?: string | null
        } | null
        resume: {
          why: "not_offered" | "status" | "too_often" | "not_readable"
          again?: string | null
        } | null
      }
      editsLeft: number | null
    }
  }
  /** API tokens, newest first. Permission `tokens.manage`; token scope `tokens`. */
  'GET /api/v1/tokens': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: {
        id: string
        name: string
        scopes: string[]
        createdAt: string
        expiresAt: string | null
        lastUsedAt: string | null
      }[]
      next: string | null
    }
  }
  /** Her own, her teams’ and everybody’s. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/views': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: SavedView[]
      next: string | null
    }
  }
  /** One of them. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'GET /api/v1/views/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: SavedView
  }
  /** Who waits, what closes, who is there: figures without a customer’s word. Permission `wallboard.read`; token scope `read`. */
  'GET /api/v1/wallboard': {
    path: undefined
    query: {
      inbox?: string
      team?: string
    }
    body: undefined
    result: {
      at: string
      /** Exact to 999; 1000 means more. */
      open: number
      /** Exact to 999; 1000 means more. */
      waiting: number
      longestSince: string | null
      /** Exact to 999; 1000 means more. */
      closingSoon: number
      nextDeadline: string | null
      /** Exact to 999; 1000 means more. */
      unassigned: number
      /** Exact to 999; 1000 means more. */
      queued: number
      teams: {
        id: string
        name: string
        /** Exact to 999; 1000 means more. */
        open: number
        /** Exact to 999; 1000 means more. */
        waiting: number
      }[]
      agents: {
        userId: string
        name: string
        availability: "available" | "away" | "offline"
        since: string | null
        open: number
        capacity: number | null
      }[]
      today: {
        from: string
        answered: number
        answeredOutside: number
        firstResponseMs: number | null
        resolved: number
        resolvedOutside: number
        resolutionMs: number | null
      }
    }
  }
  /** Endpoints, newest first. Permission `webhooks.read`; token scope `webhooks`. */
  'GET /api/v1/webhook-endpoints': {
    path: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    result: {
      items: WebhookEndpoint[]
      next: string | null
    }
  }
  /** One endpoint. Permission `webhooks.read`; token scope `webhooks`. */
  'GET /api/v1/webhook-endpoints/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: WebhookEndpoint
  }
  /** What was sent there, newest first; kept for 14 days. Permission `webhooks.read`; token scope `webhooks`. */
  'GET /api/v1/webhook-endpoints/{id}/deliveries': {
    path: {
      id: string
    }
    query: {
      cursor?: string
      limit?: number
      state?: "pending" | "delivered" | "failed"
      type?: string
    }
    body: undefined
    result: {
      items: WebhookDelivery[]
      next: string | null
    }
  }
  /** Every wording with all its versions, newest first. Permission `consents.read`; token scope `read` or `consents`. */
  'GET /api/v1/wordings': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      items: ConsentWording[]
    }
  }
  /** The workspace and its inboxes. Permission `workspace.read`; token scope `read` or `workspace`. */
  'GET /api/v1/workspace': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      id: string
      name: string
      demo: boolean
      timeZone: string
      language: string
      currency?: string
      clockOffsetMs: number
      inboxes: {
        id: string
        name: string
      }[]
    }
  }
  /** Of whom a second factor is demanded, and who has one. Permission `security.manage`. */
  'GET /api/v1/workspace/second-factor': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      demandedOf: "owners_and_admins" | "everybody"
      realAccount: boolean
      members: {
        id: string
        name: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        enabled: boolean
      }[]
    }
  }
  /** Change a bridge, stop it for a while or let it go on. Permission `bridges.manage`; token scope `webhooks`. */
  'PATCH /api/v1/bridges/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      /** The secret of the shop’s webhooks, or the client secret of the CRM’s app. Kept sealed and never shown again. */
      secret?: string
      settings?: {
        fields?: {
          from: string
          /** A field of a contact: name, email, phone, company, country, language, timeZone, stage, notes, attributes.<key>. */
          to: string
        }[] | {
          /** A field of a contact: name, email, phone, company, country, language, timeZone, stage, notes, attributes.<key>. */
          ours: string
          theirs: string
          direction: "in" | "out" | "both"
        }[]
        consents?: {
          from: string
          purpose: "service" | "notification" | "marketing"
          category: string | null
          channel: string | null
          wording: {
            text: string
            language: string
            privacyUrl: string | null
          }
        }[]
        notices?: {
          status: "placed" | "paid" | "shipped" | "done" | "cancelled" | "refunded"
          channelAccountId: string
          template: {
            name: string
            language: string
          }
          parameters: Record<string, string>
          purpose: "service" | "notification" | "marketing"
          category: string | null
          basis: "contract" | "consent" | "existing_customer" | "legitimate_interest" | null
        }[]
        statuses?: Record<string, "placed" | "paid" | "shipped" | "done" | "cancelled" | "refunded">
        labels?: string[]
        clientId?: string
        apiUrl?: string
        authorizeUrl?: string
        tokenPath?: string
        contactsPath?: string
        scopes?: string[]
        pkce?: boolean
        everyMinutes?: number
        match?: "email" | "nobody"
        create?: "nobody" | "with_email"
        erasedThere?: "keep" | "anonymise" | "erase"
        erasedHere?: "keep" | "delete"
      }
      paused?: boolean
    }
    result: Bridge
  }
  /** Change it. What was handed in or scheduled becomes a draft again: whoever approved it has not seen the change. Permission `campaigns.manage`; token scope `campaigns`. */
  'PATCH /api/v1/campaigns/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      version?: number
      audience?: Audience
      schedule?: CampaignSchedule
      settings?: CampaignSettings
      variants?: CampaignVariant[]
    }
    result: Campaign
  }
  /** Change an account; a confidential setting left blank keeps its value. Permission `channels.manage`; token scope `channels`. */
  'PATCH /api/v1/channel-accounts/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      settings?: Record<string, unknown>
      inboxId?: string
      /** Sending waits until it is false again. */
      paused?: boolean
      /** Keep every webhook as it comes for so many hours; 0 stops. */
      keepRawHours?: number
    }
    result: {
      id: string
      channel: string
      name: string
      externalId: string | null
      inboxId: string
      /** unverified, ready, error or paused */
      state: string
      pausedCode?: string | null
      /** The worst of what its platform says: ok, attention, broken or unknown */
      standing: string
      simulated: boolean
      checks: {
        id: string
        ok: boolean
        code: string
        message: string
        data?: Record<string, unknown>
      }[]
      checkedAt: string | null
      webhookUrl: string
      firstWebhookAt: string | null
      lastWebhookAt: string | null
      keepRawUntil?: string | null
      /** Confidential values as "••••" and their last four characters. */
      settings: Record<string, unknown>
      createdAt: string
      /** Values Recado made up, said this once. */
      generated?: Record<string, string>
    }
  }
  /** Change a rule, or switch it. Permission `automation.manage`; token scope `channels`. */
  'PATCH /api/v1/channel-accounts/{id}/automatic-replies/{replyId}': {
    path: {
      id: string
      replyId: string
    }
    query: undefined
    body: {
      name?: string
      trigger?: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants?: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels?: string[]
      status?: "open" | "pending" | "resolved" | null
      enabled?: boolean
    }
    result: {
      id: string
      channelAccountId: string | null
      owner: {
        kind: "account" | "inbox" | "team"
        id: string
      }
      name: string
      enabled: boolean
      enabledAt: string | null
      trigger: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels: string[]
      status: "open" | "pending" | "resolved" | null
      problem: string | null
      lately: {
        count: number
        lastAt: string | null
        refused: {
          code: string
          at: string
        } | null
      }
    }
  }
  /** Another name or domain. Permission `contacts.manage`; token scope `contacts`. */
  'PATCH /api/v1/companies/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      domain?: string | null
    }
    result: Company
  }
  /** Rename, describe or put away. Permission `purposes.manage`; token scope `consents`. */
  'PATCH /api/v1/consent-categories/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      names?: Record<string, string>
      descriptions?: Record<string, string>
      archived?: boolean
    }
    result: ConsentCategory
  }
  /** Change such a word. Permission `opt_in.manage`; token scope `consents`. */
  'PATCH /api/v1/consent-keywords/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      words?: string[]
      categoryIds?: string[]
      accountId?: string | null
      wording?: {
        es?: string
        en?: string
        "pt-BR"?: string
        de?: string
        "zh-CN"?: string
        ar?: string
      }
      enabled?: boolean
    }
    result: {
      id: string
      words: string[]
      categoryIds: string[]
      accountId: string | null
      wording: Record<string, string>
      enabled: boolean
      used: number
    }
  }
  /** Change words, texts and switches; what is left out stays. Permission `purposes.manage`; token scope `consents`. */
  'PATCH /api/v1/consent-words': {
    path: undefined
    query: undefined
    body: {
      own?: {
        kind: "opt_out" | "opt_in" | "help"
        language: "es" | "en" | "pt-BR" | "de" | "zh-CN" | "ar"
        text: string
      }[]
      without?: {
        kind: "opt_out" | "opt_in" | "help"
        language: "es" | "en" | "pt-BR" | "de" | "zh-CN" | "ar"
        text: string
      }[]
      texts?: {
        optOut?: {
          es?: string
          en?: string
          "pt-BR"?: string
          de?: string
          "zh-CN"?: string
          ar?: string
        }
        optOutChannel?: {
          es?: string
          en?: string
          "pt-BR"?: string
          de?: string
          "zh-CN"?: string
          ar?: string
        }
        topics?: {
          es?: string
          en?: string
          "pt-BR"?: string
          de?: string
          "zh-CN"?: string
          ar?: string
        }
        numbered?: {
          es?: string
          en?: string
          "pt-BR"?: string
          de?: string
          "zh-CN"?: string
          ar?: string
        }
        noTopics?: {
          es?: string
          en?: string
          "pt-BR"?: string
          de?: string
          "zh-CN"?: string
          ar?: string
        }
        optedIn?: {
          es?: string
          en?: string
          "pt-BR"?: string
          de?: string
          "zh-CN"?: string
          ar?: string
        }
        confirm?: {
          es?: string
          en?: string
          "pt-BR"?: string
          de?: string
          "zh-CN"?: string
          ar?: string
        }
        declined?: {
          es?: string
          en?: string
          "pt-BR"?: string
          de?: string
          "zh-CN"?: string
          ar?: string
        }
        help?: {
          es?: string
          en?: string
          "pt-BR"?: string
          de?: string
          "zh-CN"?: string
          ar?: string
        }
      }
      help?: boolean
      ask?: boolean
      privacyUrl?: string | null
    }
    result: {
      own: {
        kind: string
        language: string
        text: string
      }[]
      without: {
        kind: string
        language: string
        text: string
      }[]
      texts: Record<string, Record<string, string>>
      help: boolean
      ask: boolean
      privacyUrl: string | null
      updatedAt: string | null
      known: {
        language: string
        optOut: string[]
        optIn: string[]
        help: string[]
        unsure: string[]
      }[]
      defaults: {
        key: string
        texts: Record<string, string>
        may: string[]
        must: string[]
      }[]
      company: string
      small: Record<string, {
        yes: string
        privacy: string
      }>
    }
  }
  /** Rename, change the choices, put away. What people have stays. A choice that is left out is put away. Permission `contacts.fields`; token scope `contacts`. */
  'PATCH /api/v1/contact-attributes/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      description?: string
      options?: {
        key?: string
        name: string
        archived?: boolean
      }[]
      required?: boolean
      archived?: boolean
    }
    result: AttributeDefinition
  }
  /** Rename, colour, put away. Permission `contacts.fields`; token scope `contacts`. */
  'PATCH /api/v1/contact-stages/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      colour?: "grey" | "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "violet" | "pink"
      archived?: boolean
    }
    result: ContactStage
  }
  /** What we know of her; a name typed here is no longer changed by profiles. Permission `contacts.manage`; token scope `contacts`. */
  'PATCH /api/v1/contacts/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      language?: string | null
      country?: string | null
      timeZone?: string | null
      notes?: string
      /** By key of the definition; null takes the value away. */
      attributes?: Record<string, unknown>
      /** All she has from now on. */
      addresses?: {
        kind: "phone" | "email"
        value: string
        label?: string
      }[]
      stageId?: string | null
      ownerId?: string | null
      companyId?: string | null
      /** The thread in which it is said of her: parted from somebody she was joined with, it goes with whoever writes there. */
      conversationId?: string
    }
    result: {
      id: string
      name: string
      avatarUrl: string | null
      language: string | null
      country: string | null
      notes: string
      labels: string[]
      identities: {
        id: string
        channel: string
        channelAccountId: string
        accountName: string
        keys: {
          kind: string
          value: string
        }[]
        profileName: string | null
        address: string | null
        reachable: boolean | null
        lastInboundAt: string | null
        joinedBy: {
          how: "agent" | "api" | "code" | "platform"
          by: string | null
          at: string
          mergeId: string
          code: {
            end: string
            issuedBy: string | null
            issuedAt: string
          } | null
        } | null
      }[]
      timeZone: string | null
      languageGiven: boolean
      countryGiven: boolean
      timeZoneGiven: boolean
      stageId: string | null
      ownerId: string | null
      company: {
        id: string
        name: string
      } | null
      attributes: Record<string, string | number | boolean | string[]>
      addresses: {
        id: string
        kind: "phone" | "email"
        value: string
        label: string
      }[]
      externalIds: {
        source: string
        externalId: string
      }[]
      updatedAt: string
      createdAt: string
      conversations: {
        id: string
        number: number
        channel: string
        channelAccountId: string
        inboxId: string
        contact: {
          id: string
          name: string
          avatarUrl: string | null
          companyId: string | null
        }
        identity: {
          id: string
          keys: {
            kind: string
            value: string
          }[]
        }
        status: "open" | "pending" | "snoozed" | "resolved"
        snoozedUntil: string | null
        snoozeMode: "until" | "before_close" | "reply" | null
        priority: "none" | "low" | "normal" | "high" | "urgent"
        assignee: {
          id: string
          name: string
        } | null
        team: {
          id: string
          name: string
        } | null
        participantIds: string[]
        queuedSince: string | null
        labels: string[]
        unread: number
        waitingSince: string | null
        lastInboundAt: string | null
        lastActivityAt: string
        lastMessage: {
          kind: string
          text: string
          direction: "in" | "out"
          status: string
          at: string
        } | null
        failed: number
        window: {
          state: "open" | "closed" | "none"
          openedAt: string | null
          closesAt: string | null
          left: number | null
          kind: string | null
        }
        answerBy: string | null
        verdicts?: Record<string, Verdict | null>
      }[]
    }
  }
  /** Change the words of a note of one’s own. Permission `contacts.manage`; token scope `contacts`. */
  'PATCH /api/v1/contacts/{id}/notes/{noteId}': {
    path: {
      id: string
      noteId: string
    }
    query: undefined
    body: {
      text: string
    }
    result: ContactNote
  }
  /** Another moment. Permission `messages.send`; token scope `messages`. */
  'PATCH /api/v1/conversations/{id}/scheduled-messages/{scheduledId}': {
    path: {
      id: string
      scheduledId: string
    }
    query: undefined
    body: {
      /** ISO 8601 with its offset, at most 90 days ahead. */
      sendAt: string
      /** Also between 21:00 and 8:00 on her own clock. */
      anyway?: boolean
    }
    result: ScheduledMessage
  }
  /** Rename one, or take it down. Permission `channels.manage`; token scope `channels`. */
  'PATCH /api/v1/entry-points/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      place?: string
      archived?: boolean
    }
    result: {
      id: string
      channelAccountId: string
      kind: string
      name: string
      place: string
      code: string
      text: string
      url: string
      expiresAt: string | null
      createdAt: string
      archivedAt: string | null
      uses: number
      starts: number
      lastUsedAt: string | null
    }
  }
  /** Rename an inbox, or change who works it. Permission `inboxes.manage`; token scope `members` or `channels`. */
  'PATCH /api/v1/inboxes/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      everybody?: boolean
      memberIds?: string[]
      teamIds?: string[]
    }
    result: {
      id: string
      name: string
      everybody: boolean
      memberIds: string[]
      teamIds: string[]
      /** Whose new conversations come into it. */
      accountIds: string[]
      /** Whether any conversation lies in it. */
      used: boolean
      createdAt: string
    }
  }
  /** Change a rule, or switch it. Permission `automation.manage`; token scope `channels`. */
  'PATCH /api/v1/inboxes/{id}/automatic-replies/{replyId}': {
    path: {
      id: string
      replyId: string
    }
    query: undefined
    body: {
      name?: string
      trigger?: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants?: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels?: string[]
      status?: "open" | "pending" | "resolved" | null
      enabled?: boolean
    }
    result: {
      id: string
      channelAccountId: string | null
      owner: {
        kind: "account" | "inbox" | "team"
        id: string
      }
      name: string
      enabled: boolean
      enabledAt: string | null
      trigger: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels: string[]
      status: "open" | "pending" | "resolved" | null
      problem: string | null
      lately: {
        count: number
        lastAt: string | null
        refused: {
          code: string
          at: string
        } | null
      }
    }
  }
  /** Rename, colour, describe or put away. A new name goes to all threads, people, rules and saved views; where there are many it takes a while (`renaming`). The old name is understood from then on. Permission `labels.manage`; token scope `conversations`. */
  'PATCH /api/v1/labels/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      colour?: "grey" | "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "violet" | "pink"
      description?: string
      archived?: boolean
    }
    result: Label
  }
  /** Rename a list. Permission `segments.manage`; token scope `campaigns`. */
  'PATCH /api/v1/lists/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      description?: string
    }
    result: ContactList
  }
  /** Change it. Permission `saved_replies.manage`; token scope `conversations`. */
  'PATCH /api/v1/macros/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      scope?: "mine" | "team" | "all"
      teamId?: string | null
      folder?: string | null
      savedReplyId?: string | null
      actions?: {
        status?: {
          status: "open" | "pending" | "snoozed" | "resolved"
          sleep?: {
            mode: "reply"
          } | {
            mode: "before_close"
            marginMinutes?: number
          } | {
            mode: "until"
            preset: "later" | "afternoon" | "evening" | "tomorrow" | "saturday" | "monday"
          }
        }
        assign?: {
          to: "me" | "nobody"
        } | {
          to: "user" | "team"
          id: string
        }
        addLabels?: string[]
        removeLabels?: string[]
        priority?: "none" | "low" | "normal" | "high" | "urgent"
        note?: {
          text: string
          mentions?: {
            kind: "user" | "team" | "everybody"
            id: string | null
            name: string
          }[]
        }
        follow?: boolean
      }
      templates?: {
        channelAccountId: string
        templateId: string
        parameters: ({
          component: string
          type: string
          text?: string
        } & Record<string, unknown>)[]
      }[]
    }
    result: Macro
  }
  /** Change her own name, e-mail, language, theme, choices or password. Permission `me.manage`. */
  'PATCH /api/v1/me': {
    path: undefined
    query: undefined
    body: {
      name?: string
      email?: string
      language?: string
      theme?: "system" | "light" | "dark" | "contrast"
      preferences?: Record<string, unknown>
      password?: {
        current: string
        next: string
      }
    }
    result: {
      id: string
      name: string
      email: string
      language: string
      theme?: "system" | "light" | "dark" | "contrast"
      preferences: Record<string, unknown>
    }
  }
  /** Change a colleague’s role, teams, inboxes, name or password, or shut her out: her open conversations go back to nobody. Permission `members.manage`; token scope `members`. */
  'PATCH /api/v1/members/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      role?: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
      roleId?: string | null
      teamIds?: string[]
      inboxIds?: string[]
      active?: boolean
      password?: string
    }
    result: {
      id: string
      name: string
      email: string
      role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
      roleId: string | null
      active: boolean
      teamIds: string[]
      inboxIds: string[]
      lastSeenAt: string | null
      createdAt: string
    }
  }
  /** Change her own note; what it said before is kept. Permission `notes.write`; token scope `conversations`. */
  'PATCH /api/v1/messages/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      text: string
      mentions?: {
        kind: "user" | "team" | "everybody"
        id: string | null
        from: number
        length: number
      }[]
      attachments?: ({
        id: string
      } & Record<string, unknown>)[]
      clientId?: string
    }
    result: Message
  }
  /** Change a step, or switch it. Permission `nudges.manage`; token scope `conversations`. */
  'PATCH /api/v1/nudges/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      inboxId?: string | null
      kind?: "agent" | "customer" | "waiting" | "unassigned" | "her_message" | "our_message" | "first_message" | "assigned" | "label_added" | "resolved" | "order" | "consent" | "snooze_ended"
      counts?: "clock" | "opening"
      atTime?: string | null
      about?: string | null
      unless?: ("she_wrote" | "we_wrote" | "assigned" | "resolved" | "order_moved")[]
      condition?: Record<string, unknown> | null
      /** What is done, in order. Empty: what the other fields say. */
      actions?: {
        do: "send"
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        templates: {
          channelAccountId: string
          templateId: string
          parameters: Record<string, unknown>[]
        }[]
        purpose: "service" | "notification" | "marketing"
        category: string | null
      } | {
        do: "assign"
        to: "user" | "team"
        id: string
      } | {
        do: "assign"
        to: "rules" | "nobody"
      } | {
        do: "remind"
        whom: "agents" | "leads"
      } | {
        do: "remind"
        whom: "some"
        ids: string[]
      } | {
        do: "label"
        add: string[]
        remove: string[]
      } | {
        do: "priority"
        priority: "low" | "normal" | "high" | "urgent"
      } | {
        do: "note"
        text: string
      } | {
        do: "snooze"
        minutes: number
      } | {
        do: "resolve"
      } | {
        do: "stage"
        stageId: string
      }[]
      name?: string
      /** Minutes after what happened; opening minutes before the deadline or of waiting; for `customer` minutes before her window closes. */
      minutes?: number
      enabled?: boolean
      tell?: "agents" | "leads" | "some" | "nobody"
      tellIds?: string[]
      priority?: "low" | "normal" | "high" | "urgent" | null
      assignUserId?: string | null
      assignTeamId?: string | null
      variants?: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      quiet?: {
        from: string
        to: string
      } | null
      evenWhenOwed?: boolean
    }
    result: {
      id: string
      inboxId: string | null
      kind: string
      name: string
      minutes: number
      enabled: boolean
      enabledAt: string | null
      tell: string
      tellIds: string[]
      priority: string | null
      assignUserId: string | null
      assignTeamId: string | null
      variants: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      quiet: {
        from: string
        to: string
      } | null
      evenWhenOwed: boolean
      counts: string
      atTime: string | null
      about: string | null
      unless: string[]
      condition: Record<string, unknown> | null
      actions: ({
        do: string
      } & Record<string, unknown>)[]
      lately: {
        count: number
        lastAt: string | null
        refused: {
          code: string
          at: string
        } | null
        refusals: number
        waiting: number
      }
    }
  }
  /** Change its draft, or close it for visitors. What was published stays as it is until it is published again. A closed form answers as if it were not there; codes given before still count. Permission `opt_in.manage`; token scope `consents`. */
  'PATCH /api/v1/opt-in-forms/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      draft?: OptInDraft
      archived?: boolean
    }
    result: OptInForm
  }
  /** Change a draft, or a post that failed before anything left. Permission `posts.manage`; token scope `campaigns`. */
  'PATCH /api/v1/posts/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      content?: PostedContent
      audience?: PostAudience
      categoryId?: string | null
    }
    result: Post
  }
  /** Change or switch the notice; other words are a new version. Permission `purposes.manage`; token scope `consents`. */
  'PATCH /api/v1/privacy-notice': {
    path: undefined
    query: undefined
    body: {
      enabled?: boolean
      again?: boolean
      texts?: {
        es?: string
        en?: string
        "pt-BR"?: string
        de?: string
        "zh-CN"?: string
        ar?: string
      }
      url?: string | null
    }
    result: {
      enabled: boolean
      enabledAt: string | null
      again: boolean
      version: number
      texts: Record<string, string>
      defaults: Record<string, string>
      url: string | null
      updatedAt: string | null
      shown: {
        version: number
        people: number
        lastAt: string
      }[]
      company: string
    }
  }
  /** Change it. Permission `saved_replies.manage`; token scope `conversations`. */
  'PATCH /api/v1/saved-replies/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      shortcut?: string
      title?: string
      text?: string
      language?: string | null
      attachments?: ({
        id: string
      } & Record<string, unknown>)[]
      variants?: {
        language: string
        text: string
      }[]
      scope?: "mine" | "team" | "all"
      teamId?: string | null
      folder?: string | null
    }
    result: {
      id: string
      shortcut: string
      title: string
      text: string
      language?: string | null
      attachments?: Media[]
      variants?: {
        language: string
        text: string
      }[]
      folder?: string | null
      scope?: string
      teamId?: string | null
      ownerId?: string | null
    }
  }
  /** Change a segment; campaigns that have not started follow. Permission `segments.manage`; token scope `campaigns`. */
  'PATCH /api/v1/segments/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      description?: string
      /** Conditions, as in saved views; those about people (docs/segments.md). */
      filter?: unknown
    }
    result: Segment
  }
  /** Rename a team, or change who is in it. Permission `teams.manage`; token scope `members`. */
  'PATCH /api/v1/teams/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      memberIds?: string[]
    }
    result: {
      id: string
      name: string
      memberIds: string[]
      createdAt: string
    }
  }
  /** Change a rule, or switch it. Permission `automation.manage`; token scope `channels`. */
  'PATCH /api/v1/teams/{id}/automatic-replies/{replyId}': {
    path: {
      id: string
      replyId: string
    }
    query: undefined
    body: {
      name?: string
      trigger?: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants?: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels?: string[]
      status?: "open" | "pending" | "resolved" | null
      enabled?: boolean
    }
    result: {
      id: string
      channelAccountId: string | null
      owner: {
        kind: "account" | "inbox" | "team"
        id: string
      }
      name: string
      enabled: boolean
      enabledAt: string | null
      trigger: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels: string[]
      status: "open" | "pending" | "resolved" | null
      problem: string | null
      lately: {
        count: number
        lastAt: string | null
        refused: {
          code: string
          at: string
        } | null
      }
    }
  }
  /** Change it. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'PATCH /api/v1/views/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      /** A condition, or {all: [...]}, {any: [...]}, {not: ...} of them: docs/concepts/views.md */
      filter?: Record<string, unknown>
      icon?: "list" | "star" | "flag" | "heart" | "clock" | "truck" | "cart" | "bug" | "money" | "globe" | "megaphone" | "people"
      colour?: "grey" | "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "violet" | "pink"
      sort?: "newest" | "waiting" | "closing" | "priority"
      columns?: ("number" | "waiting" | "window" | "status" | "priority" | "assignee" | "team" | "inbox" | "labels")[]
      scope?: "private" | "team" | "all"
      teamId?: string | null
    }
    result: SavedView
  }
  /** Change an endpoint, or switch it on or off. Permission `webhooks.manage`; token scope `webhooks`. */
  'PATCH /api/v1/webhook-endpoints/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      url?: string
      events?: ("message.created" | "message.updated" | "conversation.created" | "conversation.updated" | "conversation.removed" | "contact.created" | "contact.updated" | "contact.merged" | "contact.split" | "contact.removed" | "contact.erased" | "contact.ordered" | "consent.changed" | "campaign.started" | "campaign.finished" | "campaign.paused" | "campaign.stopped" | "post.sent" | "post.finished" | "message.*" | "conversation.*" | "contact.*" | "campaign.*" | "post.*" | "*")[]
      description?: string
      enabled?: boolean
    }
    result: WebhookEndpoint
  }
  /** Change name, time zone, language or currency. Permission `workspace.manage`; token scope `workspace`. */
  'PATCH /api/v1/workspace': {
    path: undefined
    query: undefined
    body: {
      name?: string
      timeZone?: string
      language?: string
      currency?: string
    }
    result: {
      id: string
      name: string
      demo: boolean
      timeZone: string
      language: string
      currency?: string
      clockOffsetMs: number
      inboxes: {
        id: string
        name: string
      }[]
    }
  }
  /** Who would get such a conversation now, and why; changes nothing. Permission `assignment.manage`; token scope `conversations`. */
  'POST /api/v1/assignment/try': {
    path: undefined
    query: undefined
    body: {
      inboxId: string
      channel: string
      accountId?: string | null
      language?: string | null
      contactId?: string | null
      plan?: AssignmentPlan
    }
    result: {
      kind: "give" | "queue" | "leave"
      userId: string | null
      method: "last_agent" | "least_busy" | "round_robin" | null
      teamId: string | null
      ruleId: string | null
      reason: "full" | "nobody" | "no_match" | null
      passed: {
        userId: string
        for: "not_chosen" | "cannot_see" | "skill" | "language" | "offline" | "away" | "full" | "channel_full"
      }[]
    }
  }
  /** Sends the head to the address of whoever asks; null where letters are off. Permission `audit.read`; token scope `audit`. */
  'POST /api/v1/audit/head/mail': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      to: string | null
    }
  }
  /** Verifies every link against its entry, from the first to the last. head: one that was noted down outside, as <number>:<hash>. Permission `audit.read`; token scope `audit`. */
  'POST /api/v1/audit/verify': {
    path: undefined
    query: undefined
    body: {
      head?: string
    }
    result: {
      ok: boolean
      links: number
      head: {
        seq: number
        hash: string
      }
      faults: {
        kind: string
        seq: number | null
        toSeq?: number
        movedFrom?: number
        ledger: string | null
        entryId: string | null
      }[]
      more: boolean
    }
  }
  /** Make one now; the one under way is answered where there is one. Permission `backups.manage`; token scope `workspace`. */
  'POST /api/v1/backups': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      id: string
      /** full, or log: what was written since the one before */
      kind: string
      /** schedule, person or command */
      cause: string
      /** waiting, running, cancelling, done, failed or cancelled */
      state: string
      file: string | null
      /** Read so far */
      bytes: number
      /** Expected */
      total: number
      /** New on the disk */
      written: number
      files: number
      error: string | null
      createdAt: string
      startedAt: string | null
      finishedAt: string | null
      removedAt: string | null
      check: {
        /** waiting, running or done */
        state: string
        /** Read so far */
        bytes: number
        result: string | null
        error: string | null
        askedBy: string
        checkedBy: string | null
        checkedAt: string | null
        /** Stored files of companies that were read */
        files: number
        /** Read with those it goes on from */
        backups: number
        faults: {
          /** From the directory of backups on */
          file: string
          /** missing, damaged, changed, cut, or alone: the backup it goes on from is not there */
          is: string
          holds: string | null
        }[]
        faultCount: number
      } | null
    }
  }
  /** Stop it; nothing of it is kept. Permission `backups.manage`; token scope `workspace`. */
  'POST /api/v1/backups/{id}/cancel': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      /** full, or log: what was written since the one before */
      kind: string
      /** schedule, person or command */
      cause: string
      /** waiting, running, cancelling, done, failed or cancelled */
      state: string
      file: string | null
      /** Read so far */
      bytes: number
      /** Expected */
      total: number
      /** New on the disk */
      written: number
      files: number
      error: string | null
      createdAt: string
      startedAt: string | null
      finishedAt: string | null
      removedAt: string | null
      check: {
        /** waiting, running or done */
        state: string
        /** Read so far */
        bytes: number
        result: string | null
        error: string | null
        askedBy: string
        checkedBy: string | null
        checkedAt: string | null
        /** Stored files of companies that were read */
        files: number
        /** Read with those it goes on from */
        backups: number
        faults: {
          /** From the directory of backups on */
          file: string
          /** missing, damaged, changed, cut, or alone: the backup it goes on from is not there */
          is: string
          holds: string | null
        }[]
        faultCount: number
      } | null
    }
  }
  /** Read it again to the last byte, with those it goes on from; the list says how it was found. Permission `backups.manage`; token scope `workspace`. */
  'POST /api/v1/backups/{id}/verify': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      /** full, or log: what was written since the one before */
      kind: string
      /** schedule, person or command */
      cause: string
      /** waiting, running, cancelling, done, failed or cancelled */
      state: string
      file: string | null
      /** Read so far */
      bytes: number
      /** Expected */
      total: number
      /** New on the disk */
      written: number
      files: number
      error: string | null
      createdAt: string
      startedAt: string | null
      finishedAt: string | null
      removedAt: string | null
      check: {
        /** waiting, running or done */
        state: string
        /** Read so far */
        bytes: number
        result: string | null
        error: string | null
        askedBy: string
        checkedBy: string | null
        checkedAt: string | null
        /** Stored files of companies that were read */
        files: number
        /** Read with those it goes on from */
        backups: number
        faults: {
          /** From the directory of backups on */
          file: string
          /** missing, damaged, changed, cut, or alone: the backup it goes on from is not there */
          is: string
          holds: string | null
        }[]
        faultCount: number
      } | null
    }
  }
  /** Make a bridge. Permission `bridges.manage`; token scope `webhooks`. */
  'POST /api/v1/bridges': {
    path: undefined
    query: undefined
    body: {
      kind: "woocommerce" | "hubspot"
      name: string
      /** The secret of the shop’s webhooks, or the client secret of the CRM’s app. Kept sealed and never shown again. */
      secret?: string
      settings?: {
        fields?: {
          from: string
          /** A field of a contact: name, email, phone, company, country, language, timeZone, stage, notes, attributes.<key>. */
          to: string
        }[] | {
          /** A field of a contact: name, email, phone, company, country, language, timeZone, stage, notes, attributes.<key>. */
          ours: string
          theirs: string
          direction: "in" | "out" | "both"
        }[]
        consents?: {
          from: string
          purpose: "service" | "notification" | "marketing"
          category: string | null
          channel: string | null
          wording: {
            text: string
            language: string
            privacyUrl: string | null
          }
        }[]
        notices?: {
          status: "placed" | "paid" | "shipped" | "done" | "cancelled" | "refunded"
          channelAccountId: string
          template: {
            name: string
            language: string
          }
          parameters: Record<string, string>
          purpose: "service" | "notification" | "marketing"
          category: string | null
          basis: "contract" | "consent" | "existing_customer" | "legitimate_interest" | null
        }[]
        statuses?: Record<string, "placed" | "paid" | "shipped" | "done" | "cancelled" | "refunded">
        labels?: string[]
        clientId?: string
        apiUrl?: string
        authorizeUrl?: string
        tokenPath?: string
        contactsPath?: string
        scopes?: string[]
        pkce?: boolean
        everyMinutes?: number
        match?: "email" | "nobody"
        create?: "nobody" | "with_email"
        erasedThere?: "keep" | "anonymise" | "erase"
        erasedHere?: "keep" | "delete"
      }
    }
    result: Bridge
  }
  /** The address at the CRM where its owner allows the connection. Permission `bridges.manage`; token scope `webhooks`. */
  'POST /api/v1/bridges/{id}/connect': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      url: string
    }
  }
  /** End the connection: tokens go, its address is shut. Permission `bridges.manage`; token scope `webhooks`. */
  'POST /api/v1/bridges/{id}/disconnect': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Bridge
  }
  /** Take up again what failed. Permission `bridges.manage`; token scope `webhooks`. */
  'POST /api/v1/bridges/{id}/retry': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      retried: number
    }
  }
  /** Ask the other side now and say what it answered. Permission `bridges.manage`; token scope `webhooks`. */
  'POST /api/v1/bridges/{id}/try': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: BridgeRun
  }
  /** Begin a campaign. Permission `campaigns.manage`; token scope `campaigns`. */
  'POST /api/v1/campaigns': {
    path: undefined
    query: undefined
    body: {
      name: string
      audience?: Audience
      schedule?: CampaignSchedule
      settings?: CampaignSettings
      variants?: CampaignVariant[]
    }
    result: Campaign
  }
  /** Other bounds for a paused campaign. Budget, pace, quiet hours, when it pauses by itself, its end. It stays paused. Where a second person approved it, wider bounds need somebody who could have approved it. Permission `campaigns.manage`; token scope `campaigns`. */
  'POST /api/v1/campaigns/{id}/adjust': {
    path: {
      id: string
    }
    query: undefined
    body: {
      version?: number
      settings: {
        spreadHours?: number
        quietHours?: {
          from: string
          to: string
        } | null
        budget?: {
          amount: string
          currency: string
        } | null
        perSecond?: number | null
        stopOn?: {
          failures?: number
          errorPercent?: number
          blockPercent?: number
          least?: number
        } | null
        endsAt?: string | null
      }
    }
    result: Campaign
  }
  /** Approve it: never one that the asker had a hand in. Permission `campaigns.approve`; token scope `campaigns`. */
  'POST /api/v1/campaigns/{id}/approve': {
    path: {
      id: string
    }
    query: undefined
    body: {
      note?: string
      version?: number
    }
    result: Campaign
  }
  /** The same again as a draft. Permission `campaigns.manage`; token scope `campaigns`. */
  'POST /api/v1/campaigns/{id}/duplicate': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
    }
    result: Campaign
  }
  /** Nothing new leaves until it is resumed. Permission `campaigns.manage`; token scope `campaigns`. */
  'POST /api/v1/campaigns/{id}/pause': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Campaign
  }
  /** Who would get it, at which price and until when, if it went now. Permission `campaigns.read`; token scope `read` or `campaigns`. */
  'POST /api/v1/campaigns/{id}/preview': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: CampaignPreview
  }
  /** Give it back with a reason. Permission `campaigns.approve`; token scope `campaigns`. */
  'POST /api/v1/campaigns/{id}/reject': {
    path: {
      id: string
    }
    query: undefined
    body: {
      note?: string
      version?: number
    }
    result: Campaign
  }
  /** Go on where it stood. Permission `campaigns.manage`; token scope `campaigns`. */
  'POST /api/v1/campaigns/{id}/resume': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Campaign
  }
  /** Let it go at its time. Permission `campaigns.manage`; token scope `campaigns`. */
  'POST /api/v1/campaigns/{id}/schedule': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Campaign
  }
  /** End it for good. Permission `campaigns.manage`; token scope `campaigns`. */
  'POST /api/v1/campaigns/{id}/stop': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Campaign
  }
  /** Hand it to a colleague for approval. Permission `campaigns.manage`; token scope `campaigns`. */
  'POST /api/v1/campaigns/{id}/submit': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Campaign
  }
  /** Send it to a few named people. Through the rule engine like every message; it counts in no report. Permission `campaigns.manage`; token scope `campaigns`. */
  'POST /api/v1/campaigns/{id}/test': {
    path: {
      id: string
    }
    query: undefined
    body: {
      contactIds: string[]
      variant?: string
    }
    result: {
      items: {
        contactId: string
        name: string
        accountId: string | null
        messageId: string | null
        code: string | null
      }[]
    }
  }
  /** Pick the winning variant before the result does. Everybody who waits for the result gets it from now on. Permission `campaigns.manage`; token scope `campaigns`. */
  'POST /api/v1/campaigns/{id}/winner': {
    path: {
      id: string
    }
    query: undefined
    body: {
      variant: string
    }
    result: Campaign
  }
  /** Take a change back, within ten seconds. Whoever made it, or who may manage assignment. What others or the customer changed since stays as they made it: `kept` names those fields. Doing it again answers the same; 409 `change_settled` when it is too late. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/changes/{id}/undo': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Undone
  }
  /** Connect an account; it is saved with a live webhook whatever the checks say. Permission `channels.manage`; token scope `channels`. */
  'POST /api/v1/channel-accounts': {
    path: undefined
    query: undefined
    body: {
      channel: string
      name: string
      settings: Record<string, unknown>
      simulated?: boolean
      inboxId?: string
    }
    result: {
      id: string
      channel: string
      name: string
      externalId: string | null
      inboxId: string
      /** unverified, ready, error or paused */
      state: string
      pausedCode?: string | null
      /** The worst of what its platform says: ok, attention, broken or unknown */
      standing: string
      simulated: boolean
      checks: {
        id: string
        ok: boolean
        code: string
        message: string
        data?: Record<string, unknown>
      }[]
      checkedAt: string | null
      webhookUrl: string
      firstWebhookAt: string | null
      lastWebhookAt: string | null
      keepRawUntil?: string | null
      /** Confidential values as "••••" and their last four characters. */
      settings: Record<string, unknown>
      createdAt: string
      /** Values Recado made up, said this once. */
      generated?: Record<string, string>
    }
  }
  /** Have something done at the platform; a refusal of the platform is an answer with ok = false. Permission `channels.manage`; token scope `channels`. */
  'POST /api/v1/channel-accounts/{id}/actions/{action}': {
    path: {
      id: string
      action: string
    }
    query: undefined
    body: {
      parameters?: Record<string, string>
    }
    result: {
      ok: boolean
      sentence: string
      next: string | null
      link: string | null
      refusal: {
        code: string
        platformCode: string
        message: string
      } | null
      rows: {
        label: string
        value: string
        ok: boolean | null
      }[]
    }
  }
  /** Add a rule; it is off unless it says otherwise. Permission `automation.manage`; token scope `channels`. */
  'POST /api/v1/channel-accounts/{id}/automatic-replies': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name: string
      trigger: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels?: string[]
      status?: "open" | "pending" | "resolved" | null
      enabled?: boolean
    }
    result: {
      id: string
      channelAccountId: string | null
      owner: {
        kind: "account" | "inbox" | "team"
        id: string
      }
      name: string
      enabled: boolean
      enabledAt: string | null
      trigger: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels: string[]
      status: "open" | "pending" | "resolved" | null
      problem: string | null
      lately: {
        count: number
        lastAt: string | null
        refused: {
          code: string
          at: string
        } | null
      }
    }
  }
  /** What the last 30 days would have been like, and what it would have cost. Permission `automation.read`; token scope `read` or `channels`. */
  'POST /api/v1/channel-accounts/{id}/automatic-replies/estimate': {
    path: {
      id: string
    }
    query: undefined
    body: {
      rule?: {
        name: string
        trigger: {
          kind: "greeting"
          afterDays: number | null
        } | {
          kind: "away"
        } | {
          kind: "follow"
        } | {
          kind: "keyword"
          match: "contains" | "word" | "starts" | "exact"
          words: string[]
        } | {
          kind: "menu"
          keys: string[]
        }
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        labels?: string[]
        status?: "open" | "pending" | "resolved" | null
        enabled?: boolean
        id?: string
      }
    }
    result: {
      days: number
      occasions: number
      cut: boolean
      answers: number
      cost: {
        total: {
          amount: string
          currency: string
        }
        free: number
        unpriced: number
        source: string
      } | null
      adds: Record<string, {
        answers: number
        more: number
        cost: {
          amount: string
          currency: string
        } | null
      }>
    }
  }
  /** Which rule would answer, with what, and why not the others; nothing is sent. Permission `automation.read`; token scope `read` or `channels`. */
  'POST /api/v1/channel-accounts/{id}/automatic-replies/preview': {
    path: {
      id: string
    }
    query: undefined
    body: {
      text?: string
      key?: string
      entry?: boolean
      at?: string
      person?: {
        name?: string
        language?: string | null
        silentDays?: number | null
        country?: string | null
      }
      rule?: {
        name: string
        trigger: {
          kind: "greeting"
          afterDays: number | null
        } | {
          kind: "away"
        } | {
          kind: "follow"
        } | {
          kind: "keyword"
          match: "contains" | "word" | "starts" | "exact"
          words: string[]
        } | {
          kind: "menu"
          keys: string[]
        }
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        labels?: string[]
        status?: "open" | "pending" | "resolved" | null
        enabled?: boolean
        id?: string
      }
      /** For an inbox or a team: on which of its accounts. */
      channelAccountId?: string
      /** Only `rule` is asked, and speaks whatever the moment. */
      alone?: boolean
    }
    result: {
      silence: string | null
      ruleId: string | null
      contents: ({
        kind: string
      } & Record<string, unknown>)[]
      language: string | null
      labels: string[]
      judgements: {
        ruleId: string
        name: string
        applies: boolean
        reason: string | null
      }[]
      fault: string | null
      price: {
        amount: string
        currency: string
        class: string
      } | null
      passive: boolean
      hours: {
        open: boolean
        opensAt: string | null
        opening: string
      } | null
    }
  }
  /** Hold its settings against the platform once more. Permission `channels.manage`; token scope `channels`. */
  'POST /api/v1/channel-accounts/{id}/check': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      channel: string
      name: string
      externalId: string | null
      inboxId: string
      /** unverified, ready, error or paused */
      state: string
      pausedCode?: string | null
      /** The worst of what its platform says: ok, attention, broken or unknown */
      standing: string
      simulated: boolean
      checks: {
        id: string
        ok: boolean
        code: string
        message: string
        data?: Record<string, unknown>
      }[]
      checkedAt: string | null
      webhookUrl: string
      firstWebhookAt: string | null
      lastWebhookAt: string | null
      keepRawUntil?: string | null
      /** Confidential values as "••••" and their last four characters. */
      settings: Record<string, unknown>
      createdAt: string
      /** Values Recado made up, said this once. */
      generated?: Record<string, string>
    }
  }
  /** Make a link or QR code. Permission `channels.manage`; token scope `channels`. */
  'POST /api/v1/channel-accounts/{id}/entry-points': {
    path: {
      id: string
    }
    query: undefined
    body: {
      kind: "qr" | "link"
      name: string
      place?: string
      /** What she finds written when she comes. */
      text?: string
      days?: number
    }
    result: {
      id: string
      channelAccountId: string
      kind: string
      name: string
      place: string
      code: string
      text: string
      url: string
      expiresAt: string | null
      createdAt: string
      archivedAt: string | null
      uses: number
      starts: number
      lastUsedAt: string | null
    }
  }
  /** Ask the platform now. Permission `channels.manage`; token scope `channels`. */
  'POST /api/v1/channel-accounts/{id}/look': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      facts: {
        id: string
        title: string
        /** ok, attention, broken, or unknown where the platform did not tell */
        state: string
        sentence: string
        next: string | null
        link: string | null
        action: string | null
        shown: string | null
        until: string | null
        usage: {
          used: number
          limit: number
        } | null
        since: string
      }[]
      lookedAt: string | null
      items: {
        id: string
        severity: "info" | "warning" | "critical"
        code: string
        message: string
        channelAccountId?: string | null
        reason?: string | null
        link?: string | null
        span?: {
          from: string
          to: string | null
        } | null
        texts?: Record<string, {
          title: string
          sentence: string
          next: string | null
        }> | null
        count: number
        firstAt: string
        lastAt: string
      } & {
        endedAt: string | null
      }[]
      gaps: {
        id: string
        /** unsubscribed, silent or server_away */
        cause: string
        from: string
        to: string | null
        outcome: string | null
        fetched: number
      }[]
      actions: {
        id: string
        title: string
        text: string
        grave: boolean
        parameters: {
          key: string
          label: string
          help: string | null
          type: string
          choices: {
            value: string
            label: string
          }[]
          pattern: string | null
          confidential: boolean
        }[]
      }[]
      /** Whether owners get letters; false without SMTP_URL */
      mail: boolean
    }
  }
  /** Keep what other tools have made there as a draft, with the replies they gave. Permission `channels.manage`; token scope `channels`. */
  'POST /api/v1/channel-accounts/{id}/openers/import': {
    path: {
      id: string
    }
    query: {
      language?: string
    }
    body: undefined
    result: {
      editor: {
        shows: string
        notes: string[]
      }
      published: {
        sets: {
          audience: {
            kind: "tag" | "language"
            value: string
            label?: string
          } | null
          greeting?: string
          iceBreakers?: {
            title: string
            key?: string
          }[]
          commands?: {
            name: string
            hint: string
          }[]
          menu?: {
            title: string
            type?: string
            values?: Record<string, string>
            below?: {
              title: string
              type?: string
              values?: Record<string, string>
              below?: Record<string, unknown>[]
            }[]
          }[]
        }[]
      } | null
      problem: {
        code: string
        /** In the platform’s own words. */
        message: string
      } | null
      publishedAt: string | null
      importedAt: string | null
      replies: {
        on: {
          kind: string
        }
        name: string
        active: boolean
        mode: string
        say: {
          kind: string
        }[]
      }[]
      draft: {
        openers: {
          sets: {
            audience: {
              kind: "tag" | "language"
              value: string
              label?: string
            } | null
            greeting?: string
            iceBreakers?: {
              title: string
              key?: string
            }[]
            commands?: {
              name: string
              hint: string
            }[]
            menu?: {
              title: string
              type?: string
              values?: Record<string, string>
              below?: {
                title: string
                type?: string
                values?: Record<string, string>
                below?: Record<string, unknown>[]
              }[]
            }[]
          }[]
        }
        from: string
        notes: {
          code: string
          title: string
          was: string
        }[]
        changedAt: string
      } | null
      audiences: {
        value: string
        label: string
      }[]
    }
  }
  /** Make automatic replies of those that were imported. Permission `channels.manage`; token scope `channels`. */
  'POST /api/v1/channel-accounts/{id}/openers/replies': {
    path: {
      id: string
    }
    query: {
      language?: string
    }
    body: {
      /** Those that were on go on; otherwise all of them are off. */
      enable?: boolean
    }
    result: {
      added: number
      /** Those that the app would refuse; they stay beside the openers. */
      left: number
    }
  }
  /** Read its templates from the platform now. Permission `channels.manage`; token scope `channels`. */
  'POST /api/v1/channel-accounts/{id}/sync-templates': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      listed: number
      changed: number
      gone: number
    }
  }
  /** Take a text of the platform’s library into use. Permission `templates.manage`; token scope `channels`. */
  'POST /api/v1/channel-accounts/{id}/template-library': {
    path: {
      id: string
    }
    query: undefined
    body: {
      entry: string
      lines: string[]
      purpose: string
    }
    result: null
  }
  /** Take a template into use by the number that the platform’s console shows. Permission `templates.manage`; token scope `channels`. */
  'POST /api/v1/channel-accounts/{id}/template-number': {
    path: {
      id: string
    }
    query: undefined
    body: {
      number: string
      lines: string[]
    }
    result: null
  }
  /** A new company. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/companies': {
    path: undefined
    query: undefined
    body: {
      name: string
      domain?: string | null
    }
    result: Company
  }
  /** Take another entry of the same company into this one. Its people come along, and its domain where this one has none; the other is then gone. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/companies/{id}/merge': {
    path: {
      id: string
    }
    query: undefined
    body: {
      otherId: string
    }
    result: Company
  }
  /** Make a topic. Permission `purposes.manage`; token scope `consents`. */
  'POST /api/v1/consent-categories': {
    path: undefined
    query: undefined
    body: {
      key?: string
      names: Record<string, string>
      descriptions?: Record<string, string>
    }
    result: ConsentCategory
  }
  /** Add a word that signs up. Permission `opt_in.manage`; token scope `consents`. */
  'POST /api/v1/consent-keywords': {
    path: undefined
    query: undefined
    body: {
      words: string[]
      categoryIds?: string[]
      accountId?: string | null
      wording: {
        es?: string
        en?: string
        "pt-BR"?: string
        de?: string
        "zh-CN"?: string
        ar?: string
      }
      enabled?: boolean
    }
    result: {
      id: string
      words: string[]
      categoryIds: string[]
      accountId: string | null
      wording: Record<string, string>
      enabled: boolean
      used: number
    }
  }
  /** What a text means as a whole message. Permission `consents.read`; token scope `read` or `consents`. */
  'POST /api/v1/consent-words/try': {
    path: undefined
    query: undefined
    body: {
      text: string
    }
    result: {
      kind: string
      word: string | null
      language: string | null
      keywordId?: string
    }
  }
  /** Write down what a person said: a line is only ever added. `category` by key and `channel`: nothing = every topic, every app. `wording`: the id of a kept one, or the words she was shown; a yes needs them. A withdrawal ends what is queued for her at once. The same line again answers 200 with the one that is there. Permission `consents.manage`; token scope `consents`. */
  'POST /api/v1/consents': {
    path: undefined
    query: undefined
    body: {
      contactId: string
      identityId?: string | null
      purpose: "service" | "notification" | "marketing"
      category?: string | null
      channel?: string | null
      state: "pending" | "given" | "confirmed" | "withdrawn"
      source: string
      wording?: string | {
        name?: string
        language?: string
        text: string
        privacyUrl?: string | null
      }
      at?: string
      expiresAt?: string | null
      evidence?: string | Record<string, unknown>
    }
    result: Consent
  }
  /** A new field. Its key is made of the name where none is given; key and type never change. Permission `contacts.fields`; token scope `contacts`. */
  'POST /api/v1/contact-attributes': {
    path: undefined
    query: undefined
    body: {
      name: string
      type: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
      key?: string
      description?: string
      options?: {
        key?: string
        name: string
        archived?: boolean
      }[]
      required?: boolean
    }
    result: AttributeDefinition
  }
  /** Take a change of many people back. While it has not settled (ten seconds). Who was touched since is left as she is, in `kept`. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/contact-changes/{id}/undo': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: ContactsUndone
  }
  /** Send a file of people. One multipart part named `file`: CSV or vCard. A large one may come in parts: `size` says how long it will be, and PUT brings the rest. `purpose=exclusion`: a list of those who must never be written to. Permission `contacts.import`; token scope `contacts`. */
  'POST /api/v1/contact-imports': {
    path: undefined
    query: {
      size?: number
      purpose?: "contacts" | "exclusion"
    }
    body: undefined
    result: {
      id: string
      purpose: "contacts" | "exclusion"
      name: string
      bytes: number
      received: number
      /** receiving, waiting, checking, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        format: string
        encoding: string
        delimiter: string | null
        columns: {
          heading: string
          samples: string[]
        }[]
        rows: number
      } | null
      mapping: {
        columns: {
          to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
          /** attribute: key of the field. */
          key?: string
          /** new_attribute: what it will be called. */
          name?: string
          type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
          /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
          source?: string
          /** consent: key of the topic; without it every topic. */
          category?: string
          /** consent: the app; without it every app. */
          channel?: string
        }[]
        /** The first row names the columns. */
        headings: boolean
        /** Of phones written without their country. */
        country?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        existing: "update" | "fill" | "skip"
        labels?: string[]
        /** Stages and labels that are not there are made; else their rows are refused. */
        make?: boolean
        consent?: {
          given: "columns" | "all"
          categories?: string[]
          channel?: string
          /** Where these people were asked. */
          source: string
          /** The words they said yes to. */
          wording: {
            text: string
            language: string
            privacyUrl: string | null
          }
          /** ISO day or moment, for rows without a date of their own. */
          date?: string
          confirmed?: boolean
          no?: "nothing" | "withdrawn"
        } | null
      } | null
      suggested: {
        to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
        /** attribute: key of the field. */
        key?: string
        /** new_attribute: what it will be called. */
        name?: string
        type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
        /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
        source?: string
        /** consent: key of the topic; without it every topic. */
        category?: string
        /** consent: the app; without it every app. */
        channel?: string
      }[] | null
      position: number
      total: number
      checked: {
        created: number
        changed: number
        unchanged: number
        refused: number
        consents: number
        problemCount: number
      } | null
      created: number
      changed: number
      unchanged: number
      refused: number
      consents: number
      problemCount: number
      createdAt: string
      startedAt: string | null
      finishedAt: string | null
    }
  }
  /** Stop it; who is taken in stays. Permission `contacts.import`; token scope `contacts`. */
  'POST /api/v1/contact-imports/{id}/cancel': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      purpose: "contacts" | "exclusion"
      name: string
      bytes: number
      received: number
      /** receiving, waiting, checking, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        format: string
        encoding: string
        delimiter: string | null
        columns: {
          heading: string
          samples: string[]
        }[]
        rows: number
      } | null
      mapping: {
        columns: {
          to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
          /** attribute: key of the field. */
          key?: string
          /** new_attribute: what it will be called. */
          name?: string
          type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
          /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
          source?: string
          /** consent: key of the topic; without it every topic. */
          category?: string
          /** consent: the app; without it every app. */
          channel?: string
        }[]
        /** The first row names the columns. */
        headings: boolean
        /** Of phones written without their country. */
        country?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        existing: "update" | "fill" | "skip"
        labels?: string[]
        /** Stages and labels that are not there are made; else their rows are refused. */
        make?: boolean
        consent?: {
          given: "columns" | "all"
          categories?: string[]
          channel?: string
          /** Where these people were asked. */
          source: string
          /** The words they said yes to. */
          wording: {
            text: string
            language: string
            privacyUrl: string | null
          }
          /** ISO day or moment, for rows without a date of their own. */
          date?: string
          confirmed?: boolean
          no?: "nothing" | "withdrawn"
        } | null
      } | null
      suggested: {
        to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
        /** attribute: key of the field. */
        key?: string
        /** new_attribute: what it will be called. */
        name?: string
        type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
        /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
        source?: string
        /** consent: key of the topic; without it every topic. */
        category?: string
        /** consent: the app; without it every app. */
        channel?: string
      }[] | null
      position: number
      total: number
      checked: {
        created: number
        changed: number
        unchanged: number
        refused: number
        consents: number
        problemCount: number
      } | null
      created: number
      changed: number
      unchanged: number
      refused: number
      consents: number
      problemCount: number
      createdAt: string
      startedAt: string | null
      finishedAt: string | null
    }
  }
  /** A dry run over the whole file: how many are new, found and refused. Permission `contacts.import`; token scope `contacts`. */
  'POST /api/v1/contact-imports/{id}/check': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      purpose: "contacts" | "exclusion"
      name: string
      bytes: number
      received: number
      /** receiving, waiting, checking, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        format: string
        encoding: string
        delimiter: string | null
        columns: {
          heading: string
          samples: string[]
        }[]
        rows: number
      } | null
      mapping: {
        columns: {
          to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
          /** attribute: key of the field. */
          key?: string
          /** new_attribute: what it will be called. */
          name?: string
          type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
          /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
          source?: string
          /** consent: key of the topic; without it every topic. */
          category?: string
          /** consent: the app; without it every app. */
          channel?: string
        }[]
        /** The first row names the columns. */
        headings: boolean
        /** Of phones written without their country. */
        country?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        existing: "update" | "fill" | "skip"
        labels?: string[]
        /** Stages and labels that are not there are made; else their rows are refused. */
        make?: boolean
        consent?: {
          given: "columns" | "all"
          categories?: string[]
          channel?: string
          /** Where these people were asked. */
          source: string
          /** The words they said yes to. */
          wording: {
            text: string
            language: string
            privacyUrl: string | null
          }
          /** ISO day or moment, for rows without a date of their own. */
          date?: string
          confirmed?: boolean
          no?: "nothing" | "withdrawn"
        } | null
      } | null
      suggested: {
        to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
        /** attribute: key of the field. */
        key?: string
        /** new_attribute: what it will be called. */
        name?: string
        type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
        /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
        source?: string
        /** consent: key of the topic; without it every topic. */
        category?: string
        /** consent: the app; without it every app. */
        channel?: string
      }[] | null
      position: number
      total: number
      checked: {
        created: number
        changed: number
        unchanged: number
        refused: number
        consents: number
        problemCount: number
      } | null
      created: number
      changed: number
      unchanged: number
      refused: number
      consents: number
      problemCount: number
      createdAt: string
      startedAt: string | null
      finishedAt: string | null
    }
  }
  /** The first rows as they would become, and what is still to be said. Permission `contacts.import`; token scope `contacts`. */
  'POST /api/v1/contact-imports/{id}/preview': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      rows: {
        row: number
        line: number
        outcome: "created" | "changed" | "unchanged" | "refused"
        contactId: string | null
        person: {
          name: string
          phones: string[]
          emails: string[]
          company: string | null
          stage: string | null
          owner: string | null
          language: string | null
          country: string | null
          timeZone: string | null
          labels: string[]
          externalIds: {
            source: string
            id: string
          }[]
          notes: string
          attributes: {
            name: string
            value: string
          }[]
          consents: {
            state: string
            category: string | null
            channel: string | null
            at: string
          }[]
        } | null
        problems: {
          column: number | null
          code: "unreadable" | "nobody" | "phone_wrong" | "email_wrong" | "number_wrong" | "date_wrong" | "boolean_wrong" | "choice_unknown" | "link_wrong" | "country_unknown" | "language_unknown" | "time_zone_unknown" | "stage_unknown" | "owner_unknown" | "label_unknown" | "label_archived" | "external_id_wrong" | "too_long" | "several_found" | "id_taken" | "excluded" | "consent_unclear" | "consent_date_missing" | "consent_date_wrong" | "consent_in_future" | "topic_unknown" | "withdrawn_here"
          value: string
        }[]
      }[]
      missing: {
        field: string
        message: string
      }[]
    }
  }
  /** Start it. Permission `contacts.import`; token scope `contacts`. */
  'POST /api/v1/contact-imports/{id}/start': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      purpose: "contacts" | "exclusion"
      name: string
      bytes: number
      received: number
      /** receiving, waiting, checking, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        format: string
        encoding: string
        delimiter: string | null
        columns: {
          heading: string
          samples: string[]
        }[]
        rows: number
      } | null
      mapping: {
        columns: {
          to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
          /** attribute: key of the field. */
          key?: string
          /** new_attribute: what it will be called. */
          name?: string
          type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
          /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
          source?: string
          /** consent: key of the topic; without it every topic. */
          category?: string
          /** consent: the app; without it every app. */
          channel?: string
        }[]
        /** The first row names the columns. */
        headings: boolean
        /** Of phones written without their country. */
        country?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        existing: "update" | "fill" | "skip"
        labels?: string[]
        /** Stages and labels that are not there are made; else their rows are refused. */
        make?: boolean
        consent?: {
          given: "columns" | "all"
          categories?: string[]
          channel?: string
          /** Where these people were asked. */
          source: string
          /** The words they said yes to. */
          wording: {
            text: string
            language: string
            privacyUrl: string | null
          }
          /** ISO day or moment, for rows without a date of their own. */
          date?: string
          confirmed?: boolean
          no?: "nothing" | "withdrawn"
        } | null
      } | null
      suggested: {
        to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
        /** attribute: key of the field. */
        key?: string
        /** new_attribute: what it will be called. */
        name?: string
        type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
        /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
        source?: string
        /** consent: key of the topic; without it every topic. */
        category?: string
        /** consent: the app; without it every app. */
        channel?: string
      }[] | null
      position: number
      total: number
      checked: {
        created: number
        changed: number
        unchanged: number
        refused: number
        consents: number
        problemCount: number
      } | null
      created: number
      changed: number
      unchanged: number
      refused: number
      consents: number
      problemCount: number
      createdAt: string
      startedAt: string | null
      finishedAt: string | null
    }
  }
  /** A new stage, after the others. Permission `contacts.fields`; token scope `contacts`. */
  'POST /api/v1/contact-stages': {
    path: undefined
    query: undefined
    body: {
      name: string
      colour?: "grey" | "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "violet" | "pink"
    }
    result: ContactStage
  }
  /** A new person, by name or address, without a thread. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/contacts': {
    path: undefined
    query: undefined
    body: {
      name?: string
      language?: string | null
      country?: string | null
      timeZone?: string | null
      notes?: string
      /** By key of the definition; null takes the value away. */
      attributes?: Record<string, unknown>
      /** All she has from now on. */
      addresses?: {
        kind: "phone" | "email"
        value: string
        label?: string
      }[]
      stageId?: string | null
      ownerId?: string | null
      companyId?: string | null
      externalIds?: {
        source: string
        externalId: string
      }[]
    }
    result: {
      id: string
      name: string
      avatarUrl: string | null
      language: string | null
      country: string | null
      notes: string
      labels: string[]
      identities: {
        id: string
        channel: string
        channelAccountId: string
        accountName: string
        keys: {
          kind: string
          value: string
        }[]
        profileName: string | null
        address: string | null
        reachable: boolean | null
        lastInboundAt: string | null
        joinedBy: {
          how: "agent" | "api" | "code" | "platform"
          by: string | null
          at: string
          mergeId: string
          code: {
            end: string
            issuedBy: string | null
            issuedAt: string
          } | null
        } | null
      }[]
      timeZone: string | null
      languageGiven: boolean
      countryGiven: boolean
      timeZoneGiven: boolean
      stageId: string | null
      ownerId: string | null
      company: {
        id: string
        name: string
      } | null
      attributes: Record<string, string | number | boolean | string[]>
      addresses: {
        id: string
        kind: "phone" | "email"
        value: string
        label: string
      }[]
      externalIds: {
        source: string
        externalId: string
      }[]
      updatedAt: string
      createdAt: string
      conversations: {
        id: string
        number: number
        channel: string
        channelAccountId: string
        inboxId: string
        contact: {
          id: string
          name: string
          avatarUrl: string | null
          companyId: string | null
        }
        identity: {
          id: string
          keys: {
            kind: string
            value: string
          }[]
        }
        status: "open" | "pending" | "snoozed" | "resolved"
        snoozedUntil: string | null
        snoozeMode: "until" | "before_close" | "reply" | null
        priority: "none" | "low" | "normal" | "high" | "urgent"
        assignee: {
          id: string
          name: string
        } | null
        team: {
          id: string
          name: string
        } | null
        participantIds: string[]
        queuedSince: string | null
        labels: string[]
        unread: number
        waitingSince: string | null
        lastInboundAt: string | null
        lastActivityAt: string
        lastMessage: {
          kind: string
          text: string
          direction: "in" | "out"
          status: string
          at: string
        } | null
        failed: number
        window: {
          state: "open" | "closed" | "none"
          openedAt: string | null
          closesAt: string | null
          left: number | null
          kind: string | null
        }
        answerBy: string | null
        verdicts?: Record<string, Verdict | null>
      }[]
    }
  }
  /** Change many people as one. Those named by `ids`, or all that `query` finds at this moment but for `except`; at most 2000 in one go, `more` says when there are others, and `next` as the `cursor` of the query goes on with them. Who could not be changed is in `skipped`. `changeId` takes it back for ten seconds. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/contacts/bulk': {
    path: undefined
    query: undefined
    body: {
      ids?: string[]
      query?: {
        q?: string
        filter?: unknown
        cursor?: string
      }
      except?: string[]
      change: {
        labels?: {
          add?: string[]
          remove?: string[]
        }
        stageId?: string | null
        ownerId?: string | null
        companyId?: string | null
      }
    }
    result: ContactBulkAnswer
  }
  /** Orders a copy of everything held about a person, over all apps: JSON, CSV and files in one archive. Permission `contacts.export`; token scope `contacts`. */
  'POST /api/v1/contacts/{id}/copy': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      contactId: string
      state: "waiting" | "running" | "ready" | "failed" | "expired"
      bytes: number
      messages: number
      files: number
      createdAt: string
      expiresAt: string
    }
  }
  /** Keep a file with a person. The file is uploaded before (POST /media) or came in a message; whoever sees the person sees it from then on. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/contacts/{id}/files': {
    path: {
      id: string
    }
    query: undefined
    body: {
      mediaId: string
      name?: string
    }
    result: ContactFile
  }
  /** Put labels on a person and take labels off. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/contacts/{id}/labels': {
    path: {
      id: string
    }
    query: undefined
    body: {
      add?: string[]
      remove?: string[]
      /** The thread in which it is said of her. */
      conversationId?: string
    }
    result: {
      id: string
      name: string
      avatarUrl: string | null
      language: string | null
      country: string | null
      notes: string
      labels: string[]
      identities: {
        id: string
        channel: string
        channelAccountId: string
        accountName: string
        keys: {
          kind: string
          value: string
        }[]
        profileName: string | null
        address: string | null
        reachable: boolean | null
        lastInboundAt: string | null
        joinedBy: {
          how: "agent" | "api" | "code" | "platform"
          by: string | null
          at: string
          mergeId: string
          code: {
            end: string
            issuedBy: string | null
            issuedAt: string
          } | null
        } | null
      }[]
      timeZone: string | null
      languageGiven: boolean
      countryGiven: boolean
      timeZoneGiven: boolean
      stageId: string | null
      ownerId: string | null
      company: {
        id: string
        name: string
      } | null
      attributes: Record<string, string | number | boolean | string[]>
      addresses: {
        id: string
        kind: "phone" | "email"
        value: string
        label: string
      }[]
      externalIds: {
        source: string
        externalId: string
      }[]
      updatedAt: string
      createdAt: string
      conversations: {
        id: string
        number: number
        channel: string
        channelAccountId: string
        inboxId: string
        contact: {
          id: string
          name: string
          avatarUrl: string | null
          companyId: string | null
        }
        identity: {
          id: string
          keys: {
            kind: string
            value: string
          }[]
        }
        status: "open" | "pending" | "snoozed" | "resolved"
        snoozedUntil: string | null
        snoozeMode: "until" | "before_close" | "reply" | null
        priority: "none" | "low" | "normal" | "high" | "urgent"
        assignee: {
          id: string
          name: string
        } | null
        team: {
          id: string
          name: string
        } | null
        participantIds: string[]
        queuedSince: string | null
        labels: string[]
        unread: number
        waitingSince: string | null
        lastInboundAt: string | null
        lastActivityAt: string
        lastMessage: {
          kind: string
          text: string
          direction: "in" | "out"
          status: string
          at: string
        } | null
        failed: number
        window: {
          state: "open" | "closed" | "none"
          openedAt: string | null
          closesAt: string | null
          left: number | null
          kind: string | null
        }
        answerBy: string | null
        verdicts?: Record<string, Verdict | null>
      }[]
    }
  }
  /** A personal code by which she joins another app. Whoever comes to that account with it is this person. It works once; an earlier open one for the same account ends. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/contacts/{id}/link-codes': {
    path: {
      id: string
    }
    query: undefined
    body: {
      channelAccountId: string
      hours?: number
    }
    result: LinkCode
  }
  /** Send a personal code into a thread of hers, in her language. Permission `messages.send`; token scope `messages`. */
  'POST /api/v1/contacts/{id}/link-codes/{codeId}/send': {
    path: {
      id: string
      codeId: string
    }
    query: undefined
    body: {
      conversationId: string
      clientId: string
    }
    result: Message
  }
  /** Two contacts are one person. Everything of the other is read under this one, and its id leads here. `take` names values of which the other’s is seen. Nothing is lost: split with the id of the record gives everything back. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/contacts/{id}/merge': {
    path: {
      id: string
    }
    query: undefined
    body: {
      otherId: string
      /** name, language, country, timeZone, avatar, stage, owner, company, or `field:` with the key of a field. */
      take?: string[]
      /** name, language, country, timeZone, avatar, stage, owner, company, or `field:` with the key of a field. */
      keep?: string[]
    }
    result: {
      id: string
      name: string
      avatarUrl: string | null
      language: string | null
      country: string | null
      notes: string
      labels: string[]
      identities: {
        id: string
        channel: string
        channelAccountId: string
        accountName: string
        keys: {
          kind: string
          value: string
        }[]
        profileName: string | null
        address: string | null
        reachable: boolean | null
        lastInboundAt: string | null
        joinedBy: {
          how: "agent" | "api" | "code" | "platform"
          by: string | null
          at: string
          mergeId: string
          code: {
            end: string
            issuedBy: string | null
            issuedAt: string
          } | null
        } | null
      }[]
      timeZone: string | null
      languageGiven: boolean
      countryGiven: boolean
      timeZoneGiven: boolean
      stageId: string | null
      ownerId: string | null
      company: {
        id: string
        name: string
      } | null
      attributes: Record<string, string | number | boolean | string[]>
      addresses: {
        id: string
        kind: "phone" | "email"
        value: string
        label: string
      }[]
      externalIds: {
        source: string
        externalId: string
      }[]
      updatedAt: string
      createdAt: string
      conversations: {
        id: string
        number: number
        channel: string
        channelAccountId: string
        inboxId: string
        contact: {
          id: string
          name: string
          avatarUrl: string | null
          companyId: string | null
        }
        identity: {
          id: string
          keys: {
            kind: string
            value: string
          }[]
        }
        status: "open" | "pending" | "snoozed" | "resolved"
        snoozedUntil: string | null
        snoozeMode: "until" | "before_close" | "reply" | null
        priority: "none" | "low" | "normal" | "high" | "urgent"
        assignee: {
          id: string
          name: string
        } | null
        team: {
          id: string
          name: string
        } | null
        participantIds: string[]
        queuedSince: string | null
        labels: string[]
        unread: number
        waitingSince: string | null
        lastInboundAt: string | null
        lastActivityAt: string
        lastMessage: {
          kind: string
          text: string
          direction: "in" | "out"
          status: string
          at: string
        } | null
        failed: number
        window: {
          state: "open" | "closed" | "none"
          openedAt: string | null
          closesAt: string | null
          left: number | null
          kind: string | null
        }
        answerBy: string | null
        verdicts?: Record<string, Verdict | null>
      }[]
    }
  }
  /** What the person would be. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/contacts/{id}/merge-preview': {
    path: {
      id: string
    }
    query: undefined
    body: {
      otherId: string
      /** name, language, country, timeZone, avatar, stage, owner, company, or `field:` with the key of a field. */
      take?: string[]
      /** name, language, country, timeZone, avatar, stage, owner, company, or `field:` with the key of a field. */
      keep?: string[]
    }
    result: {
      people: Contact[]
      fields: {
        key: string
        mine: unknown
        other: unknown
        shown: "mine" | "other"
      }[]
      labels: string[]
      notes: string
    }
  }
  /** They are two: not suggested again. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/contacts/{id}/not-same': {
    path: {
      id: string
    }
    query: undefined
    body: {
      otherId: string
    }
    result: null
  }
  /** Write down something about a person. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/contacts/{id}/notes': {
    path: {
      id: string
    }
    query: undefined
    body: {
      text: string
    }
    result: ContactNote
  }
  /** A link to this person’s own preference page. Whoever has it sees and changes what she agreed to: give it to her alone. It holds for 180 days. Permission `consents.manage`; token scope `consents`. */
  'POST /api/v1/contacts/{id}/preference-link': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: PreferenceLink
  }
  /** One person is two after all. By the record of a joining, or by an identity that is somebody else’s. Everything goes back to whose it is. Permission `contacts.manage`; token scope `contacts`. */
  'POST /api/v1/contacts/{id}/split': {
    path: {
      id: string
    }
    query: undefined
    body: {
      identityId: string
    } | {
      mergeId: string
    }
    result: {
      contact: {
        id: string
        name: string
        avatarUrl: string | null
        language: string | null
        country: string | null
        notes: string
        labels: string[]
        identities: {
          id: string
          channel: string
          channelAccountId: string
          accountName: string
          keys: {
            kind: string
            value: string
          }[]
          profileName: string | null
          address: string | null
          reachable: boolean | null
          lastInboundAt: string | null
          joinedBy: {
            how: "agent" | "api" | "code" | "platform"
            by: string | null
            at: string
            mergeId: string
            code: {
              end: string
              issuedBy: string | null
              issuedAt: string
            } | null
          } | null
        }[]
        timeZone: string | null
        languageGiven: boolean
        countryGiven: boolean
        timeZoneGiven: boolean
        stageId: string | null
        ownerId: string | null
        company: {
          id: string
          name: string
        } | null
        attributes: Record<string, string | number | boolean | string[]>
        addresses: {
          id: string
          kind: "phone" | "email"
          value: string
          label: string
        }[]
        externalIds: {
          source: string
          externalId: string
        }[]
        updatedAt: string
        createdAt: string
        conversations: {
          id: string
          number: number
          channel: string
          channelAccountId: string
          inboxId: string
          contact: {
            id: string
            name: string
            avatarUrl: string | null
            companyId: string | null
          }
          identity: {
            id: string
            keys: {
              kind: string
              value: string
            }[]
          }
          status: "open" | "pending" | "snoozed" | "resolved"
          snoozedUntil: string | null
          snoozeMode: "until" | "before_close" | "reply" | null
          priority: "none" | "low" | "normal" | "high" | "urgent"
          assignee: {
            id: string
            name: string
          } | null
          team: {
            id: string
            name: string
          } | null
          participantIds: string[]
          queuedSince: string | null
          labels: string[]
          unread: number
          waitingSince: string | null
          lastInboundAt: string | null
          lastActivityAt: string
          lastMessage: {
            kind: string
            text: string
            direction: "in" | "out"
            status: string
            at: string
          } | null
          failed: number
          window: {
            state: "open" | "closed" | "none"
            openedAt: string | null
            closesAt: string | null
            left: number | null
            kind: string | null
          }
          answerBy: string | null
          verdicts?: Record<string, Verdict | null>
        }[]
      }
      other: {
        id: string
        name: string
        avatarUrl: string | null
        language: string | null
        country: string | null
        notes: string
        labels: string[]
        identities: {
          id: string
          channel: string
          channelAccountId: string
          accountName: string
          keys: {
            kind: string
            value: string
          }[]
          profileName: string | null
          address: string | null
          reachable: boolean | null
          lastInboundAt: string | null
          joinedBy: {
            how: "agent" | "api" | "code" | "platform"
            by: string | null
            at: string
            mergeId: string
            code: {
              end: string
              issuedBy: string | null
              issuedAt: string
            } | null
          } | null
        }[]
        timeZone: string | null
        languageGiven: boolean
        countryGiven: boolean
        timeZoneGiven: boolean
        stageId: string | null
        ownerId: string | null
        company: {
          id: string
          name: string
        } | null
        attributes: Record<string, string | number | boolean | string[]>
        addresses: {
          id: string
          kind: "phone" | "email"
          value: string
          label: string
        }[]
        externalIds: {
          source: string
          externalId: string
        }[]
        updatedAt: string
        createdAt: string
        conversations: {
          id: string
          number: number
          channel: string
          channelAccountId: string
          inboxId: string
          contact: {
            id: string
            name: string
            avatarUrl: string | null
            companyId: string | null
          }
          identity: {
            id: string
            keys: {
              kind: string
              value: string
            }[]
          }
          status: "open" | "pending" | "snoozed" | "resolved"
          snoozedUntil: string | null
          snoozeMode: "until" | "before_close" | "reply" | null
          priority: "none" | "low" | "normal" | "high" | "urgent"
          assignee: {
            id: string
            name: string
          } | null
          team: {
            id: string
            name: string
          } | null
          participantIds: string[]
          queuedSince: string | null
          labels: string[]
          unread: number
          waitingSince: string | null
          lastInboundAt: string | null
          lastActivityAt: string
          lastMessage: {
            kind: string
            text: string
            direction: "in" | "out"
            status: string
            at: string
          } | null
          failed: number
          window: {
            state: "open" | "closed" | "none"
            openedAt: string | null
            closesAt: string | null
            left: number | null
            kind: string | null
          }
          answerBy: string | null
          verdicts?: Record<string, Verdict | null>
        }[]
      }
    }
  }
  /** Find or begin the thread with a person on an account. Permission `messages.send`; token scope `messages`. */
  'POST /api/v1/conversations': {
    path: undefined
    query: undefined
    body: {
      channelAccountId: string
      to: {
        contactId: string
      } | {
        address: string
      }
    }
    result: ConversationDetail
  }
  /** Change many threads as one. Those named by `ids`, or all that `query` (a list’s) holds at this moment but for `except`; at most 5000 in one go, `more` says when there are others. What could not be changed is in `skipped` with its code. `changeId` takes all of it back for ten seconds. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/conversations/bulk': {
    path: undefined
    query: undefined
    body: {
      ids?: string[]
      query?: {
        view?: string
        status?: "open" | "pending" | "snoozed" | "resolved"
        assignee?: string
        team?: string
        inbox?: string
        channel?: string
        account?: string
        label?: string
        /** A company’s id: threads of its people */
        company?: string
        q?: string
        sort?: "newest" | "waiting" | "closing" | "priority"
      }
      except?: string[]
      change: {
        status?: {
          status: "open" | "pending" | "snoozed" | "resolved"
          until?: string | null
          mode?: "until" | "before_close" | "reply"
          marginMinutes?: number
        }
        assign?: {
          userId?: string | null
          teamId?: string | null
        }
        labels?: {
          add?: string[]
          remove?: string[]
        }
        priority?: "none" | "low" | "normal" | "high" | "urgent"
        read?: boolean
      }
    }
    result: BulkAnswer
  }
  /** Give it to a colleague, a team or nobody. What is absent stays as it is. With `ifAssignee` (whom you saw in charge; null = nobody) it is given only if that still holds: of two who take it at once one gets it, the other is told by 409 `already_taken` who has it. `note` is written for colleagues in the same step; `keepFollowing` leaves the one before as a participant. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/conversations/{id}/assign': {
    path: {
      id: string
    }
    query: undefined
    body: {
      userId?: string | null
      teamId?: string | null
      ifAssignee?: string | null
      keepFollowing?: boolean
      note?: string
    }
    result: ChangedConversation
  }
  /** Follow a thread, or no longer. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'POST /api/v1/conversations/{id}/follow': {
    path: {
      id: string
    }
    query: undefined
    body: {
      following: boolean
    }
    result: ConversationDetail | null
  }
  /** Put labels on and take labels off. Case and accents do not count, an old name means what became of the label. One that is not in the vocabulary is made where the caller may manage labels, else 422 `unknown_label`. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/conversations/{id}/labels': {
    path: {
      id: string
    }
    query: undefined
    body: {
      add?: string[]
      remove?: string[]
    }
    result: ChangedConversation
  }
  /** She has the thread before her: what called her there is seen. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'POST /api/v1/conversations/{id}/mentions/seen': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Send; the same clientId and body again is the same message. A refusal is 422 with `verdict`; nothing is then stored but the writer’s draft. With `seen`: when a colleague, a rule or the customer wrote behind that position, 409 `moved_on` with `lines` and their `seq`; send again with that, or with `anyway`. Permission `messages.send`; token scope `messages`. */
  'POST /api/v1/conversations/{id}/messages': {
    path: {
      id: string
    }
    query: undefined
    body: {
      clientId: string
      /** One of: text, image, video, audio, document, sticker, location, contacts, reaction, choices, link, form, products, template, request. */
      content: SendContent
      replyTo?: string
      purpose?: "service" | "notification" | "marketing"
      /** The topic it is about (`/consent-categories`), by its key: a yes to another one does not cover it. Without one only a yes to everything does. */
      category?: string
      /** On which ground it rests. `consent` demands hers even where the owner has set another ground for the purpose; no other word opens more than she has set. */
      basis?: "contract" | "consent" | "existing_customer" | "legitimate_interest"
      /** Stays so long before it leaves, and can be taken back (`/messages/{id}/cancel`) until then. */
      delaySeconds?: number
      /** How far the writer had read: the `seq` of the page or live frame she saw, or the id of the last message. */
      seen?: number | string
      anyway?: boolean
    }
    result: Message
  }
  /** Write what only colleagues see. Text as it is typed, with files, and with `mentions`: stretches of the text that stand for a colleague, a team, or everybody of the inbox. Who is named follows the thread and finds it under Mentions. Never sent to a platform. Permission `notes.write`; token scope `conversations`. */
  'POST /api/v1/conversations/{id}/notes': {
    path: {
      id: string
    }
    query: undefined
    body: {
      text: string
      mentions?: {
        kind: "user" | "team" | "everybody"
        id: string | null
        from: number
        length: number
      }[]
      attachments?: ({
        id: string
      } & Record<string, unknown>)[]
      clientId?: string
    }
    result: Message
  }
  /** Bring colleagues into a thread and take them out. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/conversations/{id}/participants': {
    path: {
      id: string
    }
    query: undefined
    body: {
      add?: string[]
      remove?: string[]
    }
    result: ConversationDetail | null
  }
  /** How urgent it is. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/conversations/{id}/priority': {
    path: {
      id: string
    }
    query: undefined
    body: {
      priority: "none" | "low" | "normal" | "high" | "urgent"
    }
    result: ChangedConversation
  }
  /** Somebody has read it; the platform is told where it can be. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/conversations/{id}/read': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: ChangedConversation
  }
  /** Send later. Judged for that moment: 422 with `verdict` where the window will have closed by then, 409 `local_night` with `until` where it is night for her. When the moment comes it is judged again; refused then, it stands in the thread as failed, with the reason. Permission `messages.send`; token scope `messages`. */
  'POST /api/v1/conversations/{id}/scheduled-messages': {
    path: {
      id: string
    }
    query: undefined
    body: {
      clientId: string
      /** One of: text, image, video, audio, document, sticker, location, contacts, reaction, choices, link, form, products, template, request. */
      content: SendContent
      /** ISO 8601 with its offset, at most 90 days ahead. */
      sendAt: string
      replyTo?: string
      purpose?: "service" | "notification" | "marketing"
      category?: string
      basis?: "contract" | "consent" | "existing_customer" | "legitimate_interest"
      /** Given up when she writes before. */
      unlessSheWrites?: boolean
      /** Also between 21:00 and 8:00 on her own clock. */
      anyway?: boolean
    }
    result: ScheduledMessage
  }
  /** Send it now. Permission `messages.send`; token scope `messages`. */
  'POST /api/v1/conversations/{id}/scheduled-messages/{scheduledId}/send': {
    path: {
      id: string
      scheduledId: string
    }
    query: undefined
    body: undefined
    result: ScheduledMessage
  }
  /** Open, set pending, snooze or resolve. Snoozed `until` a moment; or with `mode` `reply` until she writes, `before_close` until `marginMinutes` (30) before the window ends. Whatever the mode, a message of hers opens it. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/conversations/{id}/status': {
    path: {
      id: string
    }
    query: undefined
    body: {
      status: "open" | "pending" | "snoozed" | "resolved"
      until?: string | null
      mode?: "until" | "before_close" | "reply"
      marginMinutes?: number
    }
    result: ChangedConversation
  }
  /** Somebody is writing: colleagues see it, and the customer where her app shows it. Permission `messages.send`; token scope `messages`. */
  'POST /api/v1/conversations/{id}/typing': {
    path: {
      id: string
    }
    query: undefined
    body: {
      state: "on" | "off"
      mode?: "reply" | "note"
    }
    result: null
  }
  /** Nobody has read it yet. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/conversations/{id}/unread': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: ChangedConversation
  }
  /** Whether this could go now, as what and at which price. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'POST /api/v1/conversations/{id}/verdict': {
    path: {
      id: string
    }
    query: undefined
    body: {
      contentKind?: "text" | "image" | "video" | "audio" | "document" | "sticker" | "location" | "contacts" | "reaction" | "choices" | "choice" | "link" | "form" | "form_answer" | "products" | "order" | "template" | "post" | "system" | "request" | "unsupported"
      templateId?: string
      purpose?: "service" | "notification" | "marketing"
      /** The topic it is about (`/consent-categories`), by its key: a yes to another one does not cover it. Without one only a yes to everything does. */
      category?: string
      /** On which ground it rests. `consent` demands hers even where the owner has set another ground for the purpose; no other word opens more than she has set. */
      basis?: "contract" | "consent" | "existing_customer" | "legitimate_interest"
    }
    result: {
      verdict: Verdict
    }
  }
  /** What these messages cost at most. Permission `costs.read`; token scope `read` or `campaigns`. */
  'POST /api/v1/costs/estimate': {
    path: undefined
    query: undefined
    body: {
      groups: {
        accountId: string
        country: string | null
        priceClass: string | null
        count: number
        covered?: number
      }[]
      at?: string
    }
    result: Estimate
  }
  /** Make a demo workspace with simulated apps, or enter the one there is. Permission `demo.make`. */
  'POST /api/v1/demo': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      workspaceId: string
    }
  }
  /** Export a list in the background. Permission `contacts.export`; token scope `contacts`. */
  'POST /api/v1/exports': {
    path: undefined
    query: undefined
    body: {
      kind: "contacts" | "conversations" | "consents" | "suppression"
      format?: "csv" | "vcard"
      /** What the list was narrowed to: the parameters of GET /contacts or GET /conversations. */
      query?: {
        view?: string
        status?: "open" | "pending" | "snoozed" | "resolved"
        assignee?: string
        team?: string
        inbox?: string
        channel?: string
        account?: string
        label?: string
        /** A company’s id: threads of its people */
        company?: string
        q?: string
        sort?: string
        /** Of people: conditions, as in saved views. */
        filter?: unknown
        /** Of people: these, whatever else the list is narrowed to. */
        ids?: string[]
        /** Of people: all of the list but these. */
        except?: string[]
      }
    }
    result: {
      id: string
      kind: "contacts" | "conversations" | "consents" | "suppression"
      format: "csv" | "vcard"
      query: Record<string, unknown>
      /** waiting, running, ready, failed, cancelled or expired */
      state: string
      error?: string
      position: number
      total: number | null
      bytes: number
      url: string | null
      createdAt: string
      finishedAt: string | null
      expiresAt: string | null
    }
  }
  /** Stop it, or take its file away before its time. Permission `contacts.export`; token scope `contacts`. */
  'POST /api/v1/exports/{id}/cancel': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      kind: "contacts" | "conversations" | "consents" | "suppression"
      format: "csv" | "vcard"
      query: Record<string, unknown>
      /** waiting, running, ready, failed, cancelled or expired */
      state: string
      error?: string
      position: number
      total: number | null
      bytes: number
      url: string | null
      createdAt: string
      finishedAt: string | null
      expiresAt: string | null
    }
  }
  /** Ends a wait that a rule began. Permission `contacts.erase`; token scope `contacts`. */
  'POST /api/v1/forgetting/{id}/cancel': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Forgets at once whom a rule would forget later. Permission `contacts.erase`; token scope `contacts`. */
  'POST /api/v1/forgetting/{id}/now': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Somebody has looked after it. Permission `health.manage`; token scope `channels`. */
  'POST /api/v1/health-items/{id}/resolve': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Send a chat that the app exported. One multipart part named `file`: the text, or the archive with its files. A large one may come in parts: `size` says how long it will be, and PUT brings the rest. Permission `imports.manage`; token scope `conversations`. */
  'POST /api/v1/imports/chats': {
    path: undefined
    query: {
      size?: number
    }
    body: undefined
    result: {
      id: string
      name: string
      bytes: number
      received: number
      /** receiving, waiting, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        layout: string
        messages: number
        files: number
        filesMissing: number
        authors: {
          name: string
          messages: number
        }[]
        nameInFile: string | null
        dateOrders: string[]
      } | null
      answers: {
        channelAccountId?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        /** The author that is us; empty when none of them is. */
        us?: string
        phone?: string
        name?: string
        /** Zone of the exporting phone. */
        timeZone?: string
      }
      position: number
      total: number
      added: number
      known: number
      files: number
      problems: {
        line: number
        code: string
        text: string
      }[]
      problemCount: number
      conversationId: string | null
      createdAt: string
      finishedAt: string | null
    }
  }
  /** Stop it; what is in the thread stays. Permission `imports.manage`; token scope `conversations`. */
  'POST /api/v1/imports/chats/{id}/cancel': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      name: string
      bytes: number
      received: number
      /** receiving, waiting, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        layout: string
        messages: number
        files: number
        filesMissing: number
        authors: {
          name: string
          messages: number
        }[]
        nameInFile: string | null
        dateOrders: string[]
      } | null
      answers: {
        channelAccountId?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        /** The author that is us; empty when none of them is. */
        us?: string
        phone?: string
        name?: string
        /** Zone of the exporting phone. */
        timeZone?: string
      }
      position: number
      total: number
      added: number
      known: number
      files: number
      problems: {
        line: number
        code: string
        text: string
      }[]
      problemCount: number
      conversationId: string | null
      createdAt: string
      finishedAt: string | null
    }
  }
  /** A dry run: the first messages as they would be stored, and what is still to be said. Permission `imports.manage`; token scope `conversations`. */
  'POST /api/v1/imports/chats/{id}/preview': {
    path: {
      id: string
    }
    query: undefined
    body: {
      channelAccountId?: string
      dateOrder?: "dmy" | "mdy" | "ymd"
      /** The author that is us; empty when none of them is. */
      us?: string
      phone?: string
      name?: string
      /** Zone of the exporting phone. */
      timeZone?: string
    }
    result: {
      questions: string[]
      answers: {
        channelAccountId?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        /** The author that is us; empty when none of them is. */
        us?: string
        phone?: string
        name?: string
        /** Zone of the exporting phone. */
        timeZone?: string
      }
      person: {
        name: string
        phone: string
        contactId: string | null
        conversationId: string | null
      } | null
      messages: {
        at: string
        by: string
        kind: string
        text: string
        file?: string
        edited?: boolean
      }[]
      from: string | null
      to: string | null
      problems: {
        line: number
        code: string
        text: string
      }[]
      problemCount: number
    }
  }
  /** Start it. Permission `imports.manage`; token scope `conversations`. */
  'POST /api/v1/imports/chats/{id}/start': {
    path: {
      id: string
    }
    query: undefined
    body: {
      channelAccountId?: string
      dateOrder?: "dmy" | "mdy" | "ymd"
      /** The author that is us; empty when none of them is. */
      us?: string
      phone?: string
      name?: string
      /** Zone of the exporting phone. */
      timeZone?: string
    }
    result: {
      id: string
      name: string
      bytes: number
      received: number
      /** receiving, waiting, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        layout: string
        messages: number
        files: number
        filesMissing: number
        authors: {
          name: string
          messages: number
        }[]
        nameInFile: string | null
        dateOrders: string[]
      } | null
      answers: {
        channelAccountId?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        /** The author that is us; empty when none of them is. */
        us?: string
        phone?: string
        name?: string
        /** Zone of the exporting phone. */
        timeZone?: string
      }
      position: number
      total: number
      added: number
      known: number
      files: number
      problems: {
        line: number
        code: string
        text: string
      }[]
      problemCount: number
      conversationId: string | null
      createdAt: string
      finishedAt: string | null
    }
  }
  /** Make an inbox. Permission `inboxes.manage`; token scope `members` or `channels`. */
  'POST /api/v1/inboxes': {
    path: undefined
    query: undefined
    body: {
      name: string
      everybody?: boolean
      memberIds?: string[]
      teamIds?: string[]
    }
    result: {
      id: string
      name: string
      everybody: boolean
      memberIds: string[]
      teamIds: string[]
      /** Whose new conversations come into it. */
      accountIds: string[]
      /** Whether any conversation lies in it. */
      used: boolean
      createdAt: string
    }
  }
  /** Add a rule; it is off unless it says otherwise. Permission `automation.manage`; token scope `channels`. */
  'POST /api/v1/inboxes/{id}/automatic-replies': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name: string
      trigger: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels?: string[]
      status?: "open" | "pending" | "resolved" | null
      enabled?: boolean
    }
    result: {
      id: string
      channelAccountId: string | null
      owner: {
        kind: "account" | "inbox" | "team"
        id: string
      }
      name: string
      enabled: boolean
      enabledAt: string | null
      trigger: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels: string[]
      status: "open" | "pending" | "resolved" | null
      problem: string | null
      lately: {
        count: number
        lastAt: string | null
        refused: {
          code: string
          at: string
        } | null
      }
    }
  }
  /** What the last 30 days would have been like, and what it would have cost. Permission `automation.read`; token scope `read` or `channels`. */
  'POST /api/v1/inboxes/{id}/automatic-replies/estimate': {
    path: {
      id: string
    }
    query: undefined
    body: {
      rule?: {
        name: string
        trigger: {
          kind: "greeting"
          afterDays: number | null
        } | {
          kind: "away"
        } | {
          kind: "follow"
        } | {
          kind: "keyword"
          match: "contains" | "word" | "starts" | "exact"
          words: string[]
        } | {
          kind: "menu"
          keys: string[]
        }
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        labels?: string[]
        status?: "open" | "pending" | "resolved" | null
        enabled?: boolean
        id?: string
      }
    }
    result: {
      days: number
      occasions: number
      cut: boolean
      answers: number
      cost: {
        total: {
          amount: string
          currency: string
        }
        free: number
        unpriced: number
        source: string
      } | null
      adds: Record<string, {
        answers: number
        more: number
        cost: {
          amount: string
          currency: string
        } | null
      }>
    }
  }
  /** Which rule would answer, with what, and why not the others; nothing is sent. Permission `automation.read`; token scope `read` or `channels`. */
  'POST /api/v1/inboxes/{id}/automatic-replies/preview': {
    path: {
      id: string
    }
    query: undefined
    body: {
      text?: string
      key?: string
      entry?: boolean
      at?: string
      person?: {
        name?: string
        language?: string | null
        silentDays?: number | null
        country?: string | null
      }
      rule?: {
        name: string
        trigger: {
          kind: "greeting"
          afterDays: number | null
        } | {
          kind: "away"
        } | {
          kind: "follow"
        } | {
          kind: "keyword"
          match: "contains" | "word" | "starts" | "exact"
          words: string[]
        } | {
          kind: "menu"
          keys: string[]
        }
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        labels?: string[]
        status?: "open" | "pending" | "resolved" | null
        enabled?: boolean
        id?: string
      }
      /** For an inbox or a team: on which of its accounts. */
      channelAccountId?: string
      /** Only `rule` is asked, and speaks whatever the moment. */
      alone?: boolean
    }
    result: {
      silence: string | null
      ruleId: string | null
      contents: ({
        kind: string
      } & Record<string, unknown>)[]
      language: string | null
      labels: string[]
      judgements: {
        ruleId: string
        name: string
        applies: boolean
        reason: string | null
      }[]
      fault: string | null
      price: {
        amount: string
        currency: string
        class: string
      } | null
      passive: boolean
      hours: {
        open: boolean
        opensAt: string | null
        opening: string
      } | null
    }
  }
  /** Invite a colleague by letter, or by a link where no letters go. Permission `members.manage`; token scope `members`. */
  'POST /api/v1/invitations': {
    path: undefined
    query: undefined
    body: {
      email: string
      name?: string
      role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
      roleId?: string | null
      teamIds?: string[]
      inboxIds?: string[]
      language?: string
    }
    result: {
      invitation: {
        id: string
        email: string
        name: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        roleId: string | null
        teamIds: string[]
        inboxIds: string[]
        language: string
        invitedBy: {
          id: string
          name: string
        } | null
        createdAt: string
        expiresAt: string
        state: "open" | "expired"
      }
      sent: "sent" | "off" | "failed"
      link: string | null
    }
  }
  /** A new link for seven more days; the old one no longer works. Permission `members.manage`; token scope `members`. */
  'POST /api/v1/invitations/{id}/send-again': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      invitation: {
        id: string
        email: string
        name: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        roleId: string | null
        teamIds: string[]
        inboxIds: string[]
        language: string
        invitedBy: {
          id: string
          name: string
        } | null
        createdAt: string
        expiresAt: string
        state: "open" | "expired"
      }
      sent: "sent" | "off" | "failed"
      link: string | null
    }
  }
  /** Accept an invitation: with a new password, or with her own where she signs in here already */
  'POST /api/v1/join': {
    path: undefined
    query: undefined
    body: {
      token: string
      password: string
      name?: string
      language?: string
      code?: string
    }
    result: {
      user: {
        id: string
        name: string
        email: string
        language: string
        theme?: "system" | "light" | "dark" | "contrast"
        preferences: Record<string, unknown>
      }
      workspace: {
        id: string
        name: string
        demo: boolean
        timeZone: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        clockOffsetMs: number
        currency?: string
      }
      workspaces: {
        id: string
        name: string
        demo: boolean
      }[]
      permissions: string[]
      secondFactor: {
        enabled: boolean
        demandedBy: "real_account" | "everybody" | null
        dueAt: string | null
        /** Nothing else can be done with this session until a second factor is set up. */
        overdue: boolean
      }
      /** True on plain http to another machine: what is written can be read on the way. */
      insecureTransport?: boolean
    }
  }
  /** What an invitation’s link is for */
  'POST /api/v1/join/look': {
    path: undefined
    query: undefined
    body: {
      token: string
    }
    result: {
      workspace: string
      invitedBy: string | null
      email: string
      name: string
      role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
      roleName: string | null
      language: string
      known: boolean
      expiresAt: string
    }
  }
  /** Make a label. Permission `labels.manage`; token scope `conversations`. */
  'POST /api/v1/labels': {
    path: undefined
    query: undefined
    body: {
      name: string
      colour?: "grey" | "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "violet" | "pink"
      description?: string
    }
    result: Label
  }
  /** Everything that carries it carries another one from now on. Permission `labels.manage`; token scope `conversations`. */
  'POST /api/v1/labels/{id}/merge': {
    path: {
      id: string
    }
    query: undefined
    body: {
      intoId: string
    }
    result: Label
  }
  /** A new list, empty. Permission `segments.manage`; token scope `campaigns`. */
  'POST /api/v1/lists': {
    path: undefined
    query: undefined
    body: {
      name: string
      description?: string
    }
    result: ContactList
  }
  /** Put people into it. Those named by `contactIds`, all that `query` finds at this moment (as GET /contacts does) but for `except`, a segment as it is now, or `addresses`: a text of one phone, e-mail address or id a line. Whoever is in it already stays in it once; lines that lead to nobody are in `missing`. Permission `segments.manage`; token scope `campaigns`. */
  'POST /api/v1/lists/{id}/members': {
    path: {
      id: string
    }
    query: undefined
    body: {
      contactIds?: string[]
      query?: {
        q?: string
        filter?: unknown
        except?: string[]
      }
      segmentId?: string
      addresses?: string
      country?: string
    }
    result: {
      added: number
      missing: string[]
      list: ContactList
    }
  }
  /** Take people out of it. Permission `segments.manage`; token scope `campaigns`. */
  'POST /api/v1/lists/{id}/members/remove': {
    path: {
      id: string
    }
    query: undefined
    body: {
      contactIds: string[]
    }
    result: {
      removed: number
    }
  }
  /** A ticket for one live socket, good for a minute. Permission `live.watch`; token scope `read`. */
  'POST /api/v1/live-tickets': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      ticket: string
      expiresAt: string
    }
  }
  /** Keep a macro. Another circle than your own needs `saved_replies.share`; the saved reply it says must be there for all who can run it. Permission `saved_replies.manage`; token scope `conversations`. */
  'POST /api/v1/macros': {
    path: undefined
    query: undefined
    body: {
      name: string
      scope?: "mine" | "team" | "all"
      teamId?: string | null
      folder?: string | null
      savedReplyId?: string | null
      actions?: {
        status?: {
          status: "open" | "pending" | "snoozed" | "resolved"
          sleep?: {
            mode: "reply"
          } | {
            mode: "before_close"
            marginMinutes?: number
          } | {
            mode: "until"
            preset: "later" | "afternoon" | "evening" | "tomorrow" | "saturday" | "monday"
          }
        }
        assign?: {
          to: "me" | "nobody"
        } | {
          to: "user" | "team"
          id: string
        }
        addLabels?: string[]
        removeLabels?: string[]
        priority?: "none" | "low" | "normal" | "high" | "urgent"
        note?: {
          text: string
          mentions?: {
            kind: "user" | "team" | "everybody"
            id: string | null
            name: string
          }[]
        }
        follow?: boolean
      }
      templates?: {
        channelAccountId: string
        templateId: string
        parameters: ({
          component: string
          type: string
          text?: string
        } & Record<string, unknown>)[]
      }[]
    }
    result: Macro
  }
  /** What a macro would do on each account, before it is kept. `fault`: why its text or files cannot go there. `closed`: what it has for a closed window there. Permission `saved_replies.manage`; token scope `conversations`. */
  'POST /api/v1/macros/on-accounts': {
    path: undefined
    query: undefined
    body: {
      savedReplyId: string | null
      templates: {
        channelAccountId: string
        templateId: string
        parameters: ({
          component: string
          type: string
          text?: string
        } & Record<string, unknown>)[]
      }[]
    }
    result: {
      items: {
        channelAccountId: string
        channel: string
        name: string
        fault: string | null
        closed: string
      }[]
      next: string | null
    }
  }
  /** What running it would do now, and at which price. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/macros/{id}/preview': {
    path: {
      id: string
    }
    query: undefined
    body: {
      conversationId: string
      language?: string | null
    }
    result: MacroPreview
  }
  /** Run it on a conversation. One transaction: what it sends is accepted and what it does is done, or neither. Free text where the window allows it, else its template. The same clientId again is the same run. `parameter_missing` names places without a value in `fields`; `seen`, `anyway` and `delaySeconds` as in sending. POST /changes/{changeId}/undo takes it back for ten seconds and says which messages had left. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/macros/{id}/run': {
    path: {
      id: string
    }
    query: undefined
    body: {
      conversationId: string
      clientId: string
      language?: string | null
      seen?: number | string
      anyway?: boolean
      delaySeconds?: number
    }
    result: MacroRun
  }
  /** Run it on many conversations as one change. Only macros without free text: actions, notes and templates (else 422 `macro_text_to_many`). Each conversation is done wholly or left out with its code in `skipped`. At most 5000 in one go, 1000 where each is written to. Permission `conversations.work`; token scope `conversations`. */
  'POST /api/v1/macros/{id}/run-many': {
    path: {
      id: string
    }
    query: undefined
    body: {
      ids?: string[]
      query?: {
        view?: string
        status?: "open" | "pending" | "snoozed" | "resolved"
        assignee?: string
        team?: string
        inbox?: string
        channel?: string
        account?: string
        label?: string
        /** A company’s id: threads of its people */
        company?: string
        q?: string
        sort?: "newest" | "waiting" | "closing" | "priority"
      }
      except?: string[]
      clientId: string
    }
    result: MacroManyRun
  }
  /** Make ten new recovery codes; the old ones end. Permission `me.manage`. */
  'POST /api/v1/me/recovery-codes': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      recoveryCodes: string[]
    }
  }
  /** Begin to set up a second factor: the seed for an authenticator app. Permission `me.manage`. */
  'POST /api/v1/me/second-factor': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      seed: string
      uri: string
    }
  }
  /** Switch it on by a code of the app; answers ten recovery codes. Permission `me.manage`. */
  'POST /api/v1/me/second-factor/confirm': {
    path: undefined
    query: undefined
    body: {
      code: string
    }
    result: {
      recoveryCodes: string[]
    }
  }
  /** Keep a file that will be sent. One multipart part named `file`. `voice=1` for a recording that will be sent as a voice note: it is refused at once when no app could play it. Permission `media.upload`; token scope `messages` or `notify`. */
  'POST /api/v1/media': {
    path: undefined
    query: {
      voice?: string
    }
    body: undefined
    result: Media
  }
  /** Add a colleague; somebody who already signs in here keeps her own name and password. Permission `members.manage`; token scope `members`. */
  'POST /api/v1/members': {
    path: undefined
    query: undefined
    body: {
      name: string
      email: string
      role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
      roleId?: string | null
      teamIds?: string[]
      inboxIds?: string[]
      password: string
      language?: string
    }
    result: {
      id: string
      name: string
      email: string
      role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
      roleId: string | null
      active: boolean
      teamIds: string[]
      inboxIds: string[]
      lastSeenAt: string | null
      createdAt: string
    }
  }
  /** Send to a person, whether or not there is a thread yet. For notices of an order, a delivery, an appointment: by an approved template (by `name` and `language`) where the window is shut. The answer’s `verdict` says as what it goes and at which price. 400 `unknown_address` names a wrong number; 422 carries the refusal with its remedies and the fields it is about; the same `clientId` again is the same message. Permission `messages.notify`; token scope `notify` or `messages`. */
  'POST /api/v1/messages': {
    path: undefined
    query: undefined
    body: {
      channelAccountId: string
      to: {
        contactId: string
      } | {
        address: string
      }
      /** One of: text, image, video, audio, document, sticker, location, contacts, reaction, choices, link, form, products, template, request. */
      content: SendContent
      purpose: "service" | "notification" | "marketing"
      /** The topic it is about (`/consent-categories`), by its key: a yes to another one does not cover it. Without one only a yes to everything does. */
      category?: string
      /** On which ground it rests. `consent` demands hers even where the owner has set another ground for the purpose; no other word opens more than she has set. */
      basis?: "contract" | "consent" | "existing_customer" | "legitimate_interest"
      clientId: string
    }
    result: Message
  }
  /** Take back what has not left yet. Permission `messages.send`; token scope `messages`. */
  'POST /api/v1/messages/{id}/cancel': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Message
  }
  /** Answer what the agents are asked about a message: whether she wants no more advertising. The first answer settles it for everybody; later ones are given what was said. `told` is false where no reply was allowed. Permission `consents.manage`; token scope `consents`. */
  'POST /api/v1/messages/{id}/question': {
    path: {
      id: string
    }
    query: undefined
    body: {
      answer: "yes" | "no"
    }
    result: {
      question: {
        kind: "end_marketing"
        state: "open" | "yes" | "no"
        word: string
        by?: {
          id: string
          name: string
        }
        at?: string
      }
      told: boolean | null
    }
  }
  /** A person knows whether an unknown one arrived: it counts as sent, or goes again. Permission `messages.send`; token scope `messages`. */
  'POST /api/v1/messages/{id}/resolve-unknown': {
    path: {
      id: string
    }
    query: undefined
    body: {
      sent: boolean
    }
    result: Message
  }
  /** Send a failed one again; it is judged anew. Permission `messages.send`; token scope `messages`. */
  'POST /api/v1/messages/{id}/retry': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Message
  }
  /** Take in this browser: notices reach it while no page is open. Permission `notifications.own`. */
  'POST /api/v1/notices/devices': {
    path: undefined
    query: undefined
    body: {
      endpoint: string
      keys: {
        p256dh: string
        auth: string
      }
      name: string
    }
    result: {
      id: string
      name: string
      createdAt: string
      lastOkAt: string | null
      lastError: string | null
      lastErrorAt: string | null
      here: boolean
    }
  }
  /** This browser is to get nothing more, from any workspace. Permission `notifications.own`. */
  'POST /api/v1/notices/devices/forget': {
    path: undefined
    query: undefined
    body: {
      endpoint: string
    }
    result: null
  }
  /** Mark notices as seen: single ones, those of a conversation, or all. Permission `notifications.own`. */
  'POST /api/v1/notices/seen': {
    path: undefined
    query: undefined
    body: {
      ids: string[]
    } | {
      conversationId: string
    } | {
      all: true
    }
    result: {
      seen: number
    }
  }
  /** Send a test notice to her browsers or her address. Permission `notifications.own`. */
  'POST /api/v1/notices/test': {
    path: undefined
    query: undefined
    body: {
      way: "push" | "mail"
    }
    result: {
      results: {
        name: string
        ok: boolean
        error: string | null
      }[]
    }
  }
  /** Add a step; it is off unless it says otherwise. Permission `nudges.manage`; token scope `conversations`. */
  'POST /api/v1/nudges': {
    path: undefined
    query: undefined
    body: {
      inboxId?: string | null
      kind: "agent" | "customer" | "waiting" | "unassigned" | "her_message" | "our_message" | "first_message" | "assigned" | "label_added" | "resolved" | "order" | "consent" | "snooze_ended"
      counts?: "clock" | "opening"
      atTime?: string | null
      about?: string | null
      unless?: ("she_wrote" | "we_wrote" | "assigned" | "resolved" | "order_moved")[]
      condition?: Record<string, unknown> | null
      /** What is done, in order. Empty: what the other fields say. */
      actions?: {
        do: "send"
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        templates: {
          channelAccountId: string
          templateId: string
          parameters: Record<string, unknown>[]
        }[]
        purpose: "service" | "notification" | "marketing"
        category: string | null
      } | {
        do: "assign"
        to: "user" | "team"
        id: string
      } | {
        do: "assign"
        to: "rules" | "nobody"
      } | {
        do: "remind"
        whom: "agents" | "leads"
      } | {
        do: "remind"
        whom: "some"
        ids: string[]
      } | {
        do: "label"
        add: string[]
        remove: string[]
      } | {
        do: "priority"
        priority: "low" | "normal" | "high" | "urgent"
      } | {
        do: "note"
        text: string
      } | {
        do: "snooze"
        minutes: number
      } | {
        do: "resolve"
      } | {
        do: "stage"
        stageId: string
      }[]
      name: string
      /** Minutes after what happened; opening minutes before the deadline or of waiting; for `customer` minutes before her window closes. */
      minutes: number
      enabled?: boolean
      tell?: "agents" | "leads" | "some" | "nobody"
      tellIds?: string[]
      priority?: "low" | "normal" | "high" | "urgent" | null
      assignUserId?: string | null
      assignTeamId?: string | null
      variants?: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      quiet?: {
        from: string
        to: string
      } | null
      evenWhenOwed?: boolean
    }
    result: {
      id: string
      inboxId: string | null
      kind: string
      name: string
      minutes: number
      enabled: boolean
      enabledAt: string | null
      tell: string
      tellIds: string[]
      priority: string | null
      assignUserId: string | null
      assignTeamId: string | null
      variants: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      quiet: {
        from: string
        to: string
      } | null
      evenWhenOwed: boolean
      counts: string
      atTime: string | null
      about: string | null
      unless: string[]
      condition: Record<string, unknown> | null
      actions: ({
        do: string
      } & Record<string, unknown>)[]
      lately: {
        count: number
        lastAt: string | null
        refused: {
          code: string
          at: string
        } | null
        refusals: number
        waiting: number
      }
    }
  }
  /** What would have happened in the last 7 or 30 days, for whom, what would have been refused and what it would have cost; nothing is sent. Permission `nudges.manage`; token scope `conversations`. */
  'POST /api/v1/nudges/dry-run': {
    path: undefined
    query: undefined
    body: {
      step?: {
        inboxId?: string | null
        kind: "agent" | "customer" | "waiting" | "unassigned" | "her_message" | "our_message" | "first_message" | "assigned" | "label_added" | "resolved" | "order" | "consent" | "snooze_ended"
        counts?: "clock" | "opening"
        atTime?: string | null
        about?: string | null
        unless?: ("she_wrote" | "we_wrote" | "assigned" | "resolved" | "order_moved")[]
        condition?: Record<string, unknown> | null
        /** What is done, in order. Empty: what the other fields say. */
        actions?: {
          do: "send"
          variants: {
            language: string | null
            content?: {
              kind: string
            } & Record<string, unknown>
            savedReplyId?: string
          }[]
          templates: {
            channelAccountId: string
            templateId: string
            parameters: Record<string, unknown>[]
          }[]
          purpose: "service" | "notification" | "marketing"
          category: string | null
        } | {
          do: "assign"
          to: "user" | "team"
          id: string
        } | {
          do: "assign"
          to: "rules" | "nobody"
        } | {
          do: "remind"
          whom: "agents" | "leads"
        } | {
          do: "remind"
          whom: "some"
          ids: string[]
        } | {
          do: "label"
          add: string[]
          remove: string[]
        } | {
          do: "priority"
          priority: "low" | "normal" | "high" | "urgent"
        } | {
          do: "note"
          text: string
        } | {
          do: "snooze"
          minutes: number
        } | {
          do: "resolve"
        } | {
          do: "stage"
          stageId: string
        }[]
        name: string
        /** Minutes after what happened; opening minutes before the deadline or of waiting; for `customer` minutes before her window closes. */
        minutes: number
        enabled?: boolean
        tell?: "agents" | "leads" | "some" | "nobody"
        tellIds?: string[]
        priority?: "low" | "normal" | "high" | "urgent" | null
        assignUserId?: string | null
        assignTeamId?: string | null
        variants?: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        quiet?: {
          from: string
          to: string
        } | null
        evenWhenOwed?: boolean
        id?: string
      }
      days?: 7 | 30
    }
    result: {
      days: number
      conversations: number
      cut: boolean
      steps: Record<string, {
        count: number
        cost: {
          amount: string
          currency: string
        } | null
        unpriced: number
        refused: {
          code: string
          count: number
        }[]
        judged: number
      }>
    }
  }
  /** Make one; nobody sees it until it is published. Permission `opt_in.manage`; token scope `consents`. */
  'POST /api/v1/opt-in-forms': {
    path: undefined
    query: undefined
    body: {
      name: string
      copyOf?: string
    }
    result: OptInForm
  }
  /** Make the draft what visitors see. A new version that never changes; its wording is kept in the ledger. Without wording in each language and the address of the privacy statement: 422 `opt_in_incomplete` with `fields`. Permission `opt_in.manage`; token scope `consents`. */
  'POST /api/v1/opt-in-forms/{id}/publish': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: OptInForm
  }
  /** Write a post; nobody gets it until it is scheduled. Permission `posts.manage`; token scope `campaigns`. */
  'POST /api/v1/posts': {
    path: undefined
    query: undefined
    body: {
      channelAccountId: string
      name: string
      content: PostedContent
      audience: PostAudience
      categoryId: string | null
    }
    result: Post
  }
  /** Enter a post that was made elsewhere. It takes from the month of everybody when it went to all. Permission `posts.manage`; token scope `campaigns`. */
  'POST /api/v1/posts/outside': {
    path: undefined
    query: undefined
    body: {
      channelAccountId: string
      name: string
      at: string
      toAll: boolean
    }
    result: Post
  }
  /** A draft with the same content. Permission `posts.manage`; token scope `campaigns`. */
  'POST /api/v1/posts/{id}/duplicate': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Post
  }
  /** Show it to one follower. Takes nothing from her month. Permission `posts.manage`; token scope `campaigns`. */
  'POST /api/v1/posts/{id}/preview': {
    path: {
      id: string
    }
    query: undefined
    body: {
      contactId: string
    }
    result: null
  }
  /** Send it, now or then. Whom it reaches is decided when its turn comes. 422 `post_incomplete` names in `fields` what the platform would refuse. Permission `posts.manage`; token scope `campaigns`. */
  'POST /api/v1/posts/{id}/schedule': {
    path: {
      id: string
    }
    query: undefined
    body: {
      at?: string | null
    }
    result: Post
  }
  /** Delete it on the platform. Its pages are gone; what arrived stays on the phones, and the month is not given back. Permission `posts.manage`; token scope `campaigns`. */
  'POST /api/v1/posts/{id}/take-back': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Post
  }
  /** Back to a draft. Permission `posts.manage`; token scope `campaigns`. */
  'POST /api/v1/posts/{id}/unschedule': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Post
  }
  /** Say whom a post made elsewhere reached. Permission `posts.manage`; token scope `campaigns`. */
  'POST /api/v1/posts/{id}/whom': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name?: string
      toAll?: boolean
    }
    result: Post
  }
  /** Call our own public address by its name, once. Permission `address.read`; token scope `channels`. */
  'POST /api/v1/public-address/check': {
    path: undefined
    query: undefined
    body: undefined
    result: {
      /** proven, likely, unproven, unreachable or none */
      verdict: string
      publicUrl: string | null
      publicUrlFrom: string | null
      listening: string
      trustProxy: boolean
      request: {
        host: string
        scheme: string
        /** loopback, private, cgnat, public, local_name or public_name */
        hostScope: string
        /** loopback, private, cgnat, public, local_name or public_name */
        clientScope: string
        unheardProxy: boolean
      }
      interfaces: {
        name: string
        address: string
        /** loopback, private, cgnat, public, local_name or public_name */
        scope: string
      }[]
      check: {
        at: string
        ok: boolean
        code: string
        addresses: string[]
        detail?: string
      } | null
      proofs: {
        accountId: string
        name: string
        channel: string
        at: string
      }[]
      waiting: {
        accountId: string
        name: string
        channel: string
      }[]
      outgoing: {
        address: string
        from: string
        accountName?: string
      } | null
      tls: {
        mode: string
        state: string
        domain: string | null
        directory: string | null
        issuer: string | null
        notAfter: string | null
        nextAt: string | null
        fault: {
          code: string
          detail: string
        } | null
        http: {
          port: number
          listening: boolean
          error?: string
        } | null
        https: {
          port: number
          listening: boolean
          error?: string
        } | null
      }
      tlsFromEnvironment: boolean
      mayChange: boolean
      sleep: {
        channel: string
        name: string
        logoUrl: string
        patienceMs: number
        longestMs?: number
        tries?: number
        everyMs?: number
        disabledAfterMs?: number
        source?: string
      }[]
    }
  }
  /** Put a card in. One of the same channel, currency and day takes the place of the former, which stays as its earlier version. Permission `costs.manage`; token scope `workspace`. */
  'POST /api/v1/rate-cards': {
    path: undefined
    query: undefined
    body: {
      channel: string
      currency?: string
      effectiveOn?: string
      text: string
      name: string
      fileName: string
    }
    result: RateCard
  }
  /** What a file would change, row by row. Permission `costs.manage`; token scope `workspace`. */
  'POST /api/v1/rate-cards/preview': {
    path: undefined
    query: undefined
    body: {
      channel: string
      currency?: string
      effectiveOn?: string
      text: string
    }
    result: RateCardPreview
  }
  /** Store an event from quarantine once more. Permission `health.manage`; token scope `channels`. */
  'POST /api/v1/raw-requests/{id}/replay': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      channelAccountId: string
      reason: string
      state: "kept" | "quarantine" | "replayed"
      receivedAt: string
      eventType: string | null
      error: string | null
    }
  }
  /** Send what is held of one kind, or throw it away. Permission `workspace.manage`; token scope `workspace`. */
  'POST /api/v1/restore-hold/{kind}': {
    path: {
      /** messages, scheduled, campaigns or posts */
      kind: string
    }
    query: undefined
    body: {
      decision: "release" | "discard"
    }
    result: {
      held: {
        backupAt: string
        restoredAt: string
        items: {
          kind: string
          count: number
        }[]
      } | null
    }
  }
  /** Make a role of your own. Permission `roles.manage`; token scope `members`. */
  'POST /api/v1/roles': {
    path: undefined
    query: undefined
    body: {
      name: string
      permissions: string[]
      /** Whose conversations they see: everybody’s, those of their inboxes, or their own and their teams’. */
      reach: "all" | "inboxes" | "own"
    }
    result: {
      id: string
      role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
      name: string | null
      permissions: string[]
      /** Whose conversations they see: everybody’s, those of their inboxes, or their own and their teams’. */
      reach: "all" | "inboxes" | "own"
      members: number
      mayGive: boolean
    }
  }
  /** Keep a text. Without `scope` it is everybody’s where you may share, else your own; another circle than your own needs `saved_replies.share`. Permission `saved_replies.manage`; token scope `conversations`. */
  'POST /api/v1/saved-replies': {
    path: undefined
    query: undefined
    body: {
      shortcut: string
      title: string
      text: string
      language?: string | null
      attachments?: ({
        id: string
      } & Record<string, unknown>)[]
      variants?: {
        language: string
        text: string
      }[]
      scope?: "mine" | "team" | "all"
      teamId?: string | null
      folder?: string | null
    }
    result: {
      id: string
      shortcut: string
      title: string
      text: string
      language?: string | null
      attachments?: Media[]
      variants?: {
        language: string
        text: string
      }[]
      folder?: string | null
      scope?: string
      teamId?: string | null
      ownerId?: string | null
    }
  }
  /** Keep the texts of a CSV file. Columns `shortcut` and `text`, and `title`, `folder`, `scope` (mine, team, all), `team` (its name) and `language` where they are there. Further lines of a shortcut are its other languages. A reply of that shortcut in the same circle is changed. `dryRun` only says what would happen; `refused` names the lines left out. Permission `saved_replies.manage`; token scope `conversations`. */
  'POST /api/v1/saved-replies/import': {
    path: undefined
    query: undefined
    body: {
      csv: string
      dryRun?: boolean
    }
    result: {
      created: number
      changed: number
      refused: {
        line: number
        field: string
        message: string
      }[]
    }
  }
  /** Count that it was put into an answer. Permission `messages.send`; token scope `messages`. */
  'POST /api/v1/saved-replies/{id}/used': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** Keep a question to people. Permission `segments.manage`; token scope `campaigns`. */
  'POST /api/v1/segments': {
    path: undefined
    query: undefined
    body: {
      name: string
      description?: string
      /** Conditions, as in saved views; those about people (docs/segments.md). */
      filter: unknown
    }
    result: Segment
  }
  /** Whom an audience would reach, why the others not, and what it costs at most. A whole audience as `spec`, or conditions alone as `filter`: then only a missing address leaves somebody out. Nothing is kept and nothing is sent. Codes in the order in which they are looked at: docs/segments.md. Permission `segments.read`; token scope `read` or `campaigns`. */
  'POST /api/v1/segments/preview': {
    path: undefined
    query: undefined
    body: {
      spec?: AudienceSpec
      /** Conditions, as in saved views; those about people (docs/segments.md). */
      filter?: unknown
    }
    result: AudiencePreview
  }
  /** Who is behind a number of the preview. Those of them that the asker sees. `code`: left out for this reason; null: would be written to; left out: everybody. Permission `segments.read`; token scope `read` or `campaigns`. */
  'POST /api/v1/segments/preview/people': {
    path: undefined
    query: undefined
    body: {
      spec?: AudienceSpec
      filter?: unknown
      code?: "suppressed" | "consent_missing" | "opted_out" | "no_address" | "account_disconnected" | "route_unusable" | "country_not_reachable" | "marketing_not_deliverable" | "unreachable" | "frequency_cap" | "quiet_hours" | "quota_exhausted" | "window_closed" | "permission_missing" | "price_unknown" | null
      cursor?: string
      limit?: number
    }
    result: {
      items: AudiencePerson[]
      next: string | null
    }
  }
  /** Where one person stands in an audience. `meant` false: she is not asked for at all. `code` null: she would be written to over `accountId`. Permission `segments.read`; token scope `read` or `campaigns`. */
  'POST /api/v1/segments/preview/person': {
    path: undefined
    query: undefined
    body: {
      spec: AudienceSpec
      contactId: string
    }
    result: {
      meant: boolean
      code: string | null
      accountId: string | null
      route: number | null
    }
  }
  /** Count it anew. Permission `segments.read`; token scope `read` or `campaigns`. */
  'POST /api/v1/segments/{id}/count': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Segment
  }
  /** Sign in */
  'POST /api/v1/session': {
    path: undefined
    query: undefined
    body: {
      email: string
      password: string
      code?: string
    }
    result: {
      user: {
        id: string
        name: string
        email: string
        language: string
        theme?: "system" | "light" | "dark" | "contrast"
        preferences: Record<string, unknown>
      }
      workspace: {
        id: string
        name: string
        demo: boolean
        timeZone: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        clockOffsetMs: number
        currency?: string
      }
      workspaces: {
        id: string
        name: string
        demo: boolean
      }[]
      permissions: string[]
      secondFactor: {
        enabled: boolean
        demandedBy: "real_account" | "everybody" | null
        dueAt: string | null
        /** Nothing else can be done with this session until a second factor is set up. */
        overdue: boolean
      }
      /** True on plain http to another machine: what is written can be read on the way. */
      insecureTransport?: boolean
    }
  }
  /** Give password and code once more, for what asks for it. Permission `me.manage`. */
  'POST /api/v1/session/confirm': {
    path: undefined
    query: undefined
    body: {
      password: string
      code?: string
    }
    result: null
  }
  /** Look at another of her workspaces. Permission `me.manage`. */
  'POST /api/v1/session/workspace': {
    path: undefined
    query: undefined
    body: {
      workspaceId: string
    }
    result: {
      user: {
        id: string
        name: string
        email: string
        language: string
        theme?: "system" | "light" | "dark" | "contrast"
        preferences: Record<string, unknown>
      }
      workspace: {
        id: string
        name: string
        demo: boolean
        timeZone: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        clockOffsetMs: number
        currency?: string
      }
      workspaces: {
        id: string
        name: string
        demo: boolean
      }[]
      permissions: string[]
      secondFactor: {
        enabled: boolean
        demandedBy: "real_account" | "everybody" | null
        dueAt: string | null
        /** Nothing else can be done with this session until a second factor is set up. */
        overdue: boolean
      }
      /** True on plain http to another machine: what is written can be read on the way. */
      insecureTransport?: boolean
    }
  }
  /** Make the workspace and its owner; the recovery key is said once */
  'POST /api/v1/setup': {
    path: undefined
    query: undefined
    body: {
      name: string
      email: string
      password: string
      language: string
      timeZone: string
      company?: string
    }
    result: {
      user: {
        id: string
        name: string
        email: string
        language: string
        theme?: "system" | "light" | "dark" | "contrast"
        preferences: Record<string, unknown>
      }
      workspace: {
        id: string
        name: string
        demo: boolean
        timeZone: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        clockOffsetMs: number
        currency?: string
      }
      recoveryKey: string
    }
  }
  /** Make a team. Permission `teams.manage`; token scope `members`. */
  'POST /api/v1/teams': {
    path: undefined
    query: undefined
    body: {
      name: string
      memberIds?: string[]
    }
    result: {
      id: string
      name: string
      memberIds: string[]
      createdAt: string
    }
  }
  /** Add a rule; it is off unless it says otherwise. Permission `automation.manage`; token scope `channels`. */
  'POST /api/v1/teams/{id}/automatic-replies': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name: string
      trigger: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels?: string[]
      status?: "open" | "pending" | "resolved" | null
      enabled?: boolean
    }
    result: {
      id: string
      channelAccountId: string | null
      owner: {
        kind: "account" | "inbox" | "team"
        id: string
      }
      name: string
      enabled: boolean
      enabledAt: string | null
      trigger: {
        kind: "greeting"
        afterDays: number | null
      } | {
        kind: "away"
      } | {
        kind: "follow"
      } | {
        kind: "keyword"
        match: "contains" | "word" | "starts" | "exact"
        words: string[]
      } | {
        kind: "menu"
        keys: string[]
      }
      variants: {
        language: string | null
        content?: {
          kind: string
        } & Record<string, unknown>
        savedReplyId?: string
      }[]
      labels: string[]
      status: "open" | "pending" | "resolved" | null
      problem: string | null
      lately: {
        count: number
        lastAt: string | null
        refused: {
          code: string
          at: string
        } | null
      }
    }
  }
  /** What the last 30 days would have been like, and what it would have cost. Permission `automation.read`; token scope `read` or `channels`. */
  'POST /api/v1/teams/{id}/automatic-replies/estimate': {
    path: {
      id: string
    }
    query: undefined
    body: {
      rule?: {
        name: string
        trigger: {
          kind: "greeting"
          afterDays: number | null
        } | {
          kind: "away"
        } | {
          kind: "follow"
        } | {
          kind: "keyword"
          match: "contains" | "word" | "starts" | "exact"
          words: string[]
        } | {
          kind: "menu"
          keys: string[]
        }
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        labels?: string[]
        status?: "open" | "pending" | "resolved" | null
        enabled?: boolean
        id?: string
      }
    }
    result: {
      days: number
      occasions: number
      cut: boolean
      answers: number
      cost: {
        total: {
          amount: string
          currency: string
        }
        free: number
        unpriced: number
        source: string
      } | null
      adds: Record<string, {
        answers: number
        more: number
        cost: {
          amount: string
          currency: string
        } | null
      }>
    }
  }
  /** Which rule would answer, with what, and why not the others; nothing is sent. Permission `automation.read`; token scope `read` or `channels`. */
  'POST /api/v1/teams/{id}/automatic-replies/preview': {
    path: {
      id: string
    }
    query: undefined
    body: {
      text?: string
      key?: string
      entry?: boolean
      at?: string
      person?: {
        name?: string
        language?: string | null
        silentDays?: number | null
        country?: string | null
      }
      rule?: {
        name: string
        trigger: {
          kind: "greeting"
          afterDays: number | null
        } | {
          kind: "away"
        } | {
          kind: "follow"
        } | {
          kind: "keyword"
          match: "contains" | "word" | "starts" | "exact"
          words: string[]
        } | {
          kind: "menu"
          keys: string[]
        }
        variants: {
          language: string | null
          content?: {
            kind: string
          } & Record<string, unknown>
          savedReplyId?: string
        }[]
        labels?: string[]
        status?: "open" | "pending" | "resolved" | null
        enabled?: boolean
        id?: string
      }
      /** For an inbox or a team: on which of its accounts. */
      channelAccountId?: string
      /** Only `rule` is asked, and speaks whatever the moment. */
      alone?: boolean
    }
    result: {
      silence: string | null
      ruleId: string | null
      contents: ({
        kind: string
      } & Record<string, unknown>)[]
      language: string | null
      labels: string[]
      judgements: {
        ruleId: string
        name: string
        applies: boolean
        reason: string | null
      }[]
      fault: string | null
      price: {
        amount: string
        currency: string
        class: string
      } | null
      passive: boolean
      hours: {
        open: boolean
        opensAt: string | null
        opening: string
      } | null
    }
  }
  /** You have seen them, or those of one template. Permission `templates.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'POST /api/v1/template-alerts/seen': {
    path: undefined
    query: undefined
    body: {
      templateId?: string
    }
    result: null
  }
  /** Keep a draft; with templateId it will change that one. Permission `templates.manage`; token scope `channels`. */
  'POST /api/v1/template-drafts': {
    path: undefined
    query: undefined
    body: {
      channelAccountId: string
      templateId?: string | null
      draft: TemplateDraftInProgress
    }
    result: {
      id: string
      channelAccountId: string
      templateId: string | null
      draft: TemplateDraftInProgress
      preview: {
        body: string
        header?: string
        headerKind?: string
        footer?: string
        /** An offer that runs out, above the text. */
        offer?: string
        buttons?: {
          type: string
          text: string
          url?: string
        }[]
        cards?: {
          headerKind: string
          body: string
          buttons: {
            type: string
            text: string
            url?: string
          }[]
        }[]
      }
      createdById: string | null
      updatedAt: string
      left?: string[]
    }
  }
  /** Hand a draft in to the platform. Permission `templates.manage`; token scope `channels`. */
  'POST /api/v1/template-drafts/{id}/submit': {
    path: {
      id: string
    }
    query: undefined
    body: {
      /** Hands in also what the reviewers may dislike. */
      anyway?: boolean
    }
    result: Template
  }
  /** Submit a template to the platform: a starter, or a draft of your own. The answer is the template as the platform took it, mostly `pending`; its review changes `status`, `category` and `reason`. Permission `templates.manage`; token scope `channels`. */
  'POST /api/v1/templates': {
    path: undefined
    query: undefined
    body: {
      channelAccountId: string
      starter: {
        trade: "shop" | "restaurant" | "beauty" | "clinic" | "workshop"
        id: string
        language: "es" | "en" | "zh"
      }
    } | {
      channelAccountId: string
      draft: TemplateDraft
      /** Hands in also what the reviewers may dislike. */
      anyway?: boolean
    }
    result: Template
  }
  /** What the platform would find in a draft. Permission `templates.read`; token scope `read` or `channels` or `messages` or `notify`. */
  'POST /api/v1/templates/check': {
    path: undefined
    query: undefined
    body: {
      channelAccountId: string
      draft: TemplateDraftInProgress
      templateId?: string
    }
    result: {
      findings: {
        code: "name_form" | "name_taken" | "language_not_taken" | "category_not_taken" | "component_not_taken" | "empty" | "too_long" | "variable_at_edge" | "variables_adjacent" | "too_many_variables" | "variable_not_allowed" | "variable_form" | "variables_not_numbered" | "example_missing" | "example_form" | "reads_as_marketing" | "reads_as_code" | "short_link" | "chat_link" | "emoji" | "line_break" | "formatting" | "blank_lines" | "spaces" | "duplicate_text" | "too_many_buttons" | "button_form" | "buttons_mixed" | "button_alone" | "button_twice" | "phone_form" | "code_form" | "media_missing" | "cards_count" | "cards_unlike" | "offer_needs_code" | "code_minutes" | "app_missing" | "ttl_range" | "no_opt_out"
        field: string
        level: "error" | "warning" | "hint"
        source: string
        limit?: number
        index?: number
        found?: string
      }[]
    }
  }
  /** A draft with the same text: under another name, in another language, or for another account. Permission `templates.manage`; token scope `channels`. */
  'POST /api/v1/templates/{id}/duplicate': {
    path: {
      id: string
    }
    query: undefined
    body: {
      channelAccountId?: string
      name?: string
      language?: string
    }
    result: {
      id: string
      channelAccountId: string
      templateId: string | null
      draft: TemplateDraftInProgress
      preview: {
        body: string
        header?: string
        headerKind?: string
        footer?: string
        /** An offer that runs out, above the text. */
        offer?: string
        buttons?: {
          type: string
          text: string
          url?: string
        }[]
        cards?: {
          headerKind: string
          body: string
          buttons: {
            type: string
            text: string
            url?: string
          }[]
        }[]
      }
      createdById: string | null
      updatedAt: string
      left?: string[]
    }
  }
  /** End the platform’s pause before its time. Permission `templates.manage`; token scope `channels`. */
  'POST /api/v1/templates/{id}/resume': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: Template
  }
  /** Make an API token; it is shown this once. Permission `tokens.manage`; token scope `tokens`. */
  'POST /api/v1/tokens': {
    path: undefined
    query: undefined
    body: {
      name: string
      scopes: ("all" | "read" | "messages" | "notify" | "conversations" | "contacts" | "consents" | "channels" | "members" | "tokens" | "workspace" | "audit" | "metrics" | "webhooks" | "campaigns")[]
      expiresAt?: string
    }
    result: {
      id: string
      token: string
      name: string
      scopes: string[]
      expiresAt: string | null
    }
  }
  /** Keep a view. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'POST /api/v1/views': {
    path: undefined
    query: undefined
    body: {
      name: string
      /** A condition, or {all: [...]}, {any: [...]}, {not: ...} of them: docs/concepts/views.md */
      filter: Record<string, unknown>
      icon?: "list" | "star" | "flag" | "heart" | "clock" | "truck" | "cart" | "bug" | "money" | "globe" | "megaphone" | "people"
      colour?: "grey" | "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "violet" | "pink"
      sort?: "newest" | "waiting" | "closing" | "priority"
      columns?: ("number" | "waiting" | "window" | "status" | "priority" | "assignee" | "team" | "inbox" | "labels")[]
      scope?: "private" | "team" | "all"
      teamId?: string | null
    }
    result: SavedView
  }
  /** How many conversations a question finds. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'POST /api/v1/views/count': {
    path: undefined
    query: undefined
    body: {
      /** A condition, or {all: [...]}, {any: [...]}, {not: ...} of them: docs/concepts/views.md */
      filter: Record<string, unknown>
    }
    result: {
      count: number | null
    }
  }
  /** Tell an address what happens from now on; its secret is shown this once. Requests are signed in the Standard Webhooks form (`webhook-id`, `webhook-timestamp`, `webhook-signature`). Permission `webhooks.manage`; token scope `webhooks`. */
  'POST /api/v1/webhook-endpoints': {
    path: undefined
    query: undefined
    body: {
      url: string
      events: ("message.created" | "message.updated" | "conversation.created" | "conversation.updated" | "conversation.removed" | "contact.created" | "contact.updated" | "contact.merged" | "contact.split" | "contact.removed" | "contact.erased" | "contact.ordered" | "consent.changed" | "campaign.started" | "campaign.finished" | "campaign.paused" | "campaign.stopped" | "post.sent" | "post.finished" | "message.*" | "conversation.*" | "contact.*" | "campaign.*" | "post.*" | "*")[]
      description?: string
      enabled?: boolean
    }
    result: {
      id: string
      url: string
      description: string
      events: string[]
      enabled: boolean
      disabledAt: string | null
      disabledCode: "by_hand" | "gone" | "failing" | null
      failingSince: string | null
      failures: number
      lastDeliveredAt: string | null
      /** Deliveries that wait, counted to 1,000. */
      waiting: number
      formerSecretUntil: string | null
      createdAt: string
      /** `whsec_…`, said this once. */
      secret: string
    }
  }
  /** Send one again now, under the same webhook-id. Permission `webhooks.manage`; token scope `webhooks`. */
  'POST /api/v1/webhook-endpoints/{id}/deliveries/{deliveryId}/resend': {
    path: {
      id: string
      deliveryId: string
    }
    query: undefined
    body: undefined
    result: WebhookDelivery
  }
  /** Send again what failed since a moment, in its order. Permission `webhooks.manage`; token scope `webhooks`. */
  'POST /api/v1/webhook-endpoints/{id}/resend-failed': {
    path: {
      id: string
    }
    query: undefined
    body: {
      since: string
    }
    result: {
      resent: number
    }
  }
  /** A new secret, shown this once; both sign for 24 hours. Permission `webhooks.manage`; token scope `webhooks`. */
  'POST /api/v1/webhook-endpoints/{id}/rotate-secret': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: {
      id: string
      url: string
      description: string
      events: string[]
      enabled: boolean
      disabledAt: string | null
      disabledCode: "by_hand" | "gone" | "failing" | null
      failingSince: string | null
      failures: number
      lastDeliveredAt: string | null
      /** Deliveries that wait, counted to 1,000. */
      waiting: number
      formerSecretUntil: string | null
      createdAt: string
      /** `whsec_…`, said this once. */
      secret: string
    }
  }
  /** Send a `webhook.test` event now and say what came back. Permission `webhooks.manage`; token scope `webhooks`. */
  'POST /api/v1/webhook-endpoints/{id}/test': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: WebhookDelivery
  }
  /** Keep a wording: a new version where the words or the address differ. Versions never change, and what somebody agreed to keeps pointing at hers. The same words again are the version that is there. Permission `purposes.manage`; token scope `consents`. */
  'POST /api/v1/wordings': {
    path: undefined
    query: undefined
    body: {
      name: string
      language: string
      text: string
      privacyUrl: string
    }
    result: ConsentWording
  }
  /** After how long without a browser a colleague counts as away. Permission `assignment.manage`; token scope `conversations`. */
  'PUT /api/v1/assignment/settings': {
    path: undefined
    query: undefined
    body: {
      awayAfterMinutes: number | null
    }
    result: {
      awayAfterMinutes: number | null
    }
  }
  /** Set what may be spent in a month, by all or by a team. One per subject and currency. What the running month has spent already counts. Nothing that would go beyond it leaves any more: it is refused with `budget_exhausted`. Permission `costs.manage`; token scope `workspace`. */
  'PUT /api/v1/budgets': {
    path: undefined
    query: undefined
    body: {
      scope: "workspace" | "team"
      subjectId?: string
      amount: string
      currency: string
      warnPercent?: number
    }
    result: Budget
  }
  /** The order in which they are asked. Permission `automation.manage`; token scope `channels`. */
  'PUT /api/v1/channel-accounts/{id}/automatic-replies/order': {
    path: {
      id: string
    }
    query: undefined
    body: {
      ids: string[]
    }
    result: null
  }
  /** How long a colleague’s message keeps automation silent. Permission `automation.manage`; token scope `channels`. */
  'PUT /api/v1/channel-accounts/{id}/automatic-replies/settings': {
    path: {
      id: string
    }
    query: undefined
    body: {
      quietMinutes: number
    }
    result: null
  }
  /** Set the week, the time zone and the dates that are otherwise. Permission `hours.manage`; token scope `channels`. */
  'PUT /api/v1/channel-accounts/{id}/hours': {
    path: {
      id: string
    }
    query: undefined
    body: {
      timeZone: string
      /** Monday first. */
      week: {
        from: string
        /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
        to: string
      }[][]
      /** Dates with hours of their own; without slots closed. */
      dates: {
        date: string
        slots: {
          from: string
          /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
          to: string
        }[]
        name?: string
      }[]
    }
    result: {
      timeZone: string
      /** Monday first. */
      week: {
        from: string
        /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
        to: string
      }[][]
      /** Dates with hours of their own; without slots closed. */
      dates: {
        date: string
        slots: {
          from: string
          /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
          to: string
        }[]
        name?: string
      }[]
      set: boolean
      now: {
        open: boolean
        until: string | null
      }
    }
  }
  /** Have an account’s conversations come into another inbox; those it has follow, or stay. Permission `inboxes.manage`; token scope `members` or `channels`. */
  'PUT /api/v1/channel-accounts/{id}/inbox': {
    path: {
      id: string
    }
    query: undefined
    body: {
      inboxId: string
      conversations: "follow" | "stay"
    }
    result: {
      id: string
      name: string
      everybody: boolean
      memberIds: string[]
      teamIds: string[]
      /** Whose new conversations come into it. */
      accountIds: string[]
      /** Whether any conversation lies in it. */
      used: boolean
      createdAt: string
    }
  }
  /** Publish in place of what stands on the platform, or keep a draft. Permission `channels.manage`; token scope `channels`. */
  'PUT /api/v1/channel-accounts/{id}/openers': {
    path: {
      id: string
    }
    query: {
      language?: string
    }
    body: {
      openers: {
        sets: {
          audience: {
            kind: "tag" | "language"
            value: string
            label?: string
          } | null
          greeting?: string
          iceBreakers?: {
            title: string
            key?: string
          }[]
          commands?: {
            name: string
            hint: string
          }[]
          menu?: {
            title: string
            type?: string
            values?: Record<string, string>
            below?: {
              title: string
              type?: string
              values?: Record<string, string>
              below?: Record<string, unknown>[]
            }[]
          }[]
        }[]
      } | null
      /** Keep it here and publish nothing; with `openers: null` the draft is thrown away. */
      draft?: boolean
    }
    result: {
      editor: {
        shows: string
        notes: string[]
      }
      published: {
        sets: {
          audience: {
            kind: "tag" | "language"
            value: string
            label?: string
          } | null
          greeting?: string
          iceBreakers?: {
            title: string
            key?: string
          }[]
          commands?: {
            name: string
            hint: string
          }[]
          menu?: {
            title: string
            type?: string
            values?: Record<string, string>
            below?: {
              title: string
              type?: string
              values?: Record<string, string>
              below?: Record<string, unknown>[]
            }[]
          }[]
        }[]
      } | null
      problem: {
        code: string
        /** In the platform’s own words. */
        message: string
      } | null
      publishedAt: string | null
      importedAt: string | null
      replies: {
        on: {
          kind: string
        }
        name: string
        active: boolean
        mode: string
        say: {
          kind: string
        }[]
      }[]
      draft: {
        openers: {
          sets: {
            audience: {
              kind: "tag" | "language"
              value: string
              label?: string
            } | null
            greeting?: string
            iceBreakers?: {
              title: string
              key?: string
            }[]
            commands?: {
              name: string
              hint: string
            }[]
            menu?: {
              title: string
              type?: string
              values?: Record<string, string>
              below?: {
                title: string
                type?: string
                values?: Record<string, string>
                below?: Record<string, unknown>[]
              }[]
            }[]
          }[]
        }
        from: string
        notes: {
          code: string
          title: string
          was: string
        }[]
        changedAt: string
      } | null
      audiences: {
        value: string
        label: string
      }[]
    }
  }
  /** Sets it; whoever waits already waits by the new rule. Permission `contacts.erase`; token scope `contacts`. */
  'PUT /api/v1/channel-accounts/{id}/privacy': {
    path: {
      id: string
    }
    query: undefined
    body: {
      leaving: {
        how: "keep" | "anonymise" | "erase"
        days: number
      }
      request: {
        how: "erase" | "anonymise"
        days: number
      }
    }
    result: {
      leaving: {
        told: boolean
        how: "keep" | "anonymise" | "erase"
        days: number
      }
      request: {
        told: boolean
        how: "erase" | "anonymise"
        days: number
        url: string | null
        steps: Record<string, string> | null
        source: string | null
      }
    }
  }
  /** Change the fields named; the others stay as they are. Permission `channels.manage`; token scope `channels`. */
  'PUT /api/v1/channel-accounts/{id}/profile': {
    path: {
      id: string
    }
    query: {
      language?: string
    }
    body: {
      values: Record<string, string | null | string[] | Record<string, string | {
        from: string
        to: string
      }[]>>
    }
    result: {
      editor: {
        fields: {
          key: string
          kind: string
          label: string
        }[]
        elsewhere: {
          key: string
          link: string
        }[]
      }
      values: Record<string, string | null | string[] | Record<string, string | {
        from: string
        to: string
      }[]>> | null
      problem: {
        code: string
        /** In the platform’s own words. */
        message: string
      } | null
      readAt: string
    }
  }
  /** In which order they are shown. Permission `purposes.manage`; token scope `consents`. */
  'PUT /api/v1/consent-categories/order': {
    path: undefined
    query: undefined
    body: {
      ids: string[]
    }
    result: {
      items: ConsentCategory[]
    }
  }
  /** In which order they are shown. Permission `contacts.fields`; token scope `contacts`. */
  'PUT /api/v1/contact-attributes/order': {
    path: undefined
    query: undefined
    body: {
      ids: string[]
    }
    result: {
      items: AttributeDefinition[]
    }
  }
  /** The next part of a file. Permission `contacts.import`; token scope `contacts`. */
  'PUT /api/v1/contact-imports/{id}/file': {
    path: {
      id: string
    }
    query: {
      /** Where it belongs; behind what is there unless said. */
      offset?: number
    }
    body: undefined
    result: {
      id: string
      purpose: "contacts" | "exclusion"
      name: string
      bytes: number
      received: number
      /** receiving, waiting, checking, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        format: string
        encoding: string
        delimiter: string | null
        columns: {
          heading: string
          samples: string[]
        }[]
        rows: number
      } | null
      mapping: {
        columns: {
          to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
          /** attribute: key of the field. */
          key?: string
          /** new_attribute: what it will be called. */
          name?: string
          type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
          /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
          source?: string
          /** consent: key of the topic; without it every topic. */
          category?: string
          /** consent: the app; without it every app. */
          channel?: string
        }[]
        /** The first row names the columns. */
        headings: boolean
        /** Of phones written without their country. */
        country?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        existing: "update" | "fill" | "skip"
        labels?: string[]
        /** Stages and labels that are not there are made; else their rows are refused. */
        make?: boolean
        consent?: {
          given: "columns" | "all"
          categories?: string[]
          channel?: string
          /** Where these people were asked. */
          source: string
          /** The words they said yes to. */
          wording: {
            text: string
            language: string
            privacyUrl: string | null
          }
          /** ISO day or moment, for rows without a date of their own. */
          date?: string
          confirmed?: boolean
          no?: "nothing" | "withdrawn"
        } | null
      } | null
      suggested: {
        to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
        /** attribute: key of the field. */
        key?: string
        /** new_attribute: what it will be called. */
        name?: string
        type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
        /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
        source?: string
        /** consent: key of the topic; without it every topic. */
        category?: string
        /** consent: the app; without it every app. */
        channel?: string
      }[] | null
      position: number
      total: number
      checked: {
        created: number
        changed: number
        unchanged: number
        refused: number
        consents: number
        problemCount: number
      } | null
      created: number
      changed: number
      unchanged: number
      refused: number
      consents: number
      problemCount: number
      createdAt: string
      startedAt: string | null
      finishedAt: string | null
    }
  }
  /** Say what its columns are. Permission `contacts.import`; token scope `contacts`. */
  'PUT /api/v1/contact-imports/{id}/mapping': {
    path: {
      id: string
    }
    query: undefined
    body: {
      columns: {
        to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
        /** attribute: key of the field. */
        key?: string
        /** new_attribute: what it will be called. */
        name?: string
        type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
        /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
        source?: string
        /** consent: key of the topic; without it every topic. */
        category?: string
        /** consent: the app; without it every app. */
        channel?: string
      }[]
      /** The first row names the columns. */
      headings: boolean
      /** Of phones written without their country. */
      country?: string
      dateOrder?: "dmy" | "mdy" | "ymd"
      existing: "update" | "fill" | "skip"
      labels?: string[]
      /** Stages and labels that are not there are made; else their rows are refused. */
      make?: boolean
      consent?: {
        given: "columns" | "all"
        categories?: string[]
        channel?: string
        /** Where these people were asked. */
        source: string
        /** The words they said yes to. */
        wording: {
          text: string
          language: string
          privacyUrl: string | null
        }
        /** ISO day or moment, for rows without a date of their own. */
        date?: string
        confirmed?: boolean
        no?: "nothing" | "withdrawn"
      } | null
    }
    result: {
      id: string
      purpose: "contacts" | "exclusion"
      name: string
      bytes: number
      received: number
      /** receiving, waiting, checking, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        format: string
        encoding: string
        delimiter: string | null
        columns: {
          heading: string
          samples: string[]
        }[]
        rows: number
      } | null
      mapping: {
        columns: {
          to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
          /** attribute: key of the field. */
          key?: string
          /** new_attribute: what it will be called. */
          name?: string
          type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
          /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
          source?: string
          /** consent: key of the topic; without it every topic. */
          category?: string
          /** consent: the app; without it every app. */
          channel?: string
        }[]
        /** The first row names the columns. */
        headings: boolean
        /** Of phones written without their country. */
        country?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        existing: "update" | "fill" | "skip"
        labels?: string[]
        /** Stages and labels that are not there are made; else their rows are refused. */
        make?: boolean
        consent?: {
          given: "columns" | "all"
          categories?: string[]
          channel?: string
          /** Where these people were asked. */
          source: string
          /** The words they said yes to. */
          wording: {
            text: string
            language: string
            privacyUrl: string | null
          }
          /** ISO day or moment, for rows without a date of their own. */
          date?: string
          confirmed?: boolean
          no?: "nothing" | "withdrawn"
        } | null
      } | null
      suggested: {
        to: "skip" | "name" | "first_name" | "last_name" | "phone" | "email" | "company" | "labels" | "stage" | "owner" | "language" | "country" | "time_zone" | "contact_id" | "external_id" | "notes" | "attribute" | "new_attribute" | "consent" | "consent_date"
        /** attribute: key of the field. */
        key?: string
        /** new_attribute: what it will be called. */
        name?: string
        type?: "text" | "number" | "date" | "boolean" | "choice" | "choices" | "link"
        /** external_id: the system whose id it is; without it cells say it themselves (`shop:123`). */
        source?: string
        /** consent: key of the topic; without it every topic. */
        category?: string
        /** consent: the app; without it every app. */
        channel?: string
      }[] | null
      position: number
      total: number
      checked: {
        created: number
        changed: number
        unchanged: number
        refused: number
        consents: number
        problemCount: number
      } | null
      created: number
      changed: number
      unchanged: number
      refused: number
      consents: number
      problemCount: number
      createdAt: string
      startedAt: string | null
      finishedAt: string | null
    }
  }
  /** From the first to the last. Permission `contacts.fields`; token scope `contacts`. */
  'PUT /api/v1/contact-stages/order': {
    path: undefined
    query: undefined
    body: {
      ids: string[]
    }
    result: {
      items: ContactStage[]
    }
  }
  /** Make or change the person whom another system calls so. The same again changes nothing. Labels and addresses are added, all else is as it is said. `source` names the system (`api` where it is left out). Permission `contacts.manage`; token scope `contacts`. */
  'PUT /api/v1/contacts/by-external-id/{externalId}': {
    path: {
      externalId: string
    }
    query: {
      source?: string
    }
    body: {
      name?: string
      language?: string | null
      country?: string | null
      timeZone?: string | null
      notes?: string
      /** By key of the definition; null takes the value away. */
      attributes?: Record<string, unknown>
      /** All she has from now on. */
      addresses?: {
        kind: "phone" | "email"
        value: string
        label?: string
      }[]
      stageId?: string | null
      ownerId?: string | null
      companyId?: string | null
      labels?: string[]
      /** By its domain or name; made where there is none. */
      company?: {
        name: string
        domain?: string
      }
      source?: string
    }
    result: {
      id: string
      name: string
      avatarUrl: string | null
      language: string | null
      country: string | null
      notes: string
      labels: string[]
      identities: {
        id: string
        channel: string
        channelAccountId: string
        accountName: string
        keys: {
          kind: string
          value: string
        }[]
        profileName: string | null
        address: string | null
        reachable: boolean | null
        lastInboundAt: string | null
        joinedBy: {
          how: "agent" | "api" | "code" | "platform"
          by: string | null
          at: string
          mergeId: string
          code: {
            end: string
            issuedBy: string | null
            issuedAt: string
          } | null
        } | null
      }[]
      timeZone: string | null
      languageGiven: boolean
      countryGiven: boolean
      timeZoneGiven: boolean
      stageId: string | null
      ownerId: string | null
      company: {
        id: string
        name: string
      } | null
      attributes: Record<string, string | number | boolean | string[]>
      addresses: {
        id: string
        kind: "phone" | "email"
        value: string
        label: string
      }[]
      externalIds: {
        source: string
        externalId: string
      }[]
      updatedAt: string
      createdAt: string
      conversations: {
        id: string
        number: number
        channel: string
        channelAccountId: string
        inboxId: string
        contact: {
          id: string
          name: string
          avatarUrl: string | null
          companyId: string | null
        }
        identity: {
          id: string
          keys: {
            kind: string
            value: string
          }[]
        }
        status: "open" | "pending" | "snoozed" | "resolved"
        snoozedUntil: string | null
        snoozeMode: "until" | "before_close" | "reply" | null
        priority: "none" | "low" | "normal" | "high" | "urgent"
        assignee: {
          id: string
          name: string
        } | null
        team: {
          id: string
          name: string
        } | null
        participantIds: string[]
        queuedSince: string | null
        labels: string[]
        unread: number
        waitingSince: string | null
        lastInboundAt: string | null
        lastActivityAt: string
        lastMessage: {
          kind: string
          text: string
          direction: "in" | "out"
          status: string
          at: string
        } | null
        failed: number
        window: {
          state: "open" | "closed" | "none"
          openedAt: string | null
          closesAt: string | null
          left: number | null
          kind: string | null
        }
        answerBy: string | null
        verdicts?: Record<string, Verdict | null>
      }[]
    }
  }
  /** Keep what she has written so far. Permission `drafts.own`. */
  'PUT /api/v1/conversations/{id}/draft': {
    path: {
      id: string
    }
    query: {
      mode?: "reply" | "note"
    }
    body: {
      mode?: "reply" | "note"
      text: string
      attachments?: ({
        id: string
      } & Record<string, unknown>)[]
      replyTo?: string | null
    }
    result: {
      conversationId: string
      mode: "reply" | "note"
      text: string
      attachments: Media[]
      replyTo: string | null
      updatedAt: string
    }
  }
  /** Hear nothing of this conversation but what is said to her by name. Permission `notifications.own`. */
  'PUT /api/v1/conversations/{id}/mute': {
    path: {
      id: string
    }
    query: undefined
    body: undefined
    result: null
  }
  /** The next part of a file. Permission `imports.manage`; token scope `conversations`. */
  'PUT /api/v1/imports/chats/{id}/file': {
    path: {
      id: string
    }
    query: {
      /** Where it belongs; behind what is there unless said. */
      offset?: number
    }
    body: undefined
    result: {
      id: string
      name: string
      bytes: number
      received: number
      /** receiving, waiting, running, done, failed or cancelled */
      state: string
      error?: string
      found: {
        layout: string
        messages: number
        files: number
        filesMissing: number
        authors: {
          name: string
          messages: number
        }[]
        nameInFile: string | null
        dateOrders: string[]
      } | null
      answers: {
        channelAccountId?: string
        dateOrder?: "dmy" | "mdy" | "ymd"
        /** The author that is us; empty when none of them is. */
        us?: string
        phone?: string
        name?: string
        /** Zone of the exporting phone. */
        timeZone?: string
      }
      position: number
      total: number
      added: number
      known: number
      files: number
      problems: {
        line: number
        code: string
        text: string
      }[]
      problemCount: number
      conversationId: string | null
      createdAt: string
      finishedAt: string | null
    }
  }
  /** Set how an inbox gives out its conversations. Permission `assignment.manage`; token scope `conversations`. */
  'PUT /api/v1/inboxes/{id}/assignment': {
    path: {
      id: string
    }
    query: undefined
    body: AssignmentPlan
    result: {
      inboxId: string
      name: string
      plan: AssignmentPlan
      queued: number
    }
  }
  /** The order in which they are asked. Permission `automation.manage`; token scope `channels`. */
  'PUT /api/v1/inboxes/{id}/automatic-replies/order': {
    path: {
      id: string
    }
    query: undefined
    body: {
      ids: string[]
    }
    result: null
  }
  /** Set the week, the time zone and the dates that are otherwise. Permission `hours.manage`; token scope `channels`. */
  'PUT /api/v1/inboxes/{id}/hours': {
    path: {
      id: string
    }
    query: undefined
    body: {
      timeZone: string
      /** Monday first. */
      week: {
        from: string
        /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
        to: string
      }[][]
      /** Dates with hours of their own; without slots closed. */
      dates: {
        date: string
        slots: {
          from: string
          /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
          to: string
        }[]
        name?: string
      }[]
    }
    result: {
      timeZone: string
      /** Monday first. */
      week: {
        from: string
        /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
        to: string
      }[][]
      /** Dates with hours of their own; without slots closed. */
      dates: {
        date: string
        slots: {
          from: string
          /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
          to: string
        }[]
        name?: string
      }[]
      set: boolean
      now: {
        open: boolean
        until: string | null
      }
    }
  }
  /** In which order they are shown. Permission `labels.manage`; token scope `conversations`. */
  'PUT /api/v1/labels/order': {
    path: undefined
    query: undefined
    body: {
      ids: string[]
    }
    result: {
      items: Label[]
    }
  }
  /** Say whether you can be given work; `auto` leaves it to your hours and your browser. Permission `availability.own`. */
  'PUT /api/v1/me/availability': {
    path: undefined
    query: undefined
    body: {
      state: "available" | "away" | "offline" | "auto"
      reason?: string
      until?: string | null
    }
    result: Colleague
  }
  /** Say it for a colleague. Permission `availability.manage`; token scope `members`. */
  'PUT /api/v1/members/{id}/availability': {
    path: {
      id: string
    }
    query: undefined
    body: {
      state: "available" | "away" | "offline" | "auto"
      reason?: string
      until?: string | null
    }
    result: Colleague
  }
  /** What a colleague speaks and can, how much she takes, and her hours. Permission `assignment.manage`; token scope `conversations`. */
  'PUT /api/v1/members/{id}/work': {
    path: {
      id: string
    }
    query: undefined
    body: {
      languages: string[]
      skills: string[]
      capacity: number | null
      channelLimits: Record<string, number>
      timetable: {
        timeZone: string
        week: {
          from: string
          to: string
        }[][]
        dates: {
          date: string
          slots: {
            from: string
            to: string
          }[]
          name?: string
        }[]
      } | null
    }
    result: Colleague
  }
  /** Change her rules; what is left out stays. Permission `notifications.own`. */
  'PUT /api/v1/notices/settings': {
    path: undefined
    query: undefined
    body: {
      rules?: {
        mention?: ("app" | "sound" | "push" | "mail")[]
        escalation?: ("app" | "sound" | "push" | "mail")[]
        assigned?: ("app" | "sound" | "push" | "mail")[]
        nudge?: ("app" | "sound" | "push" | "mail")[]
        send_failed?: ("app" | "sound" | "push" | "mail")[]
        message?: ("app" | "sound" | "push" | "mail")[]
        team?: ("app" | "sound" | "push" | "mail")[]
        participating?: ("app" | "sound" | "push" | "mail")[]
        unassigned?: ("app" | "sound" | "push" | "mail")[]
        followed?: ("app" | "sound" | "push" | "mail")[]
        template?: ("app" | "sound" | "push" | "mail")[]
      }
      inboxes?: Record<string, {
        mention?: ("app" | "sound" | "push" | "mail")[]
        escalation?: ("app" | "sound" | "push" | "mail")[]
        assigned?: ("app" | "sound" | "push" | "mail")[]
        nudge?: ("app" | "sound" | "push" | "mail")[]
        send_failed?: ("app" | "sound" | "push" | "mail")[]
        message?: ("app" | "sound" | "push" | "mail")[]
        team?: ("app" | "sound" | "push" | "mail")[]
        participating?: ("app" | "sound" | "push" | "mail")[]
        unassigned?: ("app" | "sound" | "push" | "mail")[]
        followed?: ("app" | "sound" | "push" | "mail")[]
        template?: ("app" | "sound" | "push" | "mail")[]
      }>
      quiet?: {
        on: boolean
        timeZone: string
        week: {
          from: string
          to: string
        }[][]
        urgentPass: boolean
      }
      onlyWhileAvailable?: boolean
      words?: {
        push: boolean
        mail: boolean
      }
      mail?: {
        every: "off" | "quarter" | "hourly" | "daily"
        at: string
      }
      sound?: {
        name: "drop" | "bell" | "chime" | "knock" | "none"
        volume: number
      }
    }
    result: {
      rules: {
        mention?: ("app" | "sound" | "push" | "mail")[]
        escalation?: ("app" | "sound" | "push" | "mail")[]
        assigned?: ("app" | "sound" | "push" | "mail")[]
        nudge?: ("app" | "sound" | "push" | "mail")[]
        send_failed?: ("app" | "sound" | "push" | "mail")[]
        message?: ("app" | "sound" | "push" | "mail")[]
        team?: ("app" | "sound" | "push" | "mail")[]
        participating?: ("app" | "sound" | "push" | "mail")[]
        unassigned?: ("app" | "sound" | "push" | "mail")[]
        followed?: ("app" | "sound" | "push" | "mail")[]
        template?: ("app" | "sound" | "push" | "mail")[]
      }
      inboxes: Record<string, {
        mention?: ("app" | "sound" | "push" | "mail")[]
        escalation?: ("app" | "sound" | "push" | "mail")[]
        assigned?: ("app" | "sound" | "push" | "mail")[]
        nudge?: ("app" | "sound" | "push" | "mail")[]
        send_failed?: ("app" | "sound" | "push" | "mail")[]
        message?: ("app" | "sound" | "push" | "mail")[]
        team?: ("app" | "sound" | "push" | "mail")[]
        participating?: ("app" | "sound" | "push" | "mail")[]
        unassigned?: ("app" | "sound" | "push" | "mail")[]
        followed?: ("app" | "sound" | "push" | "mail")[]
        template?: ("app" | "sound" | "push" | "mail")[]
      }>
      quiet: {
        on: boolean
        timeZone: string
        week: {
          from: string
          to: string
        }[][]
        urgentPass: boolean
      }
      onlyWhileAvailable: boolean
      words: {
        push: boolean
        mail: boolean
      }
      mail: {
        every: "off" | "quarter" | "hourly" | "daily"
        at: string
      }
      sound: {
        name: "drop" | "bell" | "chime" | "knock" | "none"
        volume: number
      }
    }
  }
  /** Set the public address, or obtain a certificate for a domain. Permission `address.manage`. */
  'PUT /api/v1/public-address': {
    path: undefined
    query: undefined
    body: {
      publicUrl?: string | null
      certificate?: {
        domain: string
        email?: string
        directory: "letsencrypt" | "letsencrypt_staging"
        termsAgreed: true
      } | null
    }
    result: {
      /** proven, likely, unproven, unreachable or none */
      verdict: string
      publicUrl: string | null
      publicUrlFrom: string | null
      listening: string
      trustProxy: boolean
      request: {
        host: string
        scheme: string
        /** loopback, private, cgnat, public, local_name or public_name */
        hostScope: string
        /** loopback, private, cgnat, public, local_name or public_name */
        clientScope: string
        unheardProxy: boolean
      }
      interfaces: {
        name: string
        address: string
        /** loopback, private, cgnat, public, local_name or public_name */
        scope: string
      }[]
      check: {
        at: string
        ok: boolean
        code: string
        addresses: string[]
        detail?: string
      } | null
      proofs: {
        accountId: string
        name: string
        channel: string
        at: string
      }[]
      waiting: {
        accountId: string
        name: string
        channel: string
      }[]
      outgoing: {
        address: string
        from: string
        accountName?: string
      } | null
      tls: {
        mode: string
        state: string
        domain: string | null
        directory: string | null
        issuer: string | null
        notAfter: string | null
        nextAt: string | null
        fault: {
          code: string
          detail: string
        } | null
        http: {
          port: number
          listening: boolean
          error?: string
        } | null
        https: {
          port: number
          listening: boolean
          error?: string
        } | null
      }
      tlsFromEnvironment: boolean
      mayChange: boolean
      sleep: {
        channel: string
        name: string
        logoUrl: string
        patienceMs: number
        longestMs?: number
        tries?: number
        everyMs?: number
        disabledAfterMs?: number
        source?: string
      }[]
    }
  }
  /** Set the basis of purposes; those not named stay as they are. `existing_customer` and `legitimate_interest` need the words that say why they hold (`texts`); the former also what makes somebody a customer. A withdrawal ends both. Permission `purposes.manage`; token scope `consents`. */
  'PUT /api/v1/purposes': {
    path: undefined
    query: undefined
    body: {
      items: {
        purpose: "service" | "notification" | "marketing"
        basis: "contract" | "consent" | "existing_customer" | "legitimate_interest"
        texts?: Record<string, string>
        doubleOptIn?: boolean
        monthsValid?: number | null
        customerFact?: {
          kind: "order"
        } | {
          kind: "stage"
          stageId: string
        } | {
          kind: "attribute"
          key: string
          value?: string
        } | null
      }[]
    }
    result: {
      items: Purpose[]
    }
  }
  /** Change a role of your own; it counts at once for everybody who has it. Permission `roles.manage`; token scope `members`. */
  'PUT /api/v1/roles/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      name: string
      permissions: string[]
      /** Whose conversations they see: everybody’s, those of their inboxes, or their own and their teams’. */
      reach: "all" | "inboxes" | "own"
    }
    result: {
      id: string
      role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
      name: string | null
      permissions: string[]
      /** Whose conversations they see: everybody’s, those of their inboxes, or their own and their teams’. */
      reach: "all" | "inboxes" | "own"
      members: number
      mayGive: boolean
    }
  }
  /** The order in which they are asked. Permission `automation.manage`; token scope `channels`. */
  'PUT /api/v1/teams/{id}/automatic-replies/order': {
    path: {
      id: string
    }
    query: undefined
    body: {
      ids: string[]
    }
    result: null
  }
  /** Set the week, the time zone and the dates that are otherwise. Permission `hours.manage`; token scope `channels`. */
  'PUT /api/v1/teams/{id}/hours': {
    path: {
      id: string
    }
    query: undefined
    body: {
      timeZone: string
      /** Monday first. */
      week: {
        from: string
        /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
        to: string
      }[][]
      /** Dates with hours of their own; without slots closed. */
      dates: {
        date: string
        slots: {
          from: string
          /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
          to: string
        }[]
        name?: string
      }[]
    }
    result: {
      timeZone: string
      /** Monday first. */
      week: {
        from: string
        /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
        to: string
      }[][]
      /** Dates with hours of their own; without slots closed. */
      dates: {
        date: string
        slots: {
          from: string
          /** “HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day. */
          to: string
        }[]
        name?: string
      }[]
      set: boolean
      now: {
        open: boolean
        until: string | null
      }
    }
  }
  /** Go on writing a draft. Permission `templates.manage`; token scope `channels`. */
  'PUT /api/v1/template-drafts/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      draft: TemplateDraftInProgress
    }
    result: {
      id: string
      channelAccountId: string
      templateId: string | null
      draft: TemplateDraftInProgress
      preview: {
        body: string
        header?: string
        headerKind?: string
        footer?: string
        /** An offer that runs out, above the text. */
        offer?: string
        buttons?: {
          type: string
          text: string
          url?: string
        }[]
        cards?: {
          headerKind: string
          body: string
          buttons: {
            type: string
            text: string
            url?: string
          }[]
        }[]
      }
      createdById: string | null
      updatedAt: string
      left?: string[]
    }
  }
  /** Change its text; the platform reviews it again. Name and language stay as they are. An approved one can be changed only as often as its platform allows. Permission `templates.manage`; token scope `channels`. */
  'PUT /api/v1/templates/{id}': {
    path: {
      id: string
    }
    query: undefined
    body: {
      draft: TemplateDraft
      /** Hands in also what the reviewers may dislike. */
      anyway?: boolean
    }
    result: Template
  }
  /** Put them in this order. Permission `conversations.read`; token scope `read` or `conversations` or `messages`. */
  'PUT /api/v1/views/order': {
    path: undefined
    query: undefined
    body: {
      ids: string[]
    }
    result: null
  }
  /** Demand a second factor of everybody, or of owners and admins once a real account is connected. Permission `security.manage`. */
  'PUT /api/v1/workspace/second-factor': {
    path: undefined
    query: undefined
    body: {
      demandedOf: "owners_and_admins" | "everybody"
    }
    result: {
      demandedOf: "owners_and_admins" | "everybody"
      realAccount: boolean
      members: {
        id: string
        name: string
        role: "owner" | "admin" | "supervisor" | "agent" | "restricted_agent" | "marketer" | "privacy_officer" | "viewer" | "custom"
        enabled: boolean
      }[]
    }
  }
}

export type OperationName = keyof Operations
/** Operations that answer pages. */
export type ListName = { [Name in OperationName]: Operations[Name]['result'] extends { items: unknown[]; next: string | null } ? Name : never }[OperationName]
export type ItemOf<Name extends ListName> = Operations[Name]['result'] extends { items: (infer Item)[] } ? Item : never

/** What a call may carry: the parts of the address, the query, the body. */
export interface CallOptions<Name extends OperationName> {
  path?: Operations[Name]['path']
  query?: Operations[Name]['query']
  body?: Operations[Name]['body']
  /** Of a POST: the same key and body again is the same answer. Made up for every call unless given, so that a repeated request does nothing twice. */
  idempotencyKey?: string
  signal?: AbortSignal
}

/** What an answer of status 400 or above says (`application/problem+json`). */
export interface ProblemBody { code: string; title: string; status: number; detail?: string; next?: string; requestId?: string; fields?: { field: string; message: string }[]; verdict?: unknown; [more: string]: unknown }

/** Recado refused: `code` is for programs, the message for people. */
export class RecadoProblem extends Error {
  readonly status: number
  readonly code: string
  readonly problem: ProblemBody

  constructor(problem: ProblemBody) {
    super([problem.detail ?? problem.title, ...(problem.fields ?? []).map((field) => `${field.field} ${field.message}`), problem.next].filter(Boolean).join(' '))
    this.name = 'RecadoProblem'
    this.status = problem.status
    this.code = problem.code
    this.problem = problem
  }
}

export interface RecadoOptions {
  /** Where Recado answers: https://desk.example.org */
  url: string
  /** An API token: Settings > API tokens. */
  token: string
  /** How often a request is repeated that was answered 429 or 503, or not at all. 2 unless given. */
  retries?: number
  fetch?: typeof fetch
}

const WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

/** One installation and one token. `call('POST /api/v1/messages', { body })` is typed by the operation's name. */
export class Recado {
  private readonly options: RecadoOptions
  constructor(options: RecadoOptions) { this.options = options }

  /** Calls an operation. Throws RecadoProblem for a refusal, and what `fetch` throws when nobody answers. */
  async call<Name extends OperationName>(name: Name, options: CallOptions<Name> = {}): Promise<Operations[Name]['result']> {
    const [method, template] = name.split(' ') as [string, string]
    const path = template.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(String((options.path as Record<string, unknown> | undefined)?.[part] ?? '')))
    const query = new URLSearchParams(Object.entries((options.query ?? {}) as Record<string, unknown>).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])))
    const headers: Record<string, string> = { authorization: `Bearer ${this.options.token}`, accept: 'application/json' }
    if (options.body !== undefined) headers['content-type'] = 'application/json'
    if (method === 'POST') headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID()
    const address = `${this.options.url.replace(/\/+$/, '')}${path}${query.size > 0 ? `?${query}` : ''}`
    const answer = await this.repeated(address, { method, headers, ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }), ...(options.signal ? { signal: options.signal } : {}) })
    const text = await answer.text()
    if (!answer.ok) throw new RecadoProblem(problemOf(text, answer))
    return (text === '' ? null : JSON.parse(text)) as Operations[Name]['result']
  }

  /** Every item of a list, page after page. */
  async *all<Name extends ListName>(name: Name, options: CallOptions<Name> = {}): AsyncGenerator<ItemOf<Name>> {
    let cursor: string | null = null
    do {
      const page = (await this.call(name, { ...options, query: { ...options.query, ...(cursor ? { cursor } : {}) } as CallOptions<Name>['query'] })) as { items: ItemOf<Name>[]; next: string | null }
      yield* page.items
      cursor = page.next
    } while (cursor)
  }

  private async repeated(address: string, init: RequestInit): Promise<Response> {
    const send = this.options.fetch ?? fetch
    for (let left = this.options.retries ?? 2; ; left--) {
      const answer = await send(address, init).catch((error: unknown) => { if (left <= 0 || init.signal?.aborted) throw error; return null })
      if (answer && ((answer.status !== 429 && answer.status !== 503) || left <= 0)) return answer
      await answer?.body?.cancel()
      await new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_WAIT_MS, Number(answer?.headers.get('retry-after') ?? 0) * 1000 || WAIT_MS)))
    }
  }
}

function problemOf(text: string, answer: Response): ProblemBody {
  try {
    const body = JSON.parse(text) as Partial<ProblemBody>
    if (typeof body.code === 'string') return { title: answer.statusText, status: answer.status, ...body, code: body.code }
  } catch { /* a proxy's own page */ }
  return { code: 'unknown', title: answer.statusText || `HTTP ${answer.status}`, status: answer.status }
}

/** What Recado tells a webhook endpoint. `data` is the object as the API shows it. */
export type WebhookEvent =
  | { type: 'message.created' | 'message.updated'; timestamp: string; data: Message }
  | { type: 'conversation.created' | 'conversation.updated'; timestamp: string; data: Conversation }
  | { type: 'contact.created' | 'contact.updated'; timestamp: string; data: Contact }
  | { type: 'contact.merged'; timestamp: string; data: { id: string; otherId: string } }
  | { type: 'conversation.removed' | 'contact.removed'; timestamp: string; data: { id: string } }
  | { type: 'webhook.test'; timestamp: string; data: { endpointId: string; text: string } }

/** The request does not come from Recado, or is too old. Answer 401. */
export class WebhookSignatureError extends Error {
  constructor(message: string) { super(message); this.name = 'WebhookSignatureError' }
}

type HeaderBag = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Checks the signature of a webhook (Standard Webhooks) and gives its event with the id under which it may come again. `body` is the raw
 * text, before any parsing. `secret` is the endpoint's `whsec_...`, or several while one is being changed.
 */
export async function verifyWebhook(headers: HeaderBag, body: string, secret: string | readonly string[], options: { toleranceS?: number; now?: number } = {}): Promise<{ id: string; event: WebhookEvent }> {
  const header = (name: string): string => {
    const value = headers instanceof Headers ? headers.get(name) : headers[name]
    return (typeof value === 'string' ? value : value?.[0]) ?? ''
  }
  const [id, timestamp, signatures] = [header('webhook-id'), header('webhook-timestamp'), header('webhook-signature')]
  if (!id || !timestamp || !signatures) throw new WebhookSignatureError('a webhook header is missing')
  if (!(Math.abs((options.now ?? Date.now()) / 1000 - Number(timestamp)) <= (options.toleranceS ?? 300))) throw new WebhookSignatureError('the request is too old, or a clock is wrong')
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  for (const one of typeof secret === 'string' ? [secret] : secret) {
    const key = await crypto.subtle.importKey('raw', bytesOf(one.replace(/^whsec_/, '')), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
    for (const signature of signatures.split(' ')) {
      const [version, code] = signature.split(',')
      if (version === 'v1' && code && await crypto.subtle.verify('HMAC', key, bytesOf(code), signed)) return { id, event: JSON.parse(body) as WebhookEvent }
    }
  }
  throw new WebhookSignatureError('no signature matches')
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try { return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)) } catch { return new Uint8Array(1) }
}
