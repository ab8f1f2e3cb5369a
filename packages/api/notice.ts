/** What tells somebody that she is wanted, and her rules for it. */
import type { KindRules, MailRule, NoticeKind, NoticeSettings, NoticeSound, NoticeWay, QuietHours, ThreadKind } from '@recado/core'
import type { Iso } from './verdict.js'

/** While it is unseen there is one per conversation; `count` is how often something happened there. */
export interface Notice {
  id: string
  /** The most pressing of what happened. */
  kind: ThreadKind
  conversationId: string
  /** Where the thread opens; null where it is about the thread itself. */
  messageId: string | null
  count: number
  at: Iso
  seenAt: Iso | null
  /** The colleague behind it. */
  by: { id: string; name: string } | null
  contact: { id: string; name: string }
  channel: string
  account: string
  inboxId: string
  /** First words of the latest message; empty where there are none. */
  preview: string
  /** How it may be told beside the bell. */
  ways: readonly NoticeWay[]
}

export interface NoticePage { items: Notice[]; next: string | null; /** exact to 100 */ unread: number }

/** A browser that takes notices while no page is open. */
export interface PushDevice { id: string; name: string; createdAt: Iso; lastOkAt: Iso | null; lastError: string | null; lastErrorAt: Iso | null; /** the browser that asks */ here: boolean }

/** Everything the settings page shows. */
export interface NoticeStanding {
  settings: NoticeSettings
  /** Her role's, to go back to. */
  defaults: NoticeSettings
  inboxes: { id: string; name: string }[]
  devices: PushDevice[]
  /** What a browser needs to subscribe. */
  vapidKey: string
  /** Whether letters leave this server at all, and where to. */
  mail: { on: boolean; email: string }
}

/** What a browser sends after it has subscribed. */
export interface SubscribeBrowser { endpoint: string; keys: { p256dh: string; auth: string }; name: string }

/** What a service worker is sent: enough to show without asking anybody. */
export interface PushPayload { title: string; body: string; tag: string; url: string; lang: string; dir: 'ltr' | 'rtl'; unread: number; /** tags of what was seen elsewhere since */ closed: string[] }

export type { KindRules, MailRule, NoticeKind, NoticeSettings, NoticeSound, NoticeWay, QuietHours, ThreadKind }
