/** What somebody can be told of, and by which ways. */

/** What happens in a conversation, most pressing first: of several in one the first names the notice. */
export const THREAD_KINDS = ['mention', 'escalation', 'assigned', 'nudge', 'send_failed', 'message', 'team', 'participating', 'unassigned', 'followed'] as const
export type ThreadKind = (typeof THREAD_KINDS)[number]

/** All that somebody has rules for; `template`: what a platform made of a template that she wrote or looks after. */
export const NOTICE_KINDS = [...THREAD_KINDS, 'template'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** In the bell; a sound in an open page; a notification of the browser or telephone; a letter. */
export const NOTICE_WAYS = ['app', 'sound', 'push', 'mail'] as const
export type NoticeWay = (typeof NOTICE_WAYS)[number]

/** What may pass quiet hours when she has said so. */
export const URGENT_KINDS: readonly NoticeKind[] = ['mention', 'escalation']

/** What is said to her by name, or is hers to mend: it comes through although she has muted the conversation. */
const UNMUTABLE: readonly NoticeKind[] = ['mention', 'escalation', 'assigned', 'send_failed']

/** What goes to many at once and is counted in a view anyway: not made for somebody who already has this many unseen. */
export const WIDE_KINDS: readonly ThreadKind[] = ['team', 'unassigned', 'followed']
export const MOST_WIDE = 100

export const isMutable = (kind: NoticeKind): boolean => !UNMUTABLE.includes(kind)

/** The more pressing of two. */
export function pressing(a: ThreadKind, b: ThreadKind): ThreadKind {
  return THREAD_KINDS.indexOf(a) <= NOTICE_KINDS.indexOf(b) ? a : b
}
