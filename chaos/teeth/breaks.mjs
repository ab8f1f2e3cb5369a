/**
 * Faults that somebody might build into the product one day, and the experiment that must find each. A break is one line of a compiled module, changed
 * while it is loaded: no file is touched.
 * @type {Record<string, { says: string, module: string, from: string, to: string, foundBy: string, as: RegExp }>}
 */
export const BREAKS = {
  acknowledge_before_commit: {
    says: 'a webhook is answered 200 before its transaction is committed', foundBy: 'R1', as: /lost/,
    module: '/packages/server/dist/ingest/ingest.js', from: 'const items = await this.store(account, channel, reception.payload, arrivedAt, request);', to: 'const items = []; void this.store(account, channel, reception.payload, arrivedAt, request).catch(() => {});',
  },
  no_de_duplication: {
    says: 'the same event twice is two messages', foundBy: 'R6', as: /differ/,
    module: '/packages/server/dist/ingest/plan.js', from: 'return extKey(part ?', to: 'return extKey(String(Math.random()) + part ?',
  },
  resend_on_unknown: {
    says: 'a message of which nobody knows whether it was sent is sent again', foundBy: 'R2', as: /sent twice/,
    module: '/packages/server/dist/sending/lane.js', from: 'return outcome.sent === "no" ? notSent(', to: 'return true ? notSent(',
  },
}
