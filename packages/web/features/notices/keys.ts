/** Where the cache keeps notices; by itself, so that the live socket needs nothing else of them. */
export const noticeKeys = { all: ['notices'] as const, count: ['notices', 'count'] as const, list: ['notices', 'list'] as const, settings: ['notice-settings'] as const }
