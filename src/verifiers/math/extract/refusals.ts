import { sparing } from '../sparing.js'

/** Whether a text says that its question has no answer that could be given: "it cannot be determined". */
export const isRefusal = (text: string): boolean => REFUSAL.test(text) || GIVING_UP.test(text)

const REFUSAL = sparing(
  /\b(?:cannot|can['’]t|can not|impossible to|unable to|not possible to|could not|couldn['’]t)\s(?:be\s)?(?:uniquely\s|really\s)?(?:answer|determin|solve|decid|conclud|know|comput|tell|say)|\b(?:not|isn['’]t) enough (?:information|data)|\binsufficient (?:information|data)|\b(?:I|we) (?:do not|don['’]t|cannot|can['’]t) (?:really )?(?:know|tell|decide|answer)\b|\bno way to (?:know|tell)|on ne peut pas (?:conclure|répondre|déterminer|savoir)|kann (?:man )?nicht (?:bestimm|beantwort|entschied)|ich weiß (?:es )?nicht|no se puede (?:determinar|saber|responder)|no (?:lo )?sé(?!\p{L})|non si può (?:determinare|sapere)|non lo so|не знаю|нельзя определить|невозможно определить|无法(?:确定|判断|回答|求)|不能确定|不知道|分かりません|わかりません|알 수 없|\b(?:ill-posed|underdetermined|no unique|not unique|ambiguous|under (?:one|another) (?:reading|interpretation))\b/iu,
)

/** "I was not able to find the right value", "it is unclear which is meant" */
const GIVING_UP = sparing(
  /\b(?:I|we) (?:could not|couldn['’]t|cannot|can['’]t|was unable to|did not) (?:finish|complete) (?:this|the) (?:problem|question|task|exercise|calculation)\b|\b(?:I|we) (?:cannot|can['’]t|could not|couldn['’]t|(?:was|were|am|are) (?:not able|unable) to) (?:give|offer|provide|find|state) (?:an?|any|the) (?:\p{L}{1,12} )?(?:answer|result|value|solution|one)\b|(?<!\p{L})(?:unclear|not (?:clear|say|said|specified|stated)|unspecified) (?:which|what|whether)|i have no other (?:candidate|answer)|\b(?:either|both|any)(?: (?:one|answer|value|of (?:them|these|the two)))?(?: (?:may|can|could|should|will|would) be| is| are) (?:accept(?:ed|able)|fine|ok(?:ay)?|possible)\b|\b(?:pick|choose|take|use|accept) (?:either|whichever)\b(?! side)|\bwhichever (?:is|you|fits|works|the grader|one you)\b|je ne (?:sais|peux) pas|ich kann (?:es|das|die|diese)(?: aufgabe| frage)?(?: so)? nicht (?:lösen|beantworten|bestimmen|angeben|entscheiden)|weiß ich nicht|no puedo (?:dar|responder|determinar)|non (?:posso|riesco a) (?:dare|rispondere|determinare)|não (?:consigo|posso) (?:dar|responder|determinar)|не могу (?:дать|ответить|определить|решить)|没有(?:说明|找到)|未说明/iu,
)
