import type { Notice, ThreadKind } from '@recado/api'
import type { MessageId, Translate } from '../../i18n/provider.js'

const kindText: Record<ThreadKind, MessageId> = {
  mention: 'notice.mention', escalation: 'notice.escalation', assigned: 'notice.assigned', nudge: 'notice.nudge', send_failed: 'notice.send_failed', message: 'notice.message', team: 'notice.team',
  participating: 'notice.participating', unassigned: 'notice.unassigned', followed: 'notice.followed',
}

/** What happened, in a line. */
export const noticeText = (t: Translate, notice: Pick<Notice, 'kind' | 'by' | 'count'>): string => t(kindText[notice.kind], { by: notice.by?.name ?? t('notice.colleague'), count: notice.count })
