/**
 * Faults that somebody might build into the product one day, and the experiment that must find each. A break is one line of a compiled module, changed
 * while it is loaded: no file is touched. `size`: as much of the experiment as shows it.
 * @type {Record<string, { says: string, module: string, from: string, to: string, foundBy: string, size: number, as: RegExp }>}
 */
export const BREAKS = {
  acknowledge_before_commit: {
    says: 'a webhook is answered 200 before its transaction is committed', foundBy: 'R1', size: 4, as: /lost/,
    module: '/packages/server/dist/ingest/ingest.js', from: 'await this.store(account, channel, reception.payload, arrivedAt, request)', to: 'await (void this.store(account, channel, reception.payload, arrivedAt, request).catch(() => {}), Promise.resolve([]))',
  },
  resend_on_unknown: {
    says: 'a message of which nobody knows whether it was sent is sent again', foundBy: 'R2', size: 2, as: /sent twice/,
    module: '/packages/server/dist/sending/lane.js', from: 'if (outcome.sent === "no") again = await notSent(', to: 'if (true) again = await notSent(',
  },
  forget_where_a_desk_was: {
    says: 'a desk that comes back is not told what it missed', foundBy: 'R3', size: 200, as: /show something else|out of order/,
    module: '/packages/server/dist/live/socket.js', from: 'if (after >= this.at) return;', to: 'return;',
  },
  no_spool: {
    says: 'a platform that does not wait is told to come again as well', foundBy: 'R4', size: 10, as: /stand there|error lines/,
    module: '/packages/server/dist/ingest/ingest.js', from: 'const impatient = channel.declaration.webhookPatienceMs < IMPATIENT_MS;', to: 'const impatient = false;',
  },
  impatient_retries: {
    says: 'what was refused is tried again ten times as soon', foundBy: 'R5', size: 1, as: /came after/,
    module: '/packages/server/dist/sending/retry.js', from: 'jitter(SCHEDULE[attempt - 1] ?? AFTERWARDS, chance)', to: 'jitter((SCHEDULE[attempt - 1] ?? AFTERWARDS) / 10, chance)',
  },
  no_de_duplication: {
    says: 'the same event twice is two messages', foundBy: 'R6', size: 5, as: /differ/,
    module: '/packages/server/dist/ingest/plan.js', from: 'return extKey(part ? `${externalId}#${part}` : externalId);', to: 'return extKey((part ? `${externalId}#${part}` : externalId) + Math.random());',
  },
  count_by_batch: {
    says: 'of messages that are stored together only the first is counted as unread', foundBy: 'R7', size: 2, as: /unread/,
    module: '/packages/server/dist/ingest/plan.js', from: 'unread: counts || void 0', to: 'unread: counts && i === 0 || void 0',
  },
  windows_from_arrival: {
    says: 'a window counts from the moment at which we heard of the message', foundBy: 'R8', size: 1, as: /min after its window/,
    module: '/packages/server/dist/ingest/plan.js', from: 'const at = Math.min(platformAt, arrivedAt);', to: 'const at = arrivedAt;',
  },
  any_signature: {
    says: 'any signature of the right length is taken for a platform\'s', foundBy: 'R9', size: 400, as: /taken|stand there/,
    module: '/packages/channel-kit/dist/signature.js', from: 'left.length === right.length && timingSafeEqual(left, right)', to: 'left.length === right.length',
  },
  nothing_held: {
    says: 'what was queued at the backup leaves as soon as it is restored', foundBy: 'R14', size: 100, as: /sent again/,
    module: '/packages/server/dist/backup/hold.js', from: "update send_job set state = 'held' where workspace_id = $1 and state = 'queued'", to: "update send_job set state = 'queued' where workspace_id = $1 and state = 'queued'",
  },
  no_goodbye: {
    says: 'open desks are cut off when the server stops', foundBy: 'R17', size: 1, as: /closed sockets with/,
    module: '/packages/server/dist/live/hub.js', from: 'socket.close(1001, "going away")', to: 'socket.close(1011, "going away")',
  },
  campaign_repeats: {
    says: 'a campaign repeats what it does not know of', foundBy: 'R18', size: 500, as: /got it twice/,
    module: '/packages/server/dist/campaigns/settle.js', from: 'if (result.sent === "no") await notSent(', to: 'if (true) await notSent(',
  },
  watchers_left_behind: {
    says: 'a watcher who comes to another node is not told what she missed', foundBy: 'R19', size: 3, as: /unheard|gap/,
    module: '/packages/server/dist/live/socket.js', from: 'if (after >= this.at) return;', to: 'return;',
  },
  silent_incidents: {
    says: 'nobody is told that an answer was lost', foundBy: 'R2', size: 2, as: /answer_lost/,
    module: '/packages/server/dist/incidents/watch.js', from: 'lost: { kind: "answer_lost"', to: 'unheard: { kind: "answer_lost"',
  },
}
