import type { Post } from '@recado/api'
import { headlineOf } from '@recado/core/posts/content'
import type { MessageId } from '../../i18n/provider.js'

/** A lost answer is said as such, whatever else is going on. */
export const stateOf = ({ state, code }: Pick<Post, 'state' | 'code'>): MessageId => `posts.state.${state === 'waiting' && code === 'platform_silent' ? 'unknown' : state}`

/** What it is called: its name, its first words, or what it is. */
export const titleOf = (post: Pick<Post, 'name' | 'content' | 'origin'>, t: (id: MessageId) => string): string => post.name || headlineOf(post.content) || t(post.origin === 'ours' ? `posts.kind.${post.content.kind}` : `posts.origin.${post.origin}`)

/** When it went out, will go out, or was written. */
export const momentOf = (post: Post): string => post.sentAt ?? post.dueAt ?? post.createdAt
