export { audienceSql } from './statement.js'
export type { AudienceQuestion, PeopleSql, RouteFacts, RoutePrices } from './question.js'
