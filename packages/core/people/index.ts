export { alone, join as joinTraits, known as knownOf, part as partOf, settle, type Group, type Known, type Line, type Member, type SaidOf, type Traits } from './traits.js'
export { below, cut, type Joining } from './tree.js'
