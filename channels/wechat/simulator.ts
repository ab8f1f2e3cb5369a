/** WeChat's side of the wire, written from its documents: a Service Account, its followers, their phones. */
import type { ChannelSimulator, SimulatorAnswer } from '@recado/channel-kit'
import { connect, createAccount } from './simulator/accounts.js'
import { act } from './simulator/acts.js'
import { accountOfCall, handleCall } from './simulator/api.js'
import { finishPublication } from './simulator/articles.js'
import { businessOf } from './simulator/business.js'
import { wechatConsole } from './simulator/console.js'
import { finishMass } from './simulator/mass.js'
import { reportNotice } from './simulator/notices.js'
import { createCustomer, customersOf } from './simulator/people.js'
import { resumePushes, tryPush } from './simulator/push.js'
import { screenOf } from './simulator/screen.js'
import { reportTemplate } from './simulator/templates.js'
import { noticeFault, runCertification } from './simulator/verification.js'

export { configureAccount } from './simulator/accounts.js'
export { chooseCategories } from './simulator/templates.js'

export const simulator: ChannelSimulator = {
  channel: 'wechat',
  createAccount,
  connect,
  handle: handleCall,
  accountOf: accountOfCall,
  createCustomer,
  customers: customersOf,
  act,
  screen: screenOf,
  business: businessOf,
  console: wechatConsole,
  plays: ['withhold_reports', 'revoke_token', 'unsubscribe', 'ip_not_allowed', 'verification_expired'],
  resume: resumePushes,
  faultSet: noticeFault,
  async run(world, { name, data }) {
    if (name === 'push') return tryPush(world, String(data.id))
    if (name === 'template_result') return reportTemplate(world, data)
    if (name === 'notice_result') return reportNotice(world, data)
    if (name === 'mass_result') return finishMass(world, data)
    if (name === 'publish_result') return finishPublication(world, data)
    if (name === 'certification') return runCertification(world, data)
    throw new Error(`WeChat's simulator has no job "${name}".`)
  },
  faultAnswer,
}

/** How the platform's front looks when it is ill: the busy gateway, the guard against floods, an answer cut short. */
function faultAnswer(kind: 'http_500' | 'http_429' | 'garbage'): SimulatorAnswer {
  if (kind === 'http_429') return { status: 429, headers: { 'retry-after': '1' }, body: '' }
  if (kind === 'http_500') return { status: 500, headers: { 'content-type': 'text/html' }, body: '<html><head><title>500 Internal Server Error</title></head><body><center><h1>500 Internal Server Error</h1></center></body></html>' }
  return { status: 200, headers: { 'content-type': 'application/json; encoding=utf-8' }, body: '{"errcode":0,"errm' }
}
