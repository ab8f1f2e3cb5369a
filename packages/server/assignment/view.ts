import type { Colleague, ColleaguePresence } from '@recado/api'
import { isoOrNull } from '../http/schemas.js'
import type { Working } from './agents.js'

export const toPresence = ({ userId, availability, cause, reason, until, since }: Working): ColleaguePresence => ({ userId, availability, cause, reason, until: isoOrNull(until), since: isoOrNull(since) })

export const toColleague = (one: Working): Colleague => ({
  ...toPresence(one), name: one.name, open: one.open, capacity: one.capacity, channelOpen: one.channelOpen, channelLimits: one.channelLimits, languages: one.languages, skills: one.skills, teamIds: one.teamIds, inboxIds: one.inboxIds,
  timetable: one.timetable,
})
