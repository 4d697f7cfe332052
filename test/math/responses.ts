/**
 * Responses as models write them, by families: a value in a frame, with the truth. Every family is built for each value
 * twice, once stating it and once stating another, so that both directions are checked.
 */
export interface ResponseCase {
  readonly family: string
  readonly gold: string
  readonly response: string
  readonly truth: 0 | 1
}

interface Value {
  readonly gold: string
  /** As plain text, and as LaTeX between dollars. */
  readonly plain: string
  readonly latex: string
  /** Another value that could be taken for an answer. */
  readonly other: string
}

const VALUES: readonly Value[] = [
  { gold: '15', plain: '15', latex: '15', other: '12' },
  { gold: '-7.5', plain: '-7.5', latex: '-7.5', other: '7.5' },
  { gold: '1250', plain: '1,250', latex: '1{,}250', other: '1,350' },
  { gold: '\\frac{3}{8}', plain: '3/8', latex: '\\frac{3}{8}', other: '5/8' },
  { gold: '2\\sqrt{3}', plain: '2√3', latex: '2\\sqrt{3}', other: '3√2' },
  { gold: '0.25', plain: '0.25', latex: '0.25', other: '0.75' },
  { gold: '12\\pi', plain: '12π', latex: '12\\pi', other: '24π' },
]

/** Values that fit a sentence about things. */
const COUNTS: readonly Value[] = VALUES.filter(({ gold }) => /^\d+$/.test(gold))

type Frame = (value: string, other: string) => string

/** A value in front of which other values stand. */
const WORKINGS: readonly string[] = [
  '',
  'We have $a_1 = 3$ and $d = 4$, so the rest follows.\n\n',
  'Hence $d = 4$. Therefore $x + y = 9$, which gives $x = 2$.\n\n',
  'Step 1: 3 + 4 = 7\nStep 2: 7 × 2 = 14\n\n',
  '设甲数为 $x$，由题意得 $2x + 3 = 11$，解得 $x = 4$。\n\n',
  'On a $x = 4$ et donc $y = 9$.\n\n',
  'Let us find the number. The first condition gives 6, and the second one 21.\n\n---\n\n',
]

/** Labels and headings of many languages, on the line or above the paragraph of the answer. */
const LABELS: readonly string[] = [
  'Answer', 'Final Answer', 'FINAL ANSWER', 'The final answer', 'Final answer', 'Réponse', 'Réponse finale', 'Respuesta', 'Respuesta final',
  'Resposta', 'Antwort', 'Endergebnis', 'Risposta', 'Ответ', 'Odpowiedź', 'Cevap', 'Đáp án', 'Jawaban', 'Svar', 'Vastaus', 'Antwoord',
  '答案', '答', '最终答案', '答え', '正解', '정답', '답', 'उत्तर', 'الجواب', 'คำตอบ', 'Відповідь', 'Răspuns', 'Απάντηση', 'תשובה', 'Odpověď',
] // biome-ignore format: a table

const labelled: readonly ((label: string) => Frame)[] = [
  (label) => (value) => `${label}: ${value}`,
  (label) => (value) => `${label} : ${value}`,
  (label) => (value) => `${label}：${value}`,
  (label) => (value) => `**${label}:** ${value}`,
  (label) => (value) => `**${label}**: ${value}`,
  (label) => (value) => `**${label}**: **${value}**`,
  (label) => (value) => `### ${label}\n\n${value}`,
  (label) => (value) => `## ${label}:\n${value}`,
  (label) => (value) => `**${label}**\n\n${value}\n\n---`,
  (label) => (value) => `---\n\n**${label}:**\n\n**${value}**`,
  (label) => (value) => `[${label}] ${value}`,
  (label) => (value) => `【${label}】${value}`,
  (label) => (value) => `| Item | Amount |\n|---|---|\n| **${label}** | **${value}** |`,
  (label) => (value) =>
    `| Step | Result |\n| --- | --- |\n| First | 99 |\n| ${label} | ${value} |\n\nI hope this helps!`,
  (label) => (value) => `- ${label}: ${value}.`,
  (label) => (value) => `✅ **${label}:** ${value}`,
  (label) => (value) => `> ${label}: ${value}`,
]

/** Sentences that state a count of things. */
const SENTENCES: readonly string[] = [
  'Answer: She has V apples left.', 'Answer: There are V chairs left in the hall.', '**Answer:** The farmer has V sheep in total.',
  'Final answer: Tom needs V more minutes to finish.', 'Answer: The train takes V minutes.', 'Answer: It costs $V in total.',
  'The answer is that there are V students.', 'Answer: In 3 hours the machine makes V parts.', 'Answer: He has V marbles after 4 days.',
  'Answer: Each of the 6 children gets V stickers.', '### Answer\n\nThe bakery sold V loaves.', '**Final Answer**\n\nMaria walks V km.',
  'Answer: the number of ways is V.', 'Answer: The value of $x$ is $V$.', 'Answer: The minimum value of $f(x) = x^2 + 3$ is $V$.',
  'Therefore, the total is V dollars.', 'So the bus carries V passengers.', 'In total, they collected V shells.', 'Thus there are V ways to do it.',
  'She is left with V coins.', 'He ends up with V points.', 'This leaves V cakes.', 'The total comes to **V**.', 'Hence the area is V square metres.',
  '答：一共有V个梨。', '答：果篮里一共有V个梨。', '答：小明一共有V个苹果。', '答：他一共花了V元。', '答：这个数是V。', '答案：小明还剩V元。', '答：重V千克。',
  '答：这根绳子长V米。', '答：每人分得V块糖。', '答：还需要V天才能完成。', '所以一共有V种不同的方法。', '因此，这个数是V。', '故答案为：V', '答案是V。', '答：甲、乙两地相距V千米。',
  '所以答案是 $V$。', '综上，一共需要V元。', '最终答案是：V。', '答: 长方形的面积是V平方厘米。',
  'Réponse : il lui reste V $ après cet achat.', 'Réponse : il y a V élèves dans la classe.', 'La réponse est V.', 'Il reste donc V pommes.', 'La réponse finale est $V$.',
  'Antwort: Es bleiben V Äpfel übrig.', 'Die Antwort lautet V.', 'Antwort: Der Zug braucht V Minuten.', 'Das Ergebnis ist V.', 'Das Endergebnis lautet V.',
  'Respuesta: Le quedan V manzanas.', 'La respuesta es V.', 'Respuesta: El tren tarda V minutos.', 'Respuesta final: hay V alumnos.',
  'Resposta: Restam V maçãs.', 'A resposta é V.', 'Risposta: Ci sono V mele.', 'La risposta è V.',
  'Ответ: у Маши осталось V яблок.', 'Ответ: V.', 'Ответ равен V.', 'Odpowiedź: Zostało V jabłek.', 'Cevap: V elma kaldı.', 'Đáp số: V quả táo.', 'Jawaban: Sisa apel adalah V buah.',
  '答え：りんごは全部でV個です。', '答えはVです。', '答え：V個', '残りはV個です。', '정답: V개', '답은 V입니다.', '따라서 답은 V입니다.', 'الجواب: V', 'उत्तर: V', 'คำตอบคือ V',
] // biome-ignore format: a table

/** Other frames: statements, marks, remarks behind, boxes. V is the value, W another. */
const FRAMES: readonly string[] = [
  'The answer is V.', 'The final answer is $V$.', 'So the answer to the question is **V**.', 'Therefore, the answer is: V', '#### V', '<answer>V</answer>', '<answer> $V$ </answer>',
  '{"answer": "V"}', 'Therefore $x = V$.', '$$x = V$$', '\\[ x = V \\]', 'So x = V', '**V**', 'V', '$V$', 'It is V.', "It's V.", 'Result: V', 'The result is V',
  'The answer is V. I hope it is correct.', 'Final Answer: The final answer is $V$. I hope it is correct.', 'Answer: V (checked with 2 methods)',
  'The answer is V.\n\nLet me know if you have any other questions!', 'The answer is V. This completes part 2.', 'So we get V. This completes step 4 of the plan.',
  'First we get W. Then, after adding the rest, we get V.', 'Hence the price is $p = W$. The total comes to **V**.', 'We have $x = W$. The answer is V.',
  'The answer is W. Wait, that is wrong. The answer is V.', 'Answer: W. Wait, I made a mistake. Answer: V', 'The answer is not W but V.', 'It is not W. It is V.',
  '\\boxed{V}', 'So the answer is $\\boxed{V}$.', '\\boxed{W} is what we had first. After the correction it is \\boxed{V}.', '$\\boxed{V', '\\boxed{ V }.', '\\fbox{V}', '**\\boxed{V}**',
  'Step 1: the first number is \\boxed{W}.\n\nStep 2: we add the rest.\n\n**Final Answer:** V', 'We fill in \\boxed{}.\n\nFinal answer: V', 'The blank \\boxed{?} is to be filled.\n\nAnswer: V',
  'Fill the blank: \\boxed{\\quad}. The final answer is V.', 'Intermediate: $\\boxed{W}$\n\n### Final Answer\n\n$V$', 'The answer is \\boxed{V}.\n\nCheck: $W + 1$ would not fit.',
  '$x = \\boxed{V}$', 'Thus \\[ \\boxed{V} \\] as required.', 'The answer is **$V$**.', '**The answer is V.**', 'The answer is `V`.', 'The answer is: \n\nV', 'The answer is:\n$$V$$',
  '### Solution\n\nWe compute W and add.\n\n### Answer\nV\n', 'Solution: we first get W.\n\nAnswer: V', 'My final answer is V', 'Final answer - V', 'Answer — V',
  'Thus the answer must be V.', 'Answer = V', 'The correct answer is V.', 'ANSWER: V', 'answer: V', 'Ans: V', '(Answer) V', '"answer": "V"', 'Final Result: V',
] // biome-ignore format: a table

/** Two offers: neither is an answer. */
const HEDGES: readonly string[] = [
  'The answer is V or W.', 'The answer is W or V.', 'Answer: V or W', 'Answer: either V or W', 'It is V, or maybe W.', 'The answer could be V or W.', '\\boxed{V} or \\boxed{W}', '\\boxed{W} or \\boxed{V}',
  '$\\boxed{W}$ or perhaps $\\boxed{V}$', 'The answer is $\\boxed{W}$, or alternatively $\\boxed{V}$.', '\\boxed{V \\text{ or } W}', '答：一共有V个或W个梨。', '答案是V或W。', '答案：V或者W', '答：可能是V，也可能是W。',
  'Answer: She has V apples or W apples.', 'Antwort: V oder W', 'Réponse : V ou W', 'Answer: V, but it could be W.', 'The answer is V; alternatively, W.', '**Answer:** V / W', 'Ответ: V или W',
  'Answer: The value is somewhere between V and W.', 'The answer is V? Or W?', '\\boxed{W}. Or maybe \\boxed{V}.',
] // biome-ignore format: a table

/** The value is mentioned and not stated. */
const MENTIONS: readonly string[] = [
  'The answer is not V.', 'The answer is not V but W.', 'It cannot be V, so it is W.', 'V is wrong. The answer is W.', 'We have V. The answer is W.', 'Hence $x = V$.\n\n### Final Answer\n\nW', 'Answer: V. Wait, that is wrong. It should be W.',
  '答案不是V，而是W。', 'Some say V, the answer is W.', 'After V steps we find that the answer is W.', 'Answer: W, not V.', '\\boxed{V}\n\nWait, that is wrong: \\boxed{W}', 'Answer: V dozen', 'Answer: more than V', 'Answer: at least V', 'The answer is V squared.',
  '| Guess | V |\n|---|---|\n| **Answer** | **W** |', 'We get V. So, doubling, the answer is W.', 'If there were V, then it would fail. Therefore the total is W.',
] // biome-ignore format: a table

const fill = (frame: string, value: string, other: string): string =>
  frame.replace(/(?<![A-Za-z])[VW](?![A-Za-z])/g, (letter) => (letter === 'V' ? value : other))

/** Inside a box or dollars LaTeX, elsewhere plain text. */
const inFrame = (frame: string, { plain, latex, other }: Value): string =>
  /boxed|\$V|\$x = V|\[ x/.test(frame) ? fill(frame, latex, latexOf(other)) : fill(frame, plain, other)

const latexOf = (plain: string): string =>
  plain.replace(/√(\d)/, '\\sqrt{$1}').replace('π', '\\pi').replace(',', '{,}')

const swapped = (value: Value): Value => ({
  gold: value.gold,
  plain: value.other,
  latex: latexOf(value.other),
  other: value.plain,
})

export function* responseCases(): Generator<ResponseCase> {
  const both = function* (
    family: string,
    frame: (value: Value) => string,
    value: Value,
  ): Generator<ResponseCase> {
    yield { family, gold: value.gold, response: frame(value), truth: 1 }
    yield { family, gold: value.gold, response: frame(swapped(value)), truth: 0 }
  }
  let turn = 0
  const next = <A>(items: readonly A[]): A => items[turn++ % items.length]!
  for (const label of LABELS)
    for (const frame of labelled) {
      const working = next(WORKINGS)
      const dollars = turn % 3 === 0
      yield* both(
        'label',
        ({ plain, latex, other }) => working + frame(label)(dollars ? `$${latex}$` : plain, other),
        next(VALUES),
      )
    }
  for (const sentence of SENTENCES)
    for (const working of WORKINGS.slice(0, 5)) {
      const value = next(COUNTS)
      yield* both(
        'sentence',
        (shown) => working + fill(sentence, shown.plain.replace(',', ''), shown.other.replace(',', '')),
        value,
      )
    }
  for (const frame of FRAMES)
    for (const value of VALUES) {
      const working = next(WORKINGS)
      yield* both('frame', (shown) => working + inFrame(frame, shown), value)
    }
  for (const frame of HEDGES)
    for (const value of VALUES)
      yield { family: 'hedge', gold: value.gold, response: inFrame(frame, value), truth: 0 }
  for (const frame of MENTIONS)
    for (const value of VALUES)
      yield { family: 'mention', gold: value.gold, response: inFrame(frame, value), truth: 0 }
}
