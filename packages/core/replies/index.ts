export { fillReply, type OpenPlace, openPlaces, REPLY_PLACES, type ReplyScene, type ReplyValues, replyValues, windowEndText } from './places.js'
export { SNOOZE_PRESETS, type SnoozePreset, snoozeUntil } from './snooze.js'
export { type Findable, findReplies } from './search.js'
export { readCsv, writeCsv } from './csv.js'
