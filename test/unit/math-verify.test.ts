import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { mathVerifier, mathVerify } from '../../src/verifiers/math-verify.js'

const reward = (prediction: string, gold: string, options = {}): number | string => {
  const verdict = mathVerify(prediction, gold, options)
  return isRight(verdict) ? verdict.right.reward : verdict.left._tag
}

const boxed = (answer: string): string => `So the answer is $\\boxed{${answer}}$.`

/** gold, answer */
const ACCEPTED: readonly (readonly [string, string])[] = [
  [String.raw`\{1,2,3\} \cup \{4,5\}`, String.raw`\{1,2,3,4,5\}`],
  [String.raw`\{1,2,3\} \cap \{2,3,4\}`, String.raw`\{2,3\}`],
  [String.raw`(0,5)\cap(3,8)`, String.raw`(3,5)`],
  [String.raw`(-\infty,1)\cup(1,\infty)`, String.raw`\mathbb{R}\setminus\{1\}`],
  [String.raw`x\neq 1`, String.raw`(-\infty,1)\cup(1,\infty)`],
  [String.raw`\frac{1}{\sqrt{n}}`, String.raw`\sqrt{\frac{1}{n}}`],
  [String.raw`\sqrt{x}\sqrt{y}`, String.raw`\sqrt{xy}`],
  [String.raw`y=2x+1`, String.raw`2y=4x+2`],
  [String.raw`y=2x+1`, String.raw`2(y-2x-1)=0`],
  [String.raw`P=\frac{nRT}{V}`, String.raw`PV=nRT`],
  [String.raw`(y-2x-1)(x-1)=0`, String.raw`2(x-1)(y-2x-1)=0`],
  [String.raw`x^2+2x+1=0`, String.raw`(x+1)^2=0`],
  [String.raw`x=1 \text{ or } x=2`, String.raw`1,2`],
  [String.raw`x = 1, 2`, String.raw`\{1,2\}`],
  [String.raw`3\sqrt{2}`, String.raw`\sqrt{18}`],
  [String.raw`\sin^2 x+\cos^2 x`, String.raw`1`],
  [String.raw`\log_2 8`, String.raw`3`],
  [String.raw`\frac{\sqrt{3}+1}{2}`, String.raw`\frac{1}{\sqrt{3}-1}`],
  [String.raw`0.1+0.2`, String.raw`0.3`],
  [String.raw`3.14`, String.raw`\pi`],
  [String.raw`\text{Alice}`, String.raw`Alice`],
  [String.raw`yes`, String.raw`Yes.`],
  [String.raw`B`, String.raw`(B)`],
  [String.raw`(2,3)`, String.raw`2,3`],
  [String.raw`x^3`, String.raw`x^{3}`],
  [String.raw`x_1+x_2`, String.raw`x_2+x_1`],
  [String.raw`\vec{a}+\vec{b}`, String.raw`\vec{b}+\vec{a}`],
  [String.raw`2\times 10^{5}`, String.raw`200000`],
  [String.raw`2^{10^9}`, String.raw`4^{5\cdot 10^8}`],
  [String.raw`\frac{x^2-1}{x-1}`, String.raw`x+1`],
  [String.raw`\binom{n}{k}`, String.raw`\frac{n!}{k!(n-k)!}`],
  [String.raw`\sum_{k=0}^n \binom{n}{k}`, String.raw`2^n`],
  [String.raw`n(n+1)/2`, String.raw`\sum_{k=1}^n k`],
  [String.raw`\prod_{k=1}^{n} k`, String.raw`n!`],
  [String.raw`\sqrt[3]{-8}`, String.raw`-2`],
  [String.raw`i^2`, String.raw`-1`],
  [String.raw`e^{i\pi}+1`, String.raw`0`],
  [String.raw`|3+4i|`, String.raw`5`],
  [String.raw`\cos 60^\circ`, String.raw`\frac12`],
  [String.raw`\tan^{-1} 1`, String.raw`\frac{\pi}{4}`],
  [String.raw`5\text{ cm}`, String.raw`0.05\text{ m}`],
  [String.raw`5\text{ cm}`, String.raw`50\text{ mm}`],
  [String.raw`25\text{ cm}^2`, String.raw`0.0025\text{ m}^2`],
  [String.raw`60\text{ km/h}`, String.raw`60\text{ km per hour}`],
  [String.raw`\$5`, String.raw`5\text{ dollars}`],
  [String.raw`\$5`, String.raw`500\text{ cents}`],
  [String.raw`-7`, String.raw`\therefore -7`],
  [String.raw`-7`, String.raw`\therefore x=-7`],
  [String.raw`1{,}234.5`, String.raw`1234.5`],
  [String.raw`3 1/2`, String.raw`3.5`],
  [String.raw`50\%`, String.raw`0.5`],
  [String.raw`x\ge 2`, String.raw`[2,\infty)`],
  [String.raw`2\le x<3`, String.raw`3>x\ge2`],
  [String.raw`x\in(1,2)`, String.raw`1<x<2`],
  [String.raw`a=1,b=2`, String.raw`b=2,a=1`],
  [String.raw`(a,b)=(1,2)`, String.raw`a=1,b=2`],
  [String.raw`2x+3y=6`, String.raw`y=2-\frac{2}{3}x`],
  [String.raw`x^2+y^2=4`, String.raw`y^2=4-x^2`],
  [String.raw`xy=1`, String.raw`y=\frac1x`],
  [String.raw`y=\frac1x`, String.raw`xy=1`],
  [String.raw`V=IR`, String.raw`I=\frac{V}{R}`],
  [String.raw`I=\frac{V}{R}`, String.raw`V=IR`],
  [String.raw`V=\pi r^2h`, String.raw`h=\frac{V}{\pi r^2}`],
  [String.raw`h=\frac{V}{\pi r^2}`, String.raw`V=\pi r^2h`],
  [String.raw`y=\frac{3x+1}{x-2}`, String.raw`xy-2y=3x+1`],
  [String.raw`y=\frac{1}{x^2+1}`, String.raw`x^2y+y=1`],
  [String.raw`y=e^x`, String.raw`ye^{-x}=1`],
  [String.raw`\ln(x^2)`, String.raw`2\ln x`],
  [String.raw`\frac{\ln x}{\ln 2}`, String.raw`\log_2 x`],
  [String.raw`\sin(2x)`, String.raw`2\sin x\cos x`],
  [String.raw`-\cot x`, String.raw`\frac{-\cos x}{\sin x}`],
  [String.raw`\infty`, String.raw`+\infty`],
  [String.raw`\text{DNE}`, String.raw`DNE`],
  [String.raw`\pi`, String.raw`3.14159`],
  [String.raw`\frac{2}{3}`, String.raw`0.666667`],
  [String.raw`\sqrt{2}+\sqrt{3}`, String.raw`\sqrt{5+2\sqrt{6}}`],
  [String.raw`\sqrt{2}+\sqrt{3}`, String.raw`3.1462643699`],
  [String.raw`\sqrt{10}`, String.raw`3.1622776602`],
  [String.raw`ab`, String.raw`ba`],
  [String.raw`\frac12x`, String.raw`\frac{x}{2}`],
  [String.raw`x^{1/2}`, String.raw`\sqrt{x}`],
  [String.raw`2^{-1}`, String.raw`.5`],
  [String.raw`(x-1)^2(x+2)`, String.raw`x^3-3x+2`],
  [String.raw`7!`, String.raw`5040`],
  [String.raw`\gcd(12,18)`, String.raw`6`],
  [String.raw`\max(1,2)`, String.raw`2`],
  [String.raw`1:2`, String.raw`2:4`],
  [String.raw`\text{(0, 1)}`, String.raw`(0,1)`],
  [String.raw`x^2`, String.raw`|x|^2`],
  [String.raw`x>3 \text{ and } x<5`, String.raw`(3,5)`],
  [String.raw`x>3 \text{ and } x<5`, String.raw`x<5, x>3`],
  [String.raw`x<3 \text{ or } x>5`, String.raw`x<3, x>5`],
  [String.raw`x<3 \text{ or } x>5`, String.raw`(-\infty,3)\cup(5,\infty)`],
  [String.raw`x=3\text{ or }x=5`, String.raw`x=5\text{ and }x=3`],
  [String.raw`x=3\text{ or }x=5`, String.raw`x=3,5`],
  [String.raw`x=2,x=3`, String.raw`x \in \{2,3\}`],
  [String.raw`x=2,x=3`, String.raw`x_1 = 3, x_2 = 2`],
  [String.raw`(3,5)`, String.raw`x=3,y=5`],
  [String.raw`x=3,y=5`, String.raw`3,5`],
  [String.raw`(x,y)=(3,5)`, String.raw`3,5`],
  [String.raw`3,5`, String.raw`x\in\{3,5\}`],
  [String.raw`6`, String.raw`f(2)=6`],
  [String.raw`6`, String.raw`\text{Area}=6`],
  [String.raw`6`, String.raw`|AB|=6`],
  [String.raw`17`, String.raw`m+n=17`],
  [String.raw`\frac12`, String.raw`\cos\theta=\frac12`],
  [String.raw`36`, String.raw`S = 6\cdot 6 = 36`],
  [String.raw`3`, String.raw`3=x`],
  [String.raw`2x+1`, String.raw`y=2x+1`],
  [String.raw`\frac13`, String.raw`\frac13 \approx 0.333`],
  [String.raw`\sqrt2`, String.raw`x = \sqrt2 \approx 1.414`],
  [String.raw`\frac34`, String.raw`\frac34 \text{ or } 0.75`],
  [String.raw`12`, String.raw`12\text{ or }12`],
  [String.raw`A,B`, String.raw`A \text{ and } B`],
  [String.raw`|x|`, String.raw`\sqrt{x^2}`],
  [String.raw`\max(x,-x)`, String.raw`|x|`],
  [String.raw`36`, String.raw`3\text{ dozen}`],
  [String.raw`3.5`, String.raw`3\text{ and a half}`],
  [String.raw`3\text{ pairs}`, String.raw`3`],
  [String.raw`3`, String.raw`3\text{ pairs}`],
  [String.raw`3`, String.raw`3\text{ apples}`],
  [String.raw`12`, String.raw`12 ways`],
  [String.raw`12`, String.raw`\text{12 ways}`],
  [String.raw`12`, String.raw`12\checkmark`],
  [String.raw`B`, String.raw`\textbf{(B)}\ 12`],
  [String.raw`B`, String.raw`\text{B. Paris}`],
  [String.raw`12`, String.raw`\text{(B) }12`],
  [String.raw`10\text{ cm}^2`, String.raw`10\,\mathrm{cm^2}`],
  [String.raw`10\text{ m/s}`, String.raw`10\,\mathrm{m\,s^{-1}}`],
  [String.raw`10\text{ m/s}`, String.raw`10\,\frac{\text{m}}{\text{s}}`],
  [String.raw`10\text{ boxes}`, String.raw`10\text{ box}`],
  [String.raw`3+4i`, String.raw`3+4\mathrm{i}`],
  [String.raw`\$10`, String.raw`US\$10`],
  [String.raw`\$10`, String.raw`\text{\$}10`],
  [String.raw`-5`, String.raw`negative 5`],
]

/** gold, answer */
const REJECTED: readonly (readonly [string, string])[] = [
  [String.raw`|a|+|b|`, String.raw`|a+b|`],
  [String.raw`\lfloor\sqrt{n}\rfloor`, String.raw`\lfloor\sqrt{n-1}\rfloor`],
  [String.raw`12:00`, String.raw`1:00`],
  [String.raw`y=2x+1`, String.raw`y=2x+2`],
  [String.raw`y=2x+1`, String.raw`(y-2x-1)(x-1)=0`],
  [String.raw`y=2x+1`, String.raw`0=-x(y-2x-1)`],
  [String.raw`y=2x+1`, String.raw`\frac{(y-2x-1)(x-1)}{3}=0`],
  [String.raw`y=2x+1`, String.raw`xy-y-2x^2+x+1=0`],
  [String.raw`y=2x+1`, String.raw`xy-10y-2x^2+19x+10=0`],
  [String.raw`y=2x+1`, String.raw`x^2y-2xy+y-2x^3+3x^2-1=0`],
  [String.raw`y=2x+1`, String.raw`x(y-1)=2x^2`],
  [String.raw`z=x+y`, String.raw`xz=x^2+xy`],
  [String.raw`(y-2x-1)(x-1)=0`, String.raw`y=2x+1`],
  [String.raw`\{2,3,4\}`, String.raw`\{1,2,3\}`],
  [String.raw`1,1,2`, String.raw`1,2,2`],
  [String.raw`e^{\pi\sqrt{163}}`, String.raw`262537412640768744`],
  [String.raw`2^{100}\pi+1`, String.raw`2^{100}\pi`],
  [String.raw`\sqrt{x}+10^{20}`, String.raw`\sqrt{x}+10^{20}+1`],
  [String.raw`10^{20}+1`, String.raw`10^{20}`],
  [String.raw`\sqrt{10^{20}+1}`, String.raw`10^{10}`],
  [String.raw`\frac{dy}{dx}`, String.raw`\frac{dx}{dy}`],
  [String.raw`f(2)=11`, String.raw`f(2)=12`],
  [String.raw`2024-01-05`, String.raw`2018`],
  [String.raw`5 \text{ million}`, String.raw`5 \text{ billion}`],
  [String.raw`5t`, String.raw`5`],
  [String.raw`\frac{1}{3}`, String.raw`0.33`],
  [String.raw`1e-10`, String.raw`1e-11`],
  [String.raw`0.001`, String.raw`0`],
  [String.raw`10^{-20}`, String.raw`0`],
  [String.raw`e^{-50}`, String.raw`0`],
  [String.raw`\text{Alice}`, String.raw`\text{Bob}`],
  [String.raw`(2,3)`, String.raw`(3,2)`],
  [String.raw`(2,3)`, String.raw`[2,3]`],
  [String.raw`2^{10^9}`, String.raw`2^{10^9}+1`],
  [String.raw`5\text{ cm}`, String.raw`5\text{ m}`],
  [String.raw`25\text{ cm}^2`, String.raw`25\text{ cm}^3`],
  [String.raw`\$5`, String.raw`€5`],
  [String.raw`1011_2`, String.raw`1011`],
  [String.raw`50\%`, String.raw`50`],
  [String.raw`1`, String.raw`1+10^{-30}`],
  [String.raw`\pi`, String.raw`3.14160`],
  [String.raw`\frac{355}{113}`, String.raw`\pi`],
  [String.raw`\frac{2}{3}`, String.raw`0.666666`],
  [String.raw`100`, String.raw`99.9999999`],
  [String.raw`0.5`, String.raw`0.49999999`],
  [String.raw`2`, String.raw`2.0000001`],
  [String.raw`n!`, String.raw`(n-1)!`],
  [String.raw`x`, String.raw`x'`],
  [String.raw`42`, String.raw`The answer is 42 or 43`],
  [String.raw`42`, String.raw`42, 43`],
  [String.raw`3x`, String.raw`3`],
  [String.raw`2\pi r`, String.raw`\pi d`],
  [String.raw`1:2`, String.raw`2:1`],
  [String.raw`-x`, String.raw`x`],
  [String.raw`\sqrt{x^2}`, String.raw`x`],
  [String.raw`\frac{a}{b}+c`, String.raw`\frac{a}{b+c}`],
  [String.raw`x>3 \text{ and } x<5`, String.raw`x>3 \text{ or } x<5`],
  [String.raw`x<3 \text{ or } x>5`, String.raw`x<3 \text{ and } x>5`],
  [String.raw`x>3\text{ or }x<5`, String.raw`x>3, x<5`],
  [String.raw`x\ge3 \text{ and } x\ge5`, String.raw`x\ge3\text{ or }x\ge5`],
  [String.raw`x=3\text{ or }y=5`, String.raw`x=3\text{ and }y=5`],
  [String.raw`(-\infty,1)\cup(4,\infty)`, String.raw`x<1\text{ or }y>4`],
  [String.raw`[3,5]`, String.raw`x=3\text{ or }x=5`],
  [String.raw`(3,5]`, String.raw`x=3\text{ or }x=5`],
  [String.raw`[0,1)`, String.raw`a=0,b=1`],
  [String.raw`(0,1]`, String.raw`x_1=0,x_2=1`],
  [String.raw`x=3 \text{ or } x=5`, String.raw`[3,5]`],
  [String.raw`x=3 \text{ or } x=5`, String.raw`(3,5)`],
  [String.raw`x=3,y=5`, String.raw`5,3`],
  [String.raw`x=3,y=5`, String.raw`\{3,5\}`],
  [String.raw`x=3,y=5`, String.raw`3\text{ or }5`],
  [String.raw`(3,5)`, String.raw`3\text{ or }5`],
  [String.raw`(3,5)`, String.raw`3\land5`],
  [String.raw`(x,y)=(3,5)`, String.raw`3\land5`],
  [String.raw`3,5`, String.raw`x \in (3,5)`],
  [String.raw`3\text{ or }5`, String.raw`x \in (3,5)`],
  [String.raw`(x,y)=(3,5)`, String.raw`(3,4]\cup[4,5)`],
  [String.raw`6`, String.raw`2x=6`],
  [String.raw`0`, String.raw`x-3=0`],
  [String.raw`1`, String.raw`y-2x=1`],
  [String.raw`0`, String.raw`x(x-3)=0`],
  [String.raw`0`, String.raw`|y-2x-1|=0`],
  [String.raw`9`, String.raw`x^2=9`],
  [String.raw`6`, String.raw`x^2+x=6`],
  [String.raw`5`, String.raw`3 \approx 5`],
  [String.raw`3`, String.raw`3 \approx 3.4`],
  [String.raw`3`, String.raw`3\text{ or }4`],
  [String.raw`3`, String.raw`3+|x-100|+x-100`],
  [String.raw`x`, String.raw`x+|x-100|+x-100`],
  [String.raw`x`, String.raw`x+\sqrt{(x-10^5)^2}+x-10^5`],
  [String.raw`A,B`, String.raw`A \text{ or } B`],
  [String.raw`AB`, String.raw`A \text{ or } B`],
  [String.raw`3`, String.raw`3\text{ dozen}`],
  [String.raw`3`, String.raw`3\text{ halves}`],
  [String.raw`3`, String.raw`3\text{ squared}`],
  [String.raw`3`, String.raw`3\text{ lakh}`],
  [String.raw`3`, String.raw`3\text{ basis points}`],
  [String.raw`3`, String.raw`3\text{ and a half}`],
  [String.raw`3`, String.raw`3\text{ plus five}`],
  [String.raw`3`, String.raw`3\text{ times five}`],
  [String.raw`3`, String.raw`3\text{ below zero}`],
  [String.raw`3`, String.raw`3\text{ at least}`],
  [String.raw`3`, String.raw`3\text{ (wrong)}`],
  [String.raw`3`, String.raw`3\text{ (five?)}`],
  [String.raw`3`, String.raw`3\text{ alternatively five}`],
  [String.raw`11`, String.raw`11\text{ in base two}`],
  [String.raw`11`, String.raw`11\text{ hex}`],
  [String.raw`A`, String.raw`(A)\ B`],
  [String.raw`3`, String.raw`3\text{ dozen eggs}`],
]

describe('mathVerify', () => {
  it.each(ACCEPTED)('%s = %s', (gold, answer) => {
    expect(reward(boxed(answer), gold)).toBe(1)
  })

  it.each(REJECTED)('%s ≠ %s', (gold, answer) => {
    expect(reward(boxed(answer), gold)).toBe(0)
  })

  it('finds the answer where models put it', () => {
    for (const response of [
      '\\boxed{42}',
      '\\boxed 42',
      '\\boxed{42',
      'first \\boxed{17}, but after checking \\boxed{42}',
      'The answer is 42, as shown in Table 9.',
      '**Answer:** $42$',
      '答案：42',
      '#### 42',
      '<answer>42</answer>',
      '{"answer": "42"}',
      'so that $x = 42$.',
      'We get 42 after checking 3 sources.',
    ]) {
      expect([response, reward(response, '42')]).toEqual([response, 1])
    }
  })

  it('never takes a number out of a formula it cannot read', () => {
    expect(reward(boxed('\\unknown{42}'), '42')).toBe(0)
    expect(reward(boxed('42 \\heartsuit 17'), '42')).toBe(0)
  })

  it('answers "no answer" to a text without one', () => {
    const verdict = mathVerify('I cannot determine it.', '42')
    expect(verdict).toMatchObject({ right: { reward: 0, reason: 'no answer' } })
  })

  it('refuses golds that are no text, blank or beyond the limits', () => {
    for (const gold of [
      42,
      null,
      undefined,
      '',
      '  ',
      '('.repeat(5_000),
      '√'.repeat(3_900),
      `2${'%'.repeat(3_000)}`,
    ]) {
      expect(mathVerify('\\boxed{1}', gold)).toMatchObject({ _tag: 'Left', left: { _tag: 'BadGold' } })
    }
    expect(mathVerify('1', '1', { precision: 0 })).toMatchObject({ left: { argument: 'options.precision' } })
    expect(mathVerify('1', '1', { workLimit: 0.5 })).toMatchObject({
      left: { argument: 'options.workLimit' },
    })
  })

  it('has options for what graders disagree about', () => {
    expect(reward(boxed('50\\%'), '50')).toBe(0)
    expect(reward(boxed('50\\%'), '50', { percentEquivalence: 'either' })).toBe(1)
    expect(reward(boxed('3.1416'), '\\pi')).toBe(0)
    expect(reward(boxed('3.1416'), '\\pi', { precision: 5 })).toBe(1)
    expect(reward(boxed('1 < x < 2'), '(1,2)')).toBe(1)
    expect(reward(boxed('1 < x < 2'), '(1,2)', { allowSetRelation: false })).toBe(0)
    expect(reward(boxed('\\{2,1\\}'), '(1,2)')).toBe(0)
    expect(reward(boxed('\\{2,1\\}'), '(1,2)', { strict: false })).toBe(1)
  })

  it('explains what it extracted, how it read it, and why it decided so', () => {
    const verdict = mathVerify(boxed('\\frac{2}{4}'), '0.5', { explain: true })
    expect(verdict).toMatchObject({
      right: {
        reward: 1,
        explanation: {
          extracted: '\\frac{2}{4}',
          steps: ['Extracted "\\\\frac{2}{4}" (the last box).', '2/4 equals 1/2.'],
        },
      },
    })
  })

  it('gives one gold many answers', () => {
    const gold = mathVerifier.readGold('\\frac12', {})
    expect(isRight(gold)).toBe(true)
    if (isRight(gold)) {
      expect(['0.5', '1/2', '2'].map((answer) => mathVerifier.score(answer, gold.right, {}).reward)).toEqual([
        1, 1, 0,
      ])
    }
  })

  it('reads the last 500 characters only in the published profile', () => {
    const response = `\\boxed{42}${' and so on'.repeat(60)}`
    expect(reward(response, '42')).toBe(1)
    expect(reward(response, '42', { profile: 'published' })).toBe(0)
  })
})

describe('an answer is read with all that belongs to it, or not at all', () => {
  it.each([
    [String.raw`3\text{ m}`, String.raw`The answer is 300 cm, as required.`],
    [String.raw`3\text{ m}`, String.raw`答案是3米。`],
    [String.raw`3\text{ m}`, String.raw`The answer is $3$ m.`],
    [String.raw`1.5\text{ hours}`, String.raw`The answer is 90 minutes.`],
    [String.raw`42\text{ inches}`, String.raw`The answer is 3 feet 6 inches.`],
    [String.raw`3500000`, String.raw`The answer is 3.5 million.`],
    [String.raw`30000`, String.raw`答案是3万`],
    [String.raw`300000`, String.raw`The answer is 3 × 10^5.`],
    [String.raw`100000`, String.raw`#### 1e5`],
    [String.raw`2\pi`, String.raw`The answer is 2π.`],
    [String.raw`2\sqrt3`, String.raw`The answer is 2√3 because r = 2.`],
    [String.raw`\frac52`, String.raw`The answer is 2½.`],
    [String.raw`3i`, String.raw`The answer is 3i.`],
    [String.raw`9`, String.raw`The answer is 3².`],
    [String.raw`3:5`, String.raw`The answer is 3:5.`],
    [String.raw`2:1`, String.raw`The ratio gives 2 to 1.`],
    [String.raw`3a+2b`, String.raw`The answer is 3a + 2b.`],
    [String.raw`[3,5]`, String.raw`The answer is 3 ≤ x ≤ 5.`],
    [String.raw`1,2,3`, String.raw`The answer is 1, 2 and 3.`],
    [String.raw`2,3`, String.raw`The answers are 2 and 3.`],
    [String.raw`x=2,x=3`, String.raw`The solutions are $x=2$ and $x=3$.`],
    [String.raw`\frac34`, String.raw`The answer is $\frac{3}{4}$ or $0.75$.`],
    [String.raw`\sqrt2`, String.raw`The answer is √2 ≈ 1.414.`],
    [String.raw`42`, String.raw`The answer is 42 because the others cancel.`],
    [String.raw`5`, String.raw`The answer is 5 apples.`],
    [String.raw`5`, String.raw`The answer is 5 apples, 3 of them red.`],
    [String.raw`\frac12`, String.raw`The final answer is $\frac12$, as required.`],
    [String.raw`7`, String.raw`So x = 7, which is what we wanted.`],
    [String.raw`42`, String.raw`The answer is 42, or 7% of all.`],
    [String.raw`42`, String.raw`The answer is 42 (6 × 7 = 42).`],
    [String.raw`42`, String.raw`The answer is 42!`],
    [String.raw`-5`, String.raw`The answer is negative 5.`],
    [String.raw`B`, String.raw`故选：B`],
    [String.raw`\text{Friday}`, String.raw`The answer is Friday, since it rains.`],
    [String.raw`\sqrt2`, String.raw`sqrt(2)`],
    [String.raw`7`, String.raw`So x = 10 - 3`],
    [String.raw`1024`, String.raw`2^10`],
    [String.raw`x>3`, String.raw`So x > 3.`],
    [String.raw`\text{Yes}`, String.raw`**Yes**`],
    [String.raw`12\%`, String.raw`12 percent`],
    [String.raw`0.5`, String.raw`.5`],
    [String.raw`f(x)=2x+1`, String.raw`f(x) = 2x+1`],
    [String.raw`42`, String.raw`There are 42 apples in 1 basket, i.e. 42.`],
    [String.raw`12`, String.raw`The value of $x$ is 12.`],
    [String.raw`12\pi`, String.raw`The area is 12π square units.`],
    [String.raw`\emptyset`, String.raw`There is no solution.`],
    [String.raw`-3`, String.raw`$x = -\boxed{3}$`],
    [String.raw`9`, String.raw`$\boxed{3}^2$`],
    [String.raw`3\pi`, String.raw`$\boxed{3}\pi$`],
    [String.raw`300000`, String.raw`$\boxed{3}\times 10^5$`],
    [String.raw`3\text{ m}`, String.raw`$\boxed{300}$ cm.`],
    [String.raw`50\%`, String.raw`\boxed{50} percent`],
    [String.raw`x>3`, String.raw`$x > \boxed{3}$`],
    [String.raw`5`, String.raw`$2 + \boxed{5} = 7$`],
    [String.raw`5`, String.raw`- \boxed{5}`],
    [String.raw`5`, String.raw`$x = 2+3 = \boxed{5}$!`],
    [String.raw`5`, String.raw`\boxed{5} in total`],
    [String.raw`1,2`, String.raw`(a) $\boxed{1}$ (b) $\boxed{2}$`],
    [String.raw`1,2`, String.raw`$x = \boxed{1}$ and $y = \boxed{2}$`],
    ['42', "It's 42."],
    ['42', String.raw`\boxed{42}!`],
    ['42', '(a) 42'],
    ['42', 'So x = **42**.'],
    ['8', '2**3'],
  ])('%s: %s', (gold, response) => {
    expect(reward(response, gold)).toBe(1)
  })

  it.each([
    [String.raw`3\text{ m}`, String.raw`The answer is 3 cm.`],
    [String.raw`3\text{ m}`, String.raw`答案是3厘米`],
    [String.raw`7\text{ days}`, String.raw`The answer is 7 weeks.`],
    [String.raw`3.5`, String.raw`The answer is 3.5 million.`],
    [String.raw`3.5`, String.raw`答案：3.5亿元`],
    [String.raw`2`, String.raw`The answer is 2π`],
    [String.raw`2`, String.raw`The answer is 2√3`],
    [String.raw`2`, String.raw`The answer is 2½`],
    [String.raw`3`, String.raw`The answer is 3x+1`],
    [String.raw`3`, String.raw`The answer is 3²`],
    [String.raw`3`, String.raw`The answer is 3:5`],
    [String.raw`3`, String.raw`The answer is 3 × 10^5.`],
    [String.raw`3`, String.raw`The answer is 3 mod 7`],
    [String.raw`3`, String.raw`The answer is 3 < x < 5`],
    [String.raw`3`, String.raw`The answer is 3 ≈ 5`],
    [String.raw`3`, String.raw`The answer is 3 or more.`],
    [String.raw`3`, String.raw`The answer is 3 hours and 30 minutes`],
    [String.raw`3`, String.raw`The answer is 3 dozen.`],
    [String.raw`1`, String.raw`The answer is 1e5`],
    [String.raw`101`, String.raw`The answer is 101_2`],
    [String.raw`\sqrt2`, String.raw`The answer is $\sqrt2$ or $\sqrt3$`],
    [String.raw`B`, String.raw`The answer is $B$ or $C$`],
    [String.raw`3`, String.raw`The answer is $3$? No, $x$`],
    [String.raw`1`, String.raw`The answer is $1$ $2$`],
    [String.raw`Friday`, String.raw`The answer is "Friday" or "Saturday"`],
    [String.raw`3`, String.raw`The answer is 3, but it could be 5`],
    [String.raw`3`, String.raw`The answer is 3; alternatively, 5`],
    [String.raw`3`, String.raw`The answer is 3 vs. 5`],
    [String.raw`3`, String.raw`The answer is 3..5`],
    [String.raw`3`, String.raw`The answer is 3 apples / 5 apples`],
    [String.raw`3`, String.raw`答案是3，也可能是5`],
    [String.raw`3`, String.raw`答案：3以上`],
    [String.raw`2`, String.raw`The answer is 2 perhaps 3`],
    [String.raw`3`, String.raw`The answer is 3. Or 5.`],
    [String.raw`3`, String.raw`The answer is "3", or maybe "5".`],
    [String.raw`5`, String.raw`So it is $3$, or perhaps $5$.`],
    [String.raw`3`, String.raw`So it is $3$, maybe 5.`],
    [String.raw`3`, String.raw`We get 3 apples 或 5 apples.`],
    [String.raw`B`, String.raw`The answer is B (maybe C).`],
    [String.raw`2`, String.raw`√2`],
    [String.raw`2`, String.raw`sqrt(2)`],
    [String.raw`5`, String.raw`x = sqrt(3) + 5`],
    [String.raw`3`, String.raw`So x = 10 - 3`],
    [String.raw`10`, String.raw`2^10`],
    [String.raw`2`, String.raw`x^2`],
    [String.raw`8`, String.raw`log(8)`],
    [String.raw`3`, String.raw`So x > 3`],
    [String.raw`6.02`, String.raw`6.02e23`],
    [String.raw`3`, String.raw`-\boxed{3}`],
    [String.raw`3`, String.raw`\pm\boxed{3}`],
    [String.raw`3`, String.raw`$\sqrt{\boxed{3}}$`],
    [String.raw`3`, String.raw`2\cdot\boxed{3}`],
    [String.raw`3`, String.raw`$\boxed{3}!$`],
    [String.raw`3`, String.raw`$\boxed{3}^2$`],
    [String.raw`3`, String.raw`\boxed{3}\times 10^5`],
    [String.raw`3`, String.raw`x > \boxed{3}`],
    [String.raw`3\text{ m}`, String.raw`\boxed{3}\text{ cm}`],
    [String.raw`50`, String.raw`\boxed{50} percent`],
    [String.raw`1,2`, String.raw`Wrong: \boxed{1}. Right: \boxed{2}`],
    [String.raw`1,2`, String.raw`\boxed{1} no, \boxed{2}`],
    [String.raw`3,4`, String.raw`\frac{\boxed{3}}{\boxed{4}}`],
  ])('not %s: %s', (gold, response) => {
    expect(reward(response, gold)).toBe(0)
  })
})

describe('a subscript of a number is its base, or the number cannot be read', () => {
  it.each([
    ['12_{10}', '12'],
    ['101_2', '5'],
    ['12_{\\text{ten}}', '12'],
    ['12_{\\text{base 10}}', '12'],
    ['101_{\\text{base }2}', '5'],
    ['101_{\\text{base two}}', '5'],
    ['9_8', '9_8'],
  ])('%s answers for %s', (answer, gold) => {
    expect(reward(`\\boxed{${answer}}`, gold)).toBe(1)
  })

  it.each([
    ['3_{\\text{or }5}', '3'],
    ['\\sqrt{2}_{\\text{or }3}', '\\sqrt{2}'],
    ['9_8', '9'],
    ['12_{120}', '12'],
    ['12_{\\text{constructor}}', '12'],
  ])('%s does not answer for %s', (answer, gold) => {
    expect(reward(`\\boxed{${answer}}`, gold)).toBe(0)
  })
})

describe('hostile text is decided or undecided, by counted work', () => {
  const hostile: Readonly<Record<string, string>> = {
    tower: '\\boxed{9^{9^{9^9}}}',
    factorial: '\\boxed{(10^9)!}',
    'open braces': `\\boxed${'{'.repeat(100_000)}`,
    boxes: '\\boxed{'.repeat(100_000),
    'a megabyte': `\\boxed{${'1+'.repeat(500_000)}1}`,
    fractions: `\\boxed{${'\\frac{1}{'.repeat(2_000)}2${'}'.repeat(2_000)}}`,
    parentheses: `\\boxed{${'('.repeat(3_000)}1${')'.repeat(3_000)}}`,
    bars: `\\boxed{${'|x'.repeat(3_001)}}`,
    'long sum': '\\boxed{\\sum_{k=1}^{1000000000} k}',
    power: '\\boxed{1.0000001^{100000000}}',
    digits: `\\boxed{${'7'.repeat(200_000)}}`,
    exponent: '\\boxed{1e99999}',
    signs: `\\boxed{${'\\pm 1'.repeat(50)}}`,
    roots: `\\boxed{${'√'.repeat(3_900)}}`,
    currencies: `\\boxed{${'\\$√¥'.repeat(900)}2}`,
    percentages: `\\boxed{2${'%'.repeat(3_900)}}`,
    'a sum over percentages': `\\boxed{\\sum_{i=1}^n 2${'%'.repeat(3_900)}}`,
    minuses: `\\boxed{2\\cdot${'-'.repeat(3_900)}2}`,
    divisions: `\\boxed{${'1/'.repeat(1_900)}1}`,
    surrogates: `\\boxed{${'\ud800'.repeat(5_000)}}`,
    announcements: 'the final answer is $'.repeat(50_000),
    spaces: ' '.repeat(1_000_000),
  }

  it.each(Object.entries(hostile))('%s', (_, response) => {
    for (const profile of ['natural', 'published'] as const) {
      const verdict = mathVerify(response, '12345', { profile })
      expect(isRight(verdict) && verdict.right.reward).toBe(0)
      expect(mathVerify(response, '12345', { profile })).toEqual(verdict)
    }
  })

  it('calls a tower of powers undecided rather than wrong', () => {
    expect(mathVerify(hostile.tower!, '5')).toMatchObject({ right: { reward: 0, reason: 'undecided' } })
  })
})
