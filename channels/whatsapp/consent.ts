import type { ConsentTraits } from '@recado/channel-kit'

/** Meta's own switch for "offers and announcements", told as user_preferences: a stop ends it here, resuming says no more than that the stop is over, a sign-up link asks for it. */
export const consent: ConsentTraits = {
  lines: { marketing_stopped: 'withdrawn', marketing_resumed: 'resumed', marketing_signed_up: 'given' },
  source: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences',
}
