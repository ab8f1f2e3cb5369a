/** A sound or film that cannot be read here: broken, of a codec that Node has not, or made to hold its reader for ever. */
export class Undecodable extends Error {}
