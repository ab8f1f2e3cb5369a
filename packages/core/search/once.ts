/** Made when it is first asked for: a module that makes tables as it loads is kept by every page that imports anything beside it. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
