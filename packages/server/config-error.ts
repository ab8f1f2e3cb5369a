/** A fault in the environment, in one sentence; main prints it and leaves. */
export class ConfigError extends Error {}
