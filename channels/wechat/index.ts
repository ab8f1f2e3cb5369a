import type { Channel } from '@recado/channel-kit'
import { wechat } from './channel.js'
import { check } from './checks.js'
import { readInbound } from './inbound.js'
import { fetchMedia } from './media.js'
import { send } from './outbound.js'
import { passiveReply } from './passive.js'
import { parseAddress, profile, typing } from './people.js'
import { receive } from './receive.js'
import { checkTemplate, templates } from './templates.js'
import { validate } from './validate.js'

export default {
  declaration: wechat,
  connector: { receive, readInbound, send, validate, check, fetchMedia, profile, typing, templates, checkTemplate, parseAddress, passiveReply },
} satisfies Channel
