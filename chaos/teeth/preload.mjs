/** Loaded into the product before its own code: breaks it in the way that CHAOS_BREAK names. */
import { register } from 'node:module'

register('./hooks.mjs', import.meta.url)
