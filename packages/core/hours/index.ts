export { type Slot, type SpecialDate, type Timetable, type TimetableFault, timetableFaults, isDate } from './timetable.js'
export { isOpenAt, nextOpening, stretchAt, type Stretch } from './hours.js'
export { openingText } from './opening-text.js'
