/** What only the platform knows of an audience: how many follow, and who is in one of its own groups. */
import { PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import type { PostAudience } from '@recado/api'
import type { Services } from '../services.js'
import type { Poster } from './account.js'

export interface Known { /** null = it did not tell */ count: number | null; members?: string[] }

/** Refusals and silence of these questions are no reason to fail: without an answer nobody is written to whom we do not know. */
export async function askPlatform(services: Pick<Services, 'call'>, { account, posts }: Poster, audience: PostAudience): Promise<Known> {
  try {
    if (audience.to === 'all') return { count: (await posts.followers?.(services.call(account))) ?? null }
    if (audience.to !== 'tag' || !posts.tagMembers) return { count: null }
    const members: string[] = []
    for await (const page of posts.tagMembers(audience.tagId, services.call(account))) members.push(...page)
    return { count: members.length, members }
  } catch (error) {
    if (!(error instanceof PlatformRefusal) && !(error instanceof SilentPlatform)) throw error
    return { count: null, ...(audience.to === 'tag' && { members: [] }) }
  }
}
