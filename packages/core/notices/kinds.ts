/** What somebody can be told of, and by which ways. */

/** Most pressing first: of several in one conversation the first names the notice. */
export const NOTICE_KINDS = ['mention', 'escalation', 'assigned', 'nudge', 'send_failed', 'message', 'team', 'participating', 'unassigned', 'followed'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** In the bell; a sound in an open page; a notification of the browser or telephone; a letter. */
export const NOTICE_WAYS = ['app', 'sound', 'push', 'mail'] as const
export type NoticeWay = (typeof NOTICE_WAYS)[number]

/** What may pass quiet hours when she has said so. */
export const URGENT_KINDS: readonly NoticeKind[] = ['mention', 'escalation']

/** What is said to her by name, or is hers to mend: it comes through although she has muted the conversation. */
const UNMUTABLE: readonly NoticeKind[] = ['mention', 'escalation', 'assigned', 'send_failed']

/** What goes to many at once and is counted in a view anyway: not made for somebody who already has this many unseen. */
export const WIDE_KINDS: readonly NoticeKind[] = ['team', 'unassigned', 'followed']
export const MOST_WIDE = 100

export const isMutable = (kind: NoticeKind): boolean => !UNMUTABLE.includes(kind)

/** The more pressing of two. */
export function pressing(a: NoticeKind, b: NoticeKind): NoticeKind {
  return NOTICE_KINDS.indexOf(a) <= NOTICE_KINDS.indexOf(b) ? a : b
}
