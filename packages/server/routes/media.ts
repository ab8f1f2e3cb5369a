import type { RoutePlugin } from '../http/deps.js'

export const mediaRoutes: RoutePlugin = async () => {}
