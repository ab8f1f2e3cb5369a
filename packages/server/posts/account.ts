/** The account a post goes out from, and what its platform lets it post. */
import type { PostsConnector } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import type { Account, Services } from '../services.js'

export interface Poster { account: Account; posts: PostsConnector }

/** Throws not_found where there is no such account, or its app has no posts. */
export async function posterOf(services: Pick<Services, 'accounts' | 'channels'>, workspaceId: string, accountId: string): Promise<Poster> {
  const account = await services.accounts.byId(workspaceId, accountId)
  const posts = account && !account.disconnected ? services.channels.find(account.channel)?.connector.posts : undefined
  if (!account || !posts) throw new RecadoError('not_found', { channelAccountId: accountId })
  return { account, posts }
}

/** Every account that can post. */
export async function posters(services: Pick<Services, 'accounts' | 'channels'>, workspaceId: string): Promise<Poster[]> {
  const accounts = await services.accounts.list(workspaceId)
  return accounts.flatMap((account) => { const posts = account.disconnected ? undefined : services.channels.find(account.channel)?.connector.posts; return posts ? [{ account, posts }] : [] })
}
