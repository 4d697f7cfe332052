/** Words that announce an answer or lead to one, by language. Latin ones in lower case. */

/** "Answer" as a label or heading: `Answer:`, `### Final Answer`, `Réponse :`, `答：`, a table row. */
export const ANSWER_LABELS: readonly string[] = [
  // English
  '(?:my |the |your |our )?(?:final |correct |short |numeric(?:al)? |exact |overall )?answers?(?: in full)?',
  'final (?:result|solution|value)s?', 'final(?=[*_]{0,3}:)', 'ans', 'my (?:final )?choice',
  // German, Dutch, Scandinavian
  '(?:die )?(?:endgültige |richtige |korrekte )?(?:antwort|schlussantwort)', 'endergebnis', 'ergebnis', 'antwoord', 'eindantwoord',
  '(?:slut)?svar', '(?:ende)?lig svar', 'vastaus', 'lopullinen vastaus',
  // Romance
  '(?:la )?réponse(?: finale| correcte)?', 'reponse', '(?:la )?respuesta(?: final| correcta)?', '(?:a )?resposta(?: final| correta)?',
  '(?:la )?risposta(?: finale| corretta)?', 'resultado(?: final)?', 'résultat(?: final)?', 'risultato(?: finale)?', 'răspuns(?:ul)?(?: final)?',
  // Slavic
  'odpowied[źz](?: końcowa)?', 'odpověď', 'odgovor', '(?:итоговый |окончательный |правильный )?ответ', '(?:остаточна )?відповідь', 'отговор',
  // Others
  'cevap', 'yanıt', 'sonuç', 'jawaban(?: akhir)?', 'jawab', 'đáp án(?: cuối cùng)?', 'đáp số', 'câu trả lời', 'jibu', 'válasz', 'végeredmény',
  'απάντηση', 'τελική απάντηση', '(?:الجواب|الإجابة|جواب|إجابة)(?: النهائي[ةه]?)?', 'پاسخ(?: نهایی)?', 'جواب', 'תשובה(?: סופית)?',
  '(?:अंतिम )?उत्तर', 'जवाब', 'উত্তর', 'คำตอบ', 'பதில்', 'పరిష్కారం', 'სწორი პასუხი', 'پاسخ',
  // Abbreviations
  '(?:odp|resp|rép|antw|отв|jwb)\\.',
  // Chinese, Japanese, Korean
  '(?:最终|最後|最终的|正确|正確|参考)?答案', '答', '(?:最終的な|最終)?(?:答え|解答|回答|答案)', '正解', '(?:최종 ?)?(?:정답|답변|답)', '最终结果', '最終結果',
] // biome-ignore format: a table

/** What a question begins with that a response puts to itself behind its answer: `Q:`, `Exercise 2:`, 题目：. */
export const QUESTION_LABELS: readonly string[] = [
  'q', '(?:(?:next|new|another|second|bonus|similar) )?(?:question|problem|exercise|example|task|prompt|input|instructions?)', '(?:word|math) problem',
  'frage', 'aufgabe', 'übung', 'vraag', 'opgave', 'fråga', 'exercice', 'problème', 'pregunta', 'problema', 'ejercicio', 'pergunta', 'exercício', 'questão',
  'domanda', 'esercizio', 'quesito', 'pytanie', 'zadanie', 'otázka', 'úloha', 'întrebare', 'вопрос', 'задача', 'задание', 'питання', 'soru', 'pertanyaan', 'soal',
  'câu hỏi', 'bài toán', 'swali', 'প্রশ্ন', 'प्रश्न', 'ప్రశ్న', 'கேள்வி', 'โจทย์', 'คำถาม', 'السؤال', 'سؤال', 'שאלה',
  '问题', '題目', '题目', '例题?', '问', '問題', '質問', '問', '질문', '문제',
] // biome-ignore format: a table

/** Names of those who ask. */
export const ROLE_LABELS: readonly string[] = ['human', 'user', 'instruction(?=s?[*_]{0,3}:)', '用户', '用戶'] // biome-ignore format: a table

/** What an answer to such a question begins with. */
export const REPLY_LABELS: readonly string[] = [
  'assistant', 'ai', 'bot', 'a', '(?:final )?answer', 'solution', 'response', 'output', 'antwort', 'lösung', 'réponse', 'respuesta', 'solución', 'resposta', 'solução',
  'risposta', 'soluzione', 'odpowiedź', 'rozwiązanie', 'ответ', 'решение', 'cevap', 'çözüm', 'jawaban', 'đáp án', 'jibu', 'উত্তর', 'उत्तर', 'คำตอบ', '答案?', '解', '答え', '정답', '답',
] // biome-ignore format: a table

/** Names of a choice: "Option B". */
export const OPTIONS: readonly string[] = [
  'option', 'choice', 'answer', 'statement', 'alternative', 'letter', 'opción', 'opção', 'opzione', 'antwort', 'alternativa', 'réponse', 'respuesta', 'risposta', 'resposta',
  'letra', 'lettre', 'lettera', 'вариант', 'ответ', 'odpowiedź', 'optie', 'opsi', 'pilihan', 'phương án', 'đáp án', 'câu', 'seçenek', 'şık',
] // biome-ignore format: a table

/** Where a statement of the answer may begin. */
export const ANSWER_STEMS: readonly string[] = [
  'answer', 'correct (?:option|choice|response)', 'right (?:option|choice)', 'best (?:option|choice)', 'antwort', 'lösung', '(?:end)?ergebnis',
  'antwoord', 'svaret', 'vastaus', 'réponse', 'respuesta', 'resposta', 'risposta', 'răspuns', 'odpowied', 'odpověď', 'ответ', 'відповід', 'jibu', 'chọn', 'cevap', 'seçenek', 'উত্তর',
  'đáp án', 'câu trả lời', 'jawaban', 'cevab', 'الجواب', 'الإجابة', 'उत्तर', 'जवाब', '答', '正解', '结果', '选', '정답', '답', 'คำตอบ',
] // biome-ignore format: a table

/** Statements of the answer inside a sentence: "the answer to the question is", "la réponse est", 答案是, 答えは. */
export const ANSWER_STATEMENTS: readonly string[] = [
  'answers?(?:\\*\\*)?(?:[^.,;\\n:：=]{0,60}?\\s)?(?:is|are|equals?|would be|should be|must be|comes to|=(?!=))(?![a-z])',
  '(?:correct|right|best) (?:option|choice|response)(?:\\*\\*)?(?:[^.\\n:：]{0,20}?\\s)?(?:is|=|:)(?![a-z])',
  '(?:antwort|lösung|(?:end)?ergebnis)[^.\\n:：]{0,30}?\\s(?:ist|lautet|beträgt|sind)(?!\\p{L})',
  'antwoord[^.\\n:：]{0,30}?\\sis(?!\\p{L})', 'svaret är', 'svaret er', 'vastaus on',
  'réponse[^.\\n:：]{0,30}?\\s(?:est|sont)(?!\\p{L})', 'respuesta[^.\\n:：]{0,30}?(?<!\\sno)\\s(?:es|son)(?!\\p{L})',
  'resposta[^.\\n:：]{0,30}?(?<!\\snão)\\s(?:é|são)(?!\\p{L})', 'risposta[^.\\n:：]{0,30}?(?<!\\snon)\\s(?:è|sono)(?!\\p{L})', 'răspunsul este',
  'odpowied[źz]i?ą? (?:to|brzmi|jest)(?!\\p{L})', 'odpověď (?:je|zní)(?!\\p{L})',
  'ответ(?:ом)?(?: на [^.\\n:]{0,40}?)?\\s(?:равен|равно|является|—|–|-)(?=[\\s$\\d])', 'відповідь\\s(?:—|–|-|дорівнює)',
  'đáp án(?: \\p{L}{1,8}){0,2} là', 'câu trả lời(?: \\p{L}{1,8}){0,2} là', 'jawaban(?:nya)?(?: akhir| yang (?:benar|tepat))?(?:nya)? adalah', 'cevabı',
  '(?:الجواب|الإجابة)(?: \\p{L}{1,10}){0,2} (?:هو|هي)', '(?:उत्तर|जवाब)(?: है|(?= \\d))', 'উত্তর (?:হলো?|হচ্ছে|হবে)', 'chọn (?:(?:đáp án|phương án|câu|ý) )?(?=[A-H](?!\\p{L}))',
  '(?:cevap|seçenek)\\s(?=[A-H](?:[’\']\\p{L}|\\s(?:şık|seçen)))', 'jibu (?:\\p{L}{2,10} ){0,2}ni(?!\\p{L})',
  '答案(?:就)?(?:应该?|應該?)?(?:是|为|為|等于|：|:)', '答え(?:は|が)', '(?:正解|解答|答案)は', '(?:정답|답)[은이](?!다)', 'คำตอบ(?:คือ|เท่ากับ)',
  '结果(?:是|为|：|:)', '选(?:择|项)?\\s?(?:[：:]|是|为)?\\s?(?=\\(?[A-H]{1,4}(?![A-Za-z]))',
] // biome-ignore format: a table

/** Statements of a value, the last of which is the answer where nothing announces one. */
export const VALUE_STATEMENTS: readonly string[] = [
  '(?:results?|totals?|values?|sum|product|difference|quotient|probability|ratio|average|mean|maximum|minimum)(?:\\*\\*)? {0,2}(?:is|are|=|:|：)(?![a-z])',
  '\\b(?:we (?:get|obtain|have|find|conclude)|equals|is equal to|gives|comes (?:out )?to|amounts to|adds? up to|totals|yields|simplifies to|turns out to be|end(?:s|ed)? up with|arrive at|evaluates to)\\b',
  '(?:得到|求得|解得|可得|等于|共计|结果)(?:是|为|：|:)?', '[解得][：:]',
] // biome-ignore format: a table

/** What leads from one value to the next: "so", "which gives". */
export const INFERENCES: readonly string[] = [
  'so(?! far)', 'thus', 'hence', 'therefore', 'whence', 'consequently', 'accordingly', '(?<=[,，] )(?:giving|leaving|making)', 'which (?:gives|makes|means|leaves|yields|implies)',
  '(?<!(?:is|are|was|were|it|has|have|can|but|and) )also', 'somit', 'folglich', 'daher', 'deshalb', 'donc', "d['’]où", 'ainsi', 'por (?:lo )?tanto', 'así que', 'entonces', 'luego', 'quindi', 'dunque', 'perciò', 'portanto', 'logo', 'поэтому', 'итак', 'следовательно', 'значит', 'dus', 'alltså', 'więc', 'zatem',
] // biome-ignore format: a table
export const INFERENCES_CJK = '所以|因此|故|よって|したがって|따라서|그러므로'

/** What marks a value as the last one: "in total". */
export const TOTALS: readonly string[] = [
  'in (?:conclusion|total|all|summary|the end)', 'all in all', 'altogether', 'overall', 'total', 'finally', 'we (?:get|obtain|find|conclude|have)',
  'insgesamt', 'schließlich', 'au total', 'en tout', 'finalement', 'en total', 'finalmente', 'in totale', 'infine', 'no total', 'всего',
] // biome-ignore format: a table
export const TOTALS_CJK = '一共|总共|共计|综上'

/** Words that no sentence ends in: a text that does has broken off. */
export const UNENDING: readonly string[] = [
  'is', 'are', 'was', 'were', 'be', 'equals?', 'get', 'gives?', 'of', 'the', 'to', 'and', 'or', 'therefore', 'thus', 'hence', 'then', 'by', 'with', 'from', 'for', 'at', 'into', 'between', 'than', 'that', 'which', 'because', 'an', 'its', 'their', 'our',
  'ist', 'sind', 'beträgt', 'und', 'oder', 'der', 'die', 'das', 'den', 'dem', 'des', 'eine[mnrs]?', 'durch', 'für', 'mit', 'von', 'vom', 'zur?', 'zum', 'aus', 'bei', 'über', 'dass', 'weil', 'est', 'sont', 'vaut', 'et', 'ou', 'de', 'du', 'des', 'la', 'les?', 'par', 'pour', 'avec', 'que', 'une?', 'sur',
  'es', 'son', 'el', 'los', 'las', 'del', 'por', 'para', 'con', 'entre', 'una', 'è', 'sono', 'di', 'del(?:la|lo)?', 'il', 'lo', 'gli', 'per', 'che', 'tra', 'é', 'são', 'da', 'das', 'dos', 'pel[ao]s?', 'com', 'uma?', 'os', 'em',
  'равн[оа]', 'равен', 'на', 'и', 'или', 'от', 'для', 'по', 'из', 'с', 'к', 'что', 'het', 'een', 'van', 'door', 'met', 'voor', 'naar', 'przez', 'dla', 'oraz', 'jest', 'je', 'na', 'pro', 'och', 'eller', 'med', 'på', 'för', 'og', 'til', 'ile', 've', 'için', 'dengan', 'dan', 'untuk', 'cho', 'với', 'là', 'và',
] // biome-ignore format: a table
