/** Letters of a personal code; ways in that are posted somewhere have fewer. */
export const PERSONAL_CODE_LENGTH = 12

/** How much of a personal code is told afterwards: enough to know it again, not enough to use it. */
const END = 4
export const endOf = (code: string): string => code.slice(-END)
