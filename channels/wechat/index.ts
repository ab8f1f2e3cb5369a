import type { Channel } from '@recado/channel-kit'
import { actions } from './actions.js'
import { wechat } from './channel.js'
import { check } from './checks.js'
import { entry } from './entry.js'
import { readInbound } from './inbound.js'
import { fetchMedia } from './media.js'
import { openers } from './menu.js'
import { send } from './outbound.js'
import { automation, passiveReply } from './passive.js'
import { parseAddress, profile, typing } from './people.js'
import { posts } from './posts.js'
import { businessProfile } from './profile.js'
import { receive } from './receive.js'
import { standing } from './standing.js'
import { templateCreation } from './template-library.js'
import { checkTemplate, templates } from './templates.js'
import { validate } from './validate.js'

export default {
  declaration: wechat,
  connector: { receive, readInbound, send, validate, check, fetchMedia, profile, typing, templates, templateCreation, checkTemplate, standing, actions, parseAddress, automation, passiveReply, businessProfile, entry, openers, posts },
} satisfies Channel
