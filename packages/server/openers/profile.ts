import type { AccountProfile } from '@recado/api'
import type { BusinessProfile } from '@recado/channel-kit'
import { profileFaults, type ProfilePhoto, type ProfileValues, RecadoError } from '@recado/core'
import { actorOf, audit } from '../auth/audit.js'
import { iso } from '../http/schemas.js'
import { isShown, mimeOf } from '../media/kinds.js'
import type { Account, Principal, Services } from '../services.js'
import { speak } from './in-language.js'
import { changing, demandNoFaults, problemOf } from './told.js'

/** The largest picture a platform shows of a profile. */
const PHOTO_BYTES = 10_000_000

export function profileOf(services: Pick<Services, 'channels'>, account: Account): BusinessProfile {
  const found = services.channels.get(account.channel).connector.businessProfile
  if (!found) throw new RecadoError('not_found')
  return found
}

/** A photo's address leads through us: the page fetches nothing from a platform, and not every platform serves a stranger. */
function throughUs(account: Account, profile: BusinessProfile, values: ProfileValues, now: number): ProfileValues {
  const photo = profile.editor.fields.find((field) => field.kind === 'photo')
  const shown = photo && (values[photo.key] as ProfilePhoto | null | undefined) // a photo's field holds a photo
  return photo && shown?.url ? { ...values, [photo.key]: { url: `/api/v1/channel-accounts/${account.id}/profile/photo?at=${now}` } } : values
}

/** The profile as the platform shows it now, with what can be changed. */
export async function readProfile(services: Services, account: Account, languages: readonly string[]): Promise<AccountProfile> {
  const profile = profileOf(services, account)
  const now = services.clock.now(account.workspaceId)
  const shown = { editor: speak<AccountProfile['editor']>(profile.editor, languages), readAt: iso(now) }
  try {
    return { ...shown, values: throughUs(account, profile, await profile.read(services.call(account)), now), problem: null }
  } catch (error) {
    return { ...shown, values: null, problem: problemOf(error) }
  }
}

/** Checks and writes what is named; everything else stays as it stands there. */
export async function writeProfile(services: Services, principal: Principal, account: Account, values: ProfileValues): Promise<void> {
  const profile = profileOf(services, account)
  demandNoFaults(profileFaults(profile.editor, values), 'values')
  if (Object.keys(values).length === 0) return
  await changing(() => profile.write(values, services.call(account)))
  await services.db.inWorkspace(account.workspaceId, (tx) => audit(tx, services, account.workspaceId, actorOf(principal), { action: 'channel_account.profile_changed', subject: account.id, data: { fields: Object.keys(values) } }))
}

/** The photo's bytes, if the platform gives a picture. */
export async function readPhoto(services: Services, account: Account): Promise<{ bytes: Buffer; mime: string }> {
  const profile = profileOf(services, account)
  const key = profile.editor.fields.find((field) => field.kind === 'photo')?.key
  const context = services.call(account)
  const photo = key === undefined ? null : ((await profile.read(context))[key] as ProfilePhoto | null) // a photo's field holds a photo
  if (!photo?.url) throw new RecadoError('not_found')
  const answer = await context.http({ method: 'GET', url: photo.url, maxBytes: PHOTO_BYTES })
  const mime = await mimeOf(answer.body, {})
  if (answer.status !== 200 || !mime.startsWith('image/') || !isShown(mime)) throw new RecadoError('not_found')
  return { bytes: answer.body, mime }
}
