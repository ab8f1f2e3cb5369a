/** What a macro would do on each account, before it is kept: for its editor. */
import { contentsOf, type ChannelCapabilities, type MacroBody, type MacroOnAccount } from '@recado/api'
import { visibleReplies } from '../people/saved-replies.js'
import { findTemplate, prepare } from '../sending/intent.js'
import type { Principal, Services } from '../services.js'

export async function macroOnAccounts(services: Services, principal: Principal, body: Pick<MacroBody, 'savedReplyId' | 'templates'>): Promise<MacroOnAccount[]> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const ids = await tx.query<{ account_id: string }>(`select account_id from channel_account where workspace_id = $1 and disconnected_at is null order by name, account_id limit 100`, [workspaceId])
    const [reply] = body.savedReplyId ? await visibleReplies(tx, principal, [body.savedReplyId]) : []
    const found: MacroOnAccount[] = []
    for (const { account_id: id } of ids) {
      const account = await services.accounts.byId(workspaceId, id)
      const channel = account && services.channels.find(account.channel)
      if (!account || !channel) continue
      let fault: string | null = null
      // Every language has its own length.
      for (const text of reply ? [reply.text, ...(reply.variants ?? []).map((one) => one.text)] : [])
        for (const content of contentsOf(text, reply?.attachments ?? [], channel.declaration.capabilities as ChannelCapabilities)) // the same figures, read only
          fault ??= (await prepare(tx, account, channel, content, 'service', 'human')).intent.fault?.code ?? null
      const wished = body.templates.find((one) => one.channelAccountId === id)
      const template = wished ? await findTemplate(tx, account, { templateId: wished.templateId }) : null
      found.push({ channelAccountId: id, channel: account.channel, name: account.name, fault, closed: !wished ? 'none' : template?.status === 'approved' ? 'template' : 'unapproved' })
    }
    return found
  })
}
