/** What would have become of a rule's message at a moment that is past: the words, and the rule engine's answer with the window of that moment. */
import type { ReplyVariant } from '@recado/api'
import { type Content, decide, type Facts, type Grant, type Instant, type Intent, previewOf, type Purpose } from '@recado/core'
import type { Tx } from '@recado/db'
import { aboutTopic } from '../consents/topic.js'
import { readFacts, readThread, type Thread } from '../sending/facts.js'
import { prepare } from '../sending/intent.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import type { Found } from './dry-run.js'
import type { HoursNow } from './due.js'
import { isSending } from './rules.js'
import { type SendAction, sayingFor } from './say.js'
import type { Kept } from './kept.js'

/** More are counted, not judged. */
const MOST = 100

const sendOf = (step: Kept): SendAction | null => {
  const own = step.actions.find((one): one is SendAction => one.do === 'send')
  return own ?? (isSending(step) ? { do: 'send', variants: step.variants satisfies ReplyVariant[], templates: [], purpose: 'service', category: null } : null)
}

/** The newest first; nothing where nothing would have been sent. */
export async function judgeNewest(tx: Tx, services: Services, accounts: ReadonlyMap<string, Account>, hours: HoursNow, step: Kept, found: readonly Found[]): Promise<{ says: (string | null)[]; codes: (string | null)[] }> {
  const action = sendOf(step)
  const answer: { says: (string | null)[]; codes: (string | null)[] } = { says: [], codes: [] }
  if (!action) return answer
  for (const one of found.slice(0, MOST)) {
    const account = accounts.get(one.row.account_id)
    const channel = account && services.channels.find(account.channel)
    const judged = account && channel ? await judge(tx, account, channel, hours, action, one) : { says: null, code: 'account_disconnected' }
    answer.says.push(judged.says)
    answer.codes.push(judged.code)
  }
  return answer
}

async function judge(tx: Tx, account: Account, channel: LoadedChannel, hours: HoursNow, action: SendAction, { row, at, openedAt, taken }: Found): Promise<{ says: string | null; code: string | null }> {
  const thread = await readThread(tx, account.workspaceId, row.conversation_id)
  const saying = await sayingFor(tx, account, channel, action, row.conversation_id, hours.at({ account_id: account.id, inbox_id: account.inboxId, team_id: thread.teamId }).timetable, at)
  if (saying.fault !== null && !saying.template) return { says: null, code: saying.fault }
  const grants = grantsAt(channel, openedAt, taken)
  const ask = async (content: Content, purpose: Purpose): Promise<{ says: string; code: string | null }> => {
    const prepared = await prepare(tx, account, channel, content, purpose, 'automation')
    const intent = await aboutTopic(tx, account.workspaceId, prepared.intent, action.category === null ? {} : { category: action.category })
    return { says: previewOf(prepared.content), code: await refusalOf(tx, account, channel, thread, intent, grants, at) }
  }
  const free = saying.fault === null && saying.contents[0] ? await ask(saying.contents[0], action.purpose) : null
  return (free && free.code === null) || !saying.template ? free ?? { says: null, code: 'content_unsupported' } : ask(saying.template.content, saying.template.purpose)
}

async function refusalOf(tx: Tx, account: Account, channel: LoadedChannel, thread: Thread, intent: Intent, grants: Grant[], at: Instant): Promise<string | null> {
  const facts: Facts = { ...await readFacts(tx, account, channel, thread, at, [intent]), grants }
  const verdict = decide(intent, facts)
  return verdict.kind === 'deny' && verdict.code !== 'pair_rate' ? verdict.code : null
}

/** What her last word before it had opened, by the channel's own rules, and what was left of it. */
function grantsAt(channel: LoadedChannel, openedAt: Instant | null, taken: number): Grant[] {
  if (openedAt === null) return []
  return channel.declaration.rules.grants.filter((grant) => grant.gives === 'freeform' && grant.on.includes('message'))
    .map((grant): Grant => ({ kind: grant.kind, act: 'message', openedAt, closesAt: openedAt + grant.withinMs, left: grant.replies === null ? null : Math.max(0, grant.replies - taken) }))
}
