/** The WhatsApp channel: what it says about itself and what it does. */
import type { Channel } from '@recado/channel-kit'
import { actions } from './actions.js'
import { whatsapp } from './channel.js'
import { charges } from './charges.js'
import { check, ensureSubscribed } from './checks.js'
import { consent } from './consent.js'
import { markRead, send, templates, typing } from './client.js'
import { entry } from './entry.js'
import { readInbound } from './inbound.js'
import { fetchMedia } from './media.js'
import { openers } from './openers.js'
import { countryOf, parseAddress } from './people.js'
import { businessProfile } from './profile.js'
import { receive } from './receive.js'
import { standing } from './standing.js'
import { templateCreation } from './template-draft.js'
import { checkTemplate } from './templates.js'
import { validate } from './validate.js'

export default {
  declaration: whatsapp,
  connector: { receive, readInbound, send, validate, check, fetchMedia, markRead, typing, templates, templateCreation, checkTemplate, ensureSubscribed, standing, actions, parseAddress, countryOf, businessProfile, entry, openers, consent, charges },
} satisfies Channel
