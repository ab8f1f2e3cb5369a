import type { RoutePlugin } from '../http/deps.js'
import { bulkRoutes } from './bulk.js'
import { contactRoutes } from './contacts.js'
import { conversationRoutes } from './conversations.js'
import { countRoutes } from './counts.js'
import { draftRoutes } from './drafts.js'
import { entryRoutes } from './entry.js'
import { importRoutes } from './imports.js'
import { liveRoutes } from './live.js'
import { mediaRoutes } from './media.js'
import { messageRoutes } from './messages.js'
import { noteRoutes } from './notes.js'
import { savedReplyRoutes } from './saved-replies.js'
import { searchRoutes } from './search.js'
import { stateRoutes } from './states.js'

/** Everything an agent's day needs, in one list for the boot. */
export const deskRoutes: readonly RoutePlugin[] = [conversationRoutes, stateRoutes, bulkRoutes, messageRoutes, noteRoutes, contactRoutes, draftRoutes, savedReplyRoutes, searchRoutes, countRoutes, mediaRoutes, importRoutes, entryRoutes, liveRoutes]
