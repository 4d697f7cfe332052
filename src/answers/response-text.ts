/** One message of a chat completion. `content` is a text, or a list of parts of which the texts count. */
export interface ChatMessage {
  readonly role: string
  readonly content: string | readonly { readonly type: string; readonly text?: string }[]
}

/** A response as trainers hold it: a text, or a chat completion, whose last message counts. */
export type ResponseText = string | readonly ChatMessage[]

/** The text of a response; undefined for anything that is none. */
export function responseText(response: unknown): string | undefined {
  if (typeof response === 'string') return response
  if (!Array.isArray(response)) return undefined
  const last: unknown = response.at(-1)
  return typeof last === 'object' && last !== null && 'content' in last
    ? contentText(last.content)
    : undefined
}

function contentText(content: unknown): string | undefined {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return undefined
  return content.map((part: unknown) => textOfPart(part)).join('')
}

const textOfPart = (part: unknown): string =>
  typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string'
    ? part.text
    : ''
