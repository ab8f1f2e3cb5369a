export { audienceSql } from './statement.js'
export type { AudiencePart, AudienceQuestion, PeopleSql, RouteFacts, RoutePrices } from './question.js'
