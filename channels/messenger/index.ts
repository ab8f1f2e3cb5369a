import type { Channel } from '@recado/channel-kit'
import { actions } from './actions.js'
import { backfill } from './backfill.js'
import { messenger } from './channel.js'
import { check, ensureSubscribed } from './checks.js'
import { consent } from './consent.js'
import { deletion } from './deletion.js'
import { entry } from './entry.js'
import { fetchMedia, profile, senderAction } from './client.js'
import { readInbound, receive } from './inbound.js'
import { openers } from './openers.js'
import { send } from './outbound.js'
import { businessProfile } from './profile.js'
import { standing } from './standing.js'
import { templateCreation } from './template-draft.js'
import { checkTemplate, templates } from './templates.js'
import { validate } from './validate.js'

/** Facebook Messenger, complete in both directions. */
const channel: Channel = {
  declaration: messenger,
  connector: {
    receive,
    readInbound,
    send,
    validate: (content) => validate(content),
    check,
    ensureSubscribed,
    standing,
    actions,
    backfill,
    fetchMedia,
    profile,
    markRead: ({ to }, context) => senderAction('mark_seen', to, context),
    typing: (state, { to }, context) => senderAction(state === 'on' ? 'typing_on' : 'typing_off', to, context),
    templates,
    templateCreation,
    checkTemplate,
    businessProfile,
    entry,
    deletion,
    openers,
    consent,
    automation: { entry: ['get_started'] },
    // A person has no address before she wrote, and her id tells no country.
    parseAddress: () => null,
    countryOf: () => null,
  },
}

export default channel
