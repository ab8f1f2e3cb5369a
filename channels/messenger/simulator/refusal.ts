/** The Graph API's own way to say no. */
export class GraphRefusal extends Error {
  constructor(readonly code: number, readonly details: string, readonly subcode?: number, readonly bare = false) {
    super(bare ? details : `(#${code}) ${details}`)
    this.name = 'GraphRefusal'
  }
}
