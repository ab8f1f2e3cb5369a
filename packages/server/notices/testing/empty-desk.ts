import type { Desk } from '../../testing/desk.js'
import { START } from '../../testing/harness.js'

/** One desk serves all tests of a file: before each, everybody but its owner has left and nobody has ever written. */
export async function emptyDesk(desk: Desk): Promise<void> {
  desk.wall.now = START
  await desk.services.db.pool.query(
    `truncate notice, notice_waiting, notice_setting, conversation_mute, push_subscription, change_row, change_set, message, message_search, conversation, work_case, window_grant, identity_key, identity, contact cascade;
     delete from member where role <> 'owner'; update notice_place p set seq = h.seq, epoch = h.epoch from event_head h where h.workspace_id = p.workspace_id`)
}
