export {
  emptyInbox, threadOf, inThreadOrder,
  type InboxAccount, type InboxCase, type InboxContact, type InboxConversation, type InboxIdentity, type InboxMessage, type InboxState, type ParkedReport,
} from './state.js'
export { asksForAttention, type InboxEvent } from './events.js'
export { applyInbound, queueReply, answered, markRead, resolveCase } from './apply.js'
