/** Pigeon Post: a messenger nobody uses, in one folder, to show that a channel needs nothing outside its own. */
import type { Channel } from '@recado/channel-kit'
import { pigeon } from './channel.js'
import { readInbound, receive } from './inbound.js'
import { send, validate } from './outbound.js'

export default { declaration: pigeon, connector: { receive, readInbound, send, validate } } satisfies Channel
