/// <reference types="vite/client" />

declare module '*.json?gate' {
  const messages: Record<string, string>
  export default messages
}

declare module '*.json?desk' {
  const messages: Record<string, string>
  export default messages
}

declare module '*.json?rest' {
  const messages: Record<string, string>
  export default messages
}

declare module '*.json?later' {
  const messages: Record<string, string>
  export default messages
}
