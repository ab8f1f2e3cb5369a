/**
 * Every error code of the product, once. The server alone turns a kind into an HTTP status; sentences are what a reader sees in English
 * (the web translates by code), `next` says what to do. `docs/errors.md` lists the same codes; a test compares.
 */
export type ErrorKind = 'invalid' | 'unauthorised' | 'forbidden' | 'missing' | 'conflict' | 'refused' | 'limited' | 'broken' | 'away'

interface ErrorRow { kind: ErrorKind; sentence: string; next: string }

export const denials = {
  window_closed: { kind: 'refused', sentence: 'The customer-service window is closed.', next: 'Send an approved template, write on another app where she can be reached, or wait until she writes.' },
  replies_exhausted: { kind: 'refused', sentence: 'The replies that her last act allowed are used up.', next: 'Wait until she writes again, or send a template.' },
  contact_must_write_first: { kind: 'refused', sentence: 'On this app the customer must write first.', next: 'Ask her to write to you, or use another app.' },
  human_only: { kind: 'refused', sentence: 'Only a person may write now, not a rule or a program.', next: 'Let a colleague write the answer.' },
  not_approved_for_tag: { kind: 'refused', sentence: 'The account is not approved for answers after 24 hours.', next: 'Ask the platform for the permission and tick it in the account settings.' },
  consent_missing: { kind: 'refused', sentence: 'There is no consent for this purpose.', next: 'Ask for her consent first.' },
  opted_out: { kind: 'refused', sentence: 'She does not want messages of this kind.', next: 'Do not write about this; answers to her own questions may go.' },
  country_not_reachable: { kind: 'refused', sentence: 'This app does not deliver messages of this kind to her country.', next: 'Use another app.' },
  template_not_approved: { kind: 'refused', sentence: 'The template is not approved.', next: 'Choose an approved template or wait for the approval.' },
  parameter_missing: { kind: 'refused', sentence: 'A placeholder of the template has no value.', next: 'Fill in every placeholder.' },
  parameter_invalid: { kind: 'refused', sentence: 'The platform would refuse a value of the template.', next: 'Correct the value named.' },
  content_unsupported: { kind: 'refused', sentence: 'This app cannot carry this kind of content.', next: 'Send it in another form.' },
  too_long: { kind: 'refused', sentence: 'The text is too long for this app.', next: 'Shorten it or send it in two messages.' },
  media_too_large: { kind: 'refused', sentence: 'The file is too large for this app.', next: 'Send a smaller file or a link.' },
  media_type: { kind: 'refused', sentence: 'This app does not accept this type of file.', next: 'Convert the file or send a link.' },
  quota_exhausted: { kind: 'refused', sentence: 'The quota of this account is used up.', next: 'Wait until it is renewed.' },
  pair_rate: { kind: 'refused', sentence: 'Too many messages to this person in a short time.', next: 'The message goes by itself as soon as the platform allows it.' },
  budget_exhausted: { kind: 'refused', sentence: 'The budget is used up.', next: 'Raise the budget or wait for the next period.' },
  account_disconnected: { kind: 'refused', sentence: 'The account is not connected.', next: 'Reconnect it in the channel settings.' },
  identity_unreachable: { kind: 'refused', sentence: 'She has unfollowed or blocked this account.', next: 'Use another app; she can be reached again once she follows or writes.' },
} as const satisfies Record<string, ErrorRow>

export type DenyCode = keyof typeof denials

export const failures = {
  platform_silent: { kind: 'broken', sentence: 'The platform did not answer; it is unknown whether the message was sent.', next: 'Wait for its report, or ask the customer before sending again.' },
  platform_unavailable: { kind: 'broken', sentence: 'The platform could not take the message now.', next: 'It is tried again by itself.' },
  platform_rate_limited: { kind: 'limited', sentence: 'The platform asks for a slower pace.', next: 'It is tried again by itself.' },
  platform_refused: { kind: 'refused', sentence: 'The platform refused the message.', next: 'Read its reason and change the message.' },
  recipient_unreachable: { kind: 'refused', sentence: 'The platform cannot deliver to this person.', next: 'Use another app or check the number.' },
  recipient_blocked: { kind: 'refused', sentence: 'The person does not accept messages from this account.', next: 'Use another app.' },
  token_invalid: { kind: 'broken', sentence: 'The access token is no longer valid.', next: 'Renew it in the channel settings; queued messages wait.' },
  permission_missing: { kind: 'broken', sentence: 'The account lacks a permission on the platform.', next: 'Grant it on the platform and check the account again.' },
  account_restricted: { kind: 'broken', sentence: 'The platform has restricted this account.', next: 'Read the notice in the platform’s own console.' },
  payment_missing: { kind: 'broken', sentence: 'The platform has no valid payment method for this account.', next: 'Add one in the platform’s billing page.' },
  not_registered: { kind: 'broken', sentence: 'The number is not registered with the platform.', next: 'Register it in the account settings.' },
  ip_not_allowed: { kind: 'broken', sentence: 'The platform does not accept calls from this server’s address.', next: 'Add the address to its allow-list.' },
  media_upload_failed: { kind: 'broken', sentence: 'The file could not be handed to the platform.', next: 'Try again or send it in another format.' },
  media_download_failed: { kind: 'broken', sentence: 'The file could not be fetched from the platform.', next: 'Ask the customer to send it again.' },
  marketing_capped: { kind: 'refused', sentence: 'The platform holds back marketing for this person.', next: 'Wait at least a day.' },
  template_paused: { kind: 'refused', sentence: 'The platform has paused this template.', next: 'Use another template until it is resumed.' },
  bad_request: { kind: 'broken', sentence: 'The platform did not understand the request.', next: 'This is our fault: please report it with the platform’s code.' },
  expired_in_queue: { kind: 'refused', sentence: 'The message waited until it was no longer allowed.', next: 'Send a template or wait until she writes.' },
  gave_up: { kind: 'broken', sentence: 'The platform did not take the message for a day.', next: 'Send it again when the platform works.' },
  cancelled: { kind: 'refused', sentence: 'The message was taken back before it was sent.', next: 'Nothing more to do.' },
  held_after_restore: { kind: 'refused', sentence: 'A backup was restored: it may have been sent already.', next: 'Decide under Settings > Backups whether it goes.' },
  discarded_after_restore: { kind: 'refused', sentence: 'Thrown away after a backup was restored, since it may have been sent before.', next: 'Look at the conversation on the phone before you send it again.' },
} as const satisfies Record<string, ErrorRow>

export const requestErrors = {
  backup_has_no_file: { kind: 'conflict', sentence: 'There is no file of this backup to read.', next: 'Choose one that ended well and has not had its time.' },
  no_backup_directory: { kind: 'conflict', sentence: 'No directory for backups is set.', next: 'Start Recado with RECADO_BACKUP_DIR, or make a backup with npm run recado -- backup.' },
  bad_credentials: { kind: 'unauthorised', sentence: 'E-mail or password is wrong.', next: 'Try again, or ask an owner to reset the password.' },
  not_signed_in: { kind: 'unauthorised', sentence: 'You are not signed in.', next: 'Sign in, or send an API token.' },
  second_factor_required: { kind: 'unauthorised', sentence: 'The code of your authenticator app is missing.', next: 'Send it as code, or one of your recovery codes.' },
  bad_code: { kind: 'unauthorised', sentence: 'The code is wrong, out of date or already used.', next: 'Enter the one your app shows now, or a recovery code you have not used.' },
  second_factor_setup_required: { kind: 'forbidden', sentence: 'A second factor must be set up first.', next: 'Set it up now: POST /api/v1/me/second-factor, or on the page you are shown after signing in.' },
  second_factor_demanded: { kind: 'conflict', sentence: 'Your workspace demands a second factor of you.', next: 'Set up another one instead of switching it off.' },
  second_factor_not_started: { kind: 'conflict', sentence: 'No second factor is being set up.', next: 'Begin again: the last try is older than an hour, or was finished.' },
  confirmation_required: { kind: 'forbidden', sentence: 'This asks for your password again.', next: 'Give password and code once more, then repeat what you did.' },
  not_permitted: { kind: 'forbidden', sentence: 'Your role does not allow this.', next: 'Ask an owner or admin.' },
  scope_missing: { kind: 'forbidden', sentence: 'The API token lacks the scope for this.', next: 'Make a token with the scope named.' },
  bad_origin: { kind: 'forbidden', sentence: 'The request came from another site.', next: 'Open Recado itself and try again.' },
  not_found: { kind: 'missing', sentence: 'There is nothing here under this id.', next: 'Check the address.' },
  invalid_request: { kind: 'invalid', sentence: 'The request is not in the expected form.', next: 'Correct the fields named.' },
  client_id_reused: { kind: 'conflict', sentence: 'This clientId was already used for another message.', next: 'Use a new clientId.' },
  idempotency_key_reused: { kind: 'conflict', sentence: 'This Idempotency-Key was already used with another body.', next: 'Use a new key.' },
  already_exists: { kind: 'conflict', sentence: 'This already exists.', next: 'Use the existing one or another name.' },
  unknown_label: { kind: 'refused', sentence: 'There is no such label, and you may not make one.', next: 'Choose one of the vocabulary, or ask somebody who manages labels.' },
  label_archived: { kind: 'refused', sentence: 'This label was put away.', next: 'Use another, or bring it back in the settings.' },
  change_settled: { kind: 'conflict', sentence: 'It is too late to undo this: ten seconds have passed.', next: 'Change it by hand.' },
  window_too_short: { kind: 'refused', sentence: 'Its window does not stay open that long.', next: 'Choose a time, or answer now.' },
  already_set_up: { kind: 'conflict', sentence: 'Recado is already set up.', next: 'Sign in.' },
  account_exists: { kind: 'conflict', sentence: 'This account is already connected in this workspace.', next: 'Open the existing one.' },
  account_in_use: { kind: 'conflict', sentence: 'The account still has conversations.', next: 'Disconnect it instead of deleting it, or delete it with its conversations.' },
  moved_on: { kind: 'conflict', sentence: 'Somebody wrote in this conversation meanwhile.', next: 'Read the newer lines, then send again.' },
  local_night: { kind: 'conflict', sentence: 'It is night where she lives at that moment.', next: 'Take the moment named, or send it at night all the same.' },
  wrong_status: { kind: 'conflict', sentence: 'The message is in a state in which this cannot be done.', next: 'Look at its state again.' },
  password_too_short: { kind: 'invalid', sentence: 'The password has fewer than 15 characters.', next: 'Choose a longer one; a sentence works well.' },
  password_common: { kind: 'invalid', sentence: 'The password is a well-known one.', next: 'Choose another.' },
  email_taken: { kind: 'conflict', sentence: 'There is already a member with this e-mail.', next: 'Use another address.' },
  unknown_channel: { kind: 'missing', sentence: 'There is no such channel.', next: 'GET /api/v1/channels lists them.' },
  unknown_address: { kind: 'invalid', sentence: 'This is not an address on that channel.', next: 'Give it in the channel’s form, for example +34600000000.' },
  change_refused: { kind: 'refused', sentence: 'The platform did not take the change.', next: 'Read its reason, correct the change and send it again.' },
  simulator_closed: { kind: 'forbidden', sentence: 'Simulated accounts are not open here.', next: 'Start with RECADO_SIMULATOR=1 or use the demo workspace.' },
  webhook_address_refused: { kind: 'invalid', sentence: 'This address lies in a private network, and Recado does not call those.', next: 'Use a public address, or have the operator allow its network with RECADO_EGRESS_ALLOW.' },
  template_refused: { kind: 'invalid', sentence: 'The platform does not take this template.', next: 'Read what it says about it, change the text and submit it again.' },
  template_not_editable: { kind: 'conflict', sentence: 'The platform does not let this template be changed now.', next: 'Look why on its page, wait until it may be changed, or copy it under another name.' },
  templates_not_created_here: { kind: 'invalid', sentence: 'Templates of this channel are not written here.', next: 'Make them in the platform’s own console; they appear here by themselves.' },
  webhook_disabled: { kind: 'conflict', sentence: 'The endpoint is switched off.', next: 'Switch it on, then send again.' },
  chat_export_unreadable: { kind: 'invalid', sentence: 'This is not a chat exported from the app.', next: 'In the app open the chat, choose “Export chat”, and send the file as it is.' },
  chat_export_group: { kind: 'invalid', sentence: 'This is a group chat, and only chats with one person can be imported.', next: 'Export the chats with single people instead.' },
  archive_unsafe: { kind: 'invalid', sentence: 'The archive cannot be opened safely.', next: 'Export the chat again and send the file as the app made it, without a password.' },
  table_unreadable: { kind: 'invalid', sentence: 'This is not a table of people or an address book.', next: 'Save it as CSV or vCard (.vcf) and send that file.' },
  export_not_ready: { kind: 'conflict', sentence: 'The export is in a state in which this cannot be done.', next: 'Look at its state again; where the link has expired, export again.' },
  import_not_ready: { kind: 'conflict', sentence: 'The import is in a state in which this cannot be done.', next: 'Look at its state again.' },
  last_inbox: { kind: 'conflict', sentence: 'A workspace needs an inbox.', next: 'Make another one first.' },
  audience_in_use: { kind: 'conflict', sentence: 'A campaign that has not ended still reads it.', next: 'Take it out of the campaign first, or wait until the campaign has ended.' },
  inbox_in_use: { kind: 'conflict', sentence: 'Accounts or conversations still lie in this inbox.', next: 'Choose the inbox they go to.' },
  role_in_use: { kind: 'conflict', sentence: 'Somebody still has this role, or is invited with it.', next: 'Give them another role first.' },
  invitation_over: { kind: 'missing', sentence: 'This invitation no longer holds.', next: 'Ask the colleague who invited you for a new one: a link works once, for seven days.' },
  last_owner: { kind: 'conflict', sentence: 'A workspace needs an owner.', next: 'Make somebody else an owner first.' },
  too_many_requests: { kind: 'limited', sentence: 'Too many requests.', next: 'Wait for the time in Retry-After.' },
  already_taken: { kind: 'conflict', sentence: 'A colleague has it already.', next: 'Look who has it; you can still follow it or leave a note.' },
  cannot_be_assigned: { kind: 'invalid', sentence: 'This colleague may not work on conversations.', next: 'Choose somebody whose role allows it.' },
  macro_text_to_many: { kind: 'refused', sentence: 'This macro writes free text, and free text is not sent to many at once.', next: 'Run it on single conversations, or choose a macro that sends a template.' },
  macro_no_template: { kind: 'refused', sentence: 'This macro has no template for this account.', next: 'Add a template of this account to the macro.' },
  macro_broken: { kind: 'refused', sentence: 'The text of this macro is gone.', next: 'Open the macro in the settings and choose another text.' },
  opt_in_incomplete: { kind: 'refused', sentence: 'The sign-up page is not complete.', next: 'Fill in what is marked, then publish it.' },
  link_code_over: { kind: 'conflict', sentence: 'This personal code is used, over, or taken back.', next: 'Make a new one.' },
  campaign_changed: { kind: 'conflict', sentence: 'Somebody changed this campaign meanwhile.', next: 'Read it again, then make your change.' },
  campaign_wrong_state: { kind: 'conflict', sentence: 'In its present state this cannot be done with the campaign.', next: 'Look at its state again; a finished campaign can be duplicated.' },
  campaign_incomplete: { kind: 'invalid', sentence: 'The campaign is not complete.', next: 'Mend what is marked, then try again.' },
  campaign_needs_approval: { kind: 'conflict', sentence: 'Somebody else has to approve this campaign first.', next: 'Hand it in for approval.' },
  campaign_own_approval: { kind: 'forbidden', sentence: 'Nobody approves a campaign that she worked on herself.', next: 'Ask a colleague who may approve campaigns.' },
  body_too_large: { kind: 'invalid', sentence: 'The request is too large.', next: 'Send less at once.' },
  bad_signature: { kind: 'unauthorised', sentence: 'The signature does not match.', next: 'Check the app secret in the account settings.' },
  bad_webhook: { kind: 'invalid', sentence: 'This cannot come from that platform.', next: 'Check the webhook address.' },
  database_away: { kind: 'away', sentence: 'The database is not reachable at the moment.', next: 'Try again in a few seconds; nothing is lost.' },
  busy: { kind: 'away', sentence: 'There is more to do at the moment than Recado can answer.', next: 'Try again in a few seconds; nothing is lost.' },
  shutting_down: { kind: 'away', sentence: 'The server is stopping.', next: 'Try again in a few seconds.' },
  internal: { kind: 'broken', sentence: 'Something went wrong on our side.', next: 'Try again; if it stays, report the id below.' },
  post_wrong_state: { kind: 'conflict', sentence: 'In its present state this cannot be done with the post.', next: 'Look at its state again; what has gone out can be duplicated.' },
  post_incomplete: { kind: 'refused', sentence: 'The post is not complete.', next: 'Correct what is marked, then send it.' },
  audience_empty: { kind: 'refused', sentence: 'Nobody in this audience may be written to.', next: 'Look why they are left out, or choose other people.' },
  audience_too_small: { kind: 'refused', sentence: 'The platform takes lists of two people or more.', next: 'Choose more people, or write to her directly.' },
} as const satisfies Record<string, ErrorRow>

export const errors = { ...denials, ...failures, ...requestErrors }
export type ErrorCode = keyof typeof errors
export type FailureCode = keyof typeof failures | DenyCode

/** Thrown with data where a caller could not have asked first; shown in the reader's language by its code. */
export class RecadoError extends Error {
  constructor(readonly code: ErrorCode, readonly data: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(errors[code].sentence, options)
    this.name = 'RecadoError'
  }
}
