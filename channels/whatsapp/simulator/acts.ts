/** Every act by its name. */
import type { ActInput, World } from '@recado/channel-kit'
import { callActs } from './acts-call.js'
import { identityActs } from './acts-identity.js'
import { phoneActs } from './acts-phone.js'
import { platformActs } from './acts-platform.js'
import { tapActs } from './acts-tap.js'
import { writeActs } from './acts-write.js'
import type { CustomerRow } from './state.js'

export type Action = (world: World, customer: CustomerRow, input: ActInput) => Promise<void>

export const actions: Readonly<Record<string, Action>> = { ...writeActs, ...tapActs, ...phoneActs, ...callActs, ...identityActs, ...platformActs }
