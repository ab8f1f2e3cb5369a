export * from './rule.js'
export { foundWord } from './keyword.js'
export { chooseRules, reasonAgainst, silenceOf } from './choose.js'
export { fillPlaces, firstNameOf, languageByScript, languageOfWords, PLACES, type Place, unknownPlaces, variantFor } from './answer.js'
