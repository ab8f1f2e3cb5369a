/** Why sending is held back when a person stopped it: only a person starts it again, and nothing is tried meanwhile. */
export const PAUSED_BY_US = 'paused_by_us'
