/// <reference types="vite/client" />

declare module '*.json?gate' {
  const messages: Record<string, string>
  export default messages
}

declare module '*.json?all' {
  const messages: Record<string, string>
  export default messages
}
