/**
 * Every act by its name. What `act(world, customerId, {action, content?, ref?})` plays, beside `platform` (acts-platform.ts: what Meta does):
 *
 * - `write` content: text, files, place, contacts; `ref`: a message it quotes, `product:<sku>`, or an entry as `ad` takes it. `order`: the cart.
 * - `ad` ref `ad:<id>` | `post:<id>` | `status:<id>` (a bare id is an ad): she taps the ad and sends its text, or `content.text`. `content` may also say
 *   `headline`, `adText`, `url`, `image` (or `video`, `thumbnail`), `clickId`, `welcome`: they become the referral.
 * - `scan`, `open_link` ref: a code or link of `message_qrdls`, or `wa.me/<number>?text=...`: the chat opens with the text, and she sends it; `content.text`
 *   is what she makes of it. Without a text she only opens the chat.
 * - `open_chat`: the first opening of an empty chat; a number with `enable_welcome_message` is told by `request_welcome`.
 * - `menu`: "/" shows the commands to be tapped; with `ref` or `content.id` she takes one of them. Ice breakers stand in the empty chat for `tap`.
 * - `tap` content `{id, values?}`, ref the message: buttons, rows, quick replies, forms, permissions, ice breakers, commands.
 * - `react`, `unreact`, `edit`, `revoke`, `play`, `unsupported`, `call`, `read`, `offline`, `online`, `block`, `unblock`, `receipts_off`, `receipts_on`,
 *   `second_device`, `stop_marketing`, `resume_marketing`, `signup`, `change_number`, `take_username`, `new_device`.
 */
import type { ActInput, World } from '@recado/channel-kit'
import { callActs } from './acts-call.js'
import { identityActs } from './acts-identity.js'
import { phoneActs } from './acts-phone.js'
import { platformActs } from './acts-platform.js'
import { tapActs } from './acts-tap.js'
import { writeActs } from './acts-write.js'
import { openingActs } from './openings.js'
import type { CustomerRow } from './state.js'

export type Action = (world: World, customer: CustomerRow, input: ActInput) => Promise<void>

export const actions: Readonly<Record<string, Action>> = { ...writeActs, ...tapActs, ...phoneActs, ...callActs, ...identityActs, ...openingActs, ...platformActs }
