import type { ConsentTraits } from '@recado/channel-kit'

/** Opt-ins to marketing messages, told as optin events: each is about one topic; stopping and resuming are hers, too. */
export const consent: ConsentTraits = {
  lines: { marketing_stopped: 'withdrawn', marketing_resumed: 'resumed', marketing_granted: 'given' },
  topicFrom: 'topic',
  source: 'https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messaging_optins',
}
