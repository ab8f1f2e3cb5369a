import type { RoutePlugin } from '../http/deps.js'
import './live-rows.js'
import { auditRoutes } from './audit.js'
import { channelAccountRoutes } from './channel-accounts.js'
import { channelRoutes } from './channels.js'
import { healthRoutes } from './health.js'
import { meRoutes } from './me.js'
import { memberRoutes } from './members.js'
import { rawRequestRoutes } from './raw-requests.js'
import { secondFactorRoutes } from './second-factor.js'
import { sessionRoutes } from './session.js'
import { setupRoutes } from './setup.js'
import { templateRoutes } from './templates.js'
import { tokenRoutes } from './tokens.js'
import { webhookEndpointRoutes } from './webhook-endpoints.js'
import { workspaceRoutes } from './workspaces.js'

/** The routes about people, workspaces and channels: every installation has them. */
export const coreRoutes: readonly RoutePlugin[] = [setupRoutes, sessionRoutes, secondFactorRoutes, meRoutes, tokenRoutes, memberRoutes, workspaceRoutes, channelRoutes, channelAccountRoutes, templateRoutes, healthRoutes, rawRequestRoutes, auditRoutes, webhookEndpointRoutes]
