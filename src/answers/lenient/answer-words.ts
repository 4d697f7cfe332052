/**
 * What "answer" is called, in lower case and normal form KC: the twenty languages most written, and their neighbours. An
 * adjective before or after it ("final answer", "réponse finale", "सही उत्तर") is found around the word.
 */
const ANSWER_WORDS = [
  // English, German, Dutch, Scandinavian, Afrikaans
  'answer, answers, ans, antwort, antworten, lösung, antwoord, eindantwoord, antwoorden, svar, svaret, svör',
  // Spanish, Portuguese, French, Italian, Catalan, Romanian
  'respuesta, respuestas, resposta, respostas, réponse, réponses, reponse, risposta, risposte, răspuns, răspunsul',
  'raspuns, raspunsul',
  // Russian, Ukrainian, Polish, Czech, Slovak, Bulgarian, Serbian, Croatian, Slovene
  'ответ, ответы, відповідь, адказ, odpowiedź, odpowiedz, odpověď, odpoveď, отговор, одговор, odgovor',
  // Turkish, Azerbaijani, Uzbek, Kazakh, Finnish, Estonian, Hungarian, Greek, Albanian, Lithuanian, Latvian
  'cevap, cevabı, yanıt, yanıtı, cavab, javob, жауап, vastaus, vastus, válasz, απάντηση, përgjigja, atsakymas, atbilde',
  'erantzuna, freagra, ateb, պատասխան, პასუხი',
  // Arabic, Persian, Urdu, Pashto, Hebrew
  'الإجابة, الاجابة, إجابة, الجواب, جواب, پاسخ, ځواب, תשובה, התשובה',
  // Hindi, Marathi, Nepali, Bengali, Punjabi, Gujarati, Tamil, Telugu, Kannada, Malayalam, Sinhala, Odia
  'उत्तर, जवाब, ज़वाब, জবাব, উত্তর, ਉੱਤਰ, ਜਵਾਬ, જવાબ, ઉત્તર, பதில், விடை, సమాధానం, జవాబు, ಉತ್ತರ, ഉത്തരം, පිළිතුර, ଉତ୍ତର',
  // Chinese, Japanese, Korean
  '答案, 答, 回答, 解答, 答复, 答え, 正解, 정답, 답변, 답, 해답, 대답',
  // Vietnamese, Indonesian, Malay, Javanese, Tagalog, Thai, Lao, Khmer, Burmese
  'đáp án, câu trả lời, trả lời, đáp số, jawaban, jawapan, wangsulan, sagot, kasagutan, คำตอบ, เฉลย, ຄຳຕອບ, ຄໍາຕອບ',
  'ចម្លើយ, အဖြေ',
  // Swahili, Hausa, Yoruba, Igbo, Amharic, Zulu, Somali, Mongolian
  'jibu, majibu, amsa, ìdáhùn, idahun, azịza, መልስ, impendulo, jawaab, хариулт, respondo',
].flatMap((words) => words.normalize('NFKC').split(', '))

const OF_WORD = '[\\p{L}\\p{M}\\p{N}_]'

/** Scripts that set no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const escaped = (word: string): string => word.replace(/ /g, ' {1,8}')

const longestFirst = [...ANSWER_WORDS].sort((a, b) => b.length - a.length)
const spaced = longestFirst.filter((word) => !UNSPACED.test(word)).map(escaped)
const unspaced = longestFirst.filter((word) => UNSPACED.test(word)).map(escaped)

/**
 * One of the words, alone; in a script without spaces also within a run of letters. The classes stand once, not around each word: the
 * engine takes a tenth of a millisecond for each, at the import.
 */
export const ANSWER_WORD = `(?:(?<!${OF_WORD})(?:${spaced.join('|')})(?!${OF_WORD})|${unspaced.join('|')})`
