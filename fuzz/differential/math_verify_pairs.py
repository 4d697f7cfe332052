"""Compares the `published` profile with the real Math-Verify on generated responses.

    python3 -m venv /tmp/venv
    /tmp/venv/bin/pip install math-verify==0.8.0 "antlr4-python3-runtime==4.13.2"
    /tmp/venv/bin/python fuzz/differential/math_verify_pairs.py --pairs 2000 --seed 1

The reward is the trainer's: the last 500 characters of a response are parsed, the gold as `\\boxed{gold}`, and compared.
Each disagreement is printed; the share of agreement is printed last.
"""

import json

from driver import Run
from math_verify import ExprExtractionConfig, LatexExtractionConfig, parse, verify

LETTERS = "a b c d k m n p q r s t u v x y z A B C P R V".split()


def number(rng):
    return rng.choice(
        [
            lambda: str(rng.randint(0, 20)),
            lambda: str(rng.randint(0, 2000)),
            lambda: f"-{rng.randint(1, 50)}",
            lambda: f"{rng.randint(0, 99)}.{rng.randint(0, 99)}",
            lambda: f"\\frac{{{rng.randint(1, 20)}}}{{{rng.randint(2, 20)}}}",
            lambda: f"-\\frac{{{rng.randint(1, 20)}}}{{{rng.randint(2, 20)}}}",
            lambda: f"{rng.randint(1, 20)}/{rng.randint(2, 20)}",
            lambda: f"{rng.randint(1, 9)}\\sqrt{{{rng.randint(2, 20)}}}",
            lambda: f"\\sqrt{{{rng.randint(2, 40)}}}",
            lambda: f"\\frac{{\\pi}}{{{rng.randint(2, 6)}}}",
            lambda: f"{rng.randint(2, 9)}\\pi ",
            lambda: f"{rng.randint(1, 9)},{rng.randint(0, 999):03d}",
            lambda: f"{rng.randint(1, 99)}\\%",
            lambda: f"2^{{{rng.randint(2, 12)}}}",
            lambda: f"{rng.randint(1, 9)}!",
            lambda: f"\\binom{{{rng.randint(4, 9)}}}{{{rng.randint(1, 4)}}}",
            lambda: f"{rng.randint(1, 9)}+{rng.randint(1, 9)}i",
            lambda: f"\\log_{{{rng.randint(2, 5)}}}{{{rng.randint(2, 30)}}}",
            lambda: f"\\ln {rng.randint(2, 9)}",
            lambda: f"e^{{{rng.randint(2, 5)}}}",
        ]
    )()


def term(rng):
    letter = rng.choice(LETTERS)
    return rng.choice(
        [
            lambda: letter,
            lambda: f"{rng.randint(2, 12)}{letter}",
            lambda: f"{letter}^2",
            lambda: f"{letter}^{{{rng.randint(2, 9)}}}",
            lambda: f"{letter}{rng.choice(LETTERS)}",
            lambda: f"{letter}_{rng.randint(1, 3)}",
            lambda: f"\\frac{{{letter}}}{{{rng.randint(2, 9)}}}",
            lambda: f"\\frac{{{rng.randint(1, 9)}}}{{{letter}}}",
            lambda: f"\\sqrt{{{letter}}}",
            lambda: f"\\sin {letter}",
            lambda: f"\\cos({letter})",
            lambda: f"e^{{{letter}}}",
            lambda: f"\\ln {letter}",
            lambda: f"({letter}+{rng.randint(1, 9)})",
            lambda: f"\\{rng.choice(['alpha', 'theta', 'lambda'])} ",
        ]
    )()


def expression(rng):
    parts = [rng.choice([term, term, number])(rng) for _ in range(rng.choice([1, 2, 2, 3]))]
    text = parts[0]
    for part in parts[1:]:
        text += rng.choice(["+", "-", "\\cdot ", ""]) + part
    return text


def answer(rng):
    """(gold, forms of the same or of something near it)."""
    kind = rng.choice(
        ["number", "number", "number", "expression", "expression", "equation", "set", "tuple", "interval", "inequality", "unit", "text"]
    )
    if kind == "number":
        return kind, number(rng)
    if kind == "expression":
        return kind, expression(rng)
    if kind == "equation":
        return kind, f"{rng.choice(['x', 'y', 'f(x)', 'x+y', '2x'])}={rng.choice([number, expression])(rng)}"
    if kind in ("set", "tuple"):
        opening, closing = ("\\{", "\\}") if kind == "set" else ("(", ")")
        items = [rng.choice([number, number, expression])(rng) for _ in range(rng.choice([1, 2, 2, 3]))]
        return kind, opening + ",".join(items) + closing
    if kind == "interval":
        pair = f"{rng.choice('([')}{number(rng)},{rng.choice([number(rng), chr(92) + 'infty'])}{rng.choice(')]')}"
        return kind, pair if rng.random() < 0.7 else f"(-\\infty,{number(rng)})\\cup{pair}"
    if kind == "inequality":
        relator = rng.choice(["<", ">", "\\le ", "\\ge ", "\\leq ", "\\neq "])
        return kind, rng.choice([f"x{relator}{number(rng)}", f"{number(rng)}{relator}x", f"{number(rng)}<x\\le {number(rng)}"])
    if kind == "unit":
        unit = rng.choice(["\\text{ cm}", " cm", "^\\circ", "\\text{ dollars}", "\\%", "\\text{ m}^2", " \\text{hours}"])
        return kind, rng.choice(["\\$", "", "", ""]) + number(rng) + unit
    return kind, rng.choice(["\\text{yes}", "\\text{Monday}", "B", "(C)", "\\text{no solution}", "A, C"])


def changed(rng, text):
    """The text in another spelling, or with one character changed, or another answer."""
    way = rng.randrange(9)
    if way == 0:
        return text
    if way == 1:
        digits = [index for index, char in enumerate(text) if char.isdigit()]
        if not digits:
            return text
        index = rng.choice(digits)
        return text[:index] + str(rng.randint(0, 9)) + text[index + 1 :]
    if way == 2:
        return text.replace("\\frac", "\\dfrac").replace(",", ", ")
    if way == 3:
        return text.replace("+", " + ").replace("-", " - ")
    if way == 4:
        return text.replace("(", "\\left(").replace(")", "\\right)").replace("\\{", "\\left\\{").replace("\\}", "\\right\\}")
    if way == 5:
        return f"x={text}" if "=" not in text else text.split("=")[-1]
    if way == 6:
        letters = [index for index, char in enumerate(text) if char in "abcdxyz"]
        if not letters:
            return text
        index = rng.choice(letters)
        return text[:index] + rng.choice("abcdxyz") + text[index + 1 :]
    if way == 7:
        return "+".join(reversed(text.split("+"))) if "+" in text else "-" + text
    return answer(rng)[1]


WRAPPERS = [
    "So the answer is $\\boxed{%s}$.",
    "\\boxed{%s}",
    "Therefore $$\\boxed{%s}$$",
    "The final answer is $%s$. I hope it is correct.",
    "The answer is $%s$.",
    "We get $3$ and then \\[ \\boxed{%s} \\]",
    "Answer: %s",
    "$%s$",
    "Step 1: $a=2$.\n\nFinal Answer: $%s$",
]


# Generous, so that a loaded machine changes no verdict.
TIMEOUT = 60


def reference(response, gold):
    """As the trainer does it."""
    parsed_gold = parse(f"\\boxed{{{gold}}}", extraction_config=[LatexExtractionConfig()], parsing_timeout=TIMEOUT)
    parsed = parse(
        response[-500:],
        extraction_config=[LatexExtractionConfig(), ExprExtractionConfig()],
        parsing_timeout=TIMEOUT,
    )
    return 1 if verify(parsed_gold, parsed, timeout_seconds=TIMEOUT) else 0


def cases(rng):
    while True:
        kind, gold = answer(rng)
        response = rng.choice(WRAPPERS) % changed(rng, gold)
        yield response, gold, kind, reference(response, gold)


def main():
    run = Run(2_000, "published")
    for (response, gold, kind, expected), reward, reason in run.scored(cases(run.random)):
        run.counts[f"{kind}: {expected}"] += 1
        if reward == str(expected):
            run.counts["agree"] += 1
        else:
            print(json.dumps([kind, "reference", expected, "ours", reward, reason, gold, response]), flush=True)
    run.report()
    print(f"{run.counts['agree'] / run.options.pairs:.2%} agree")


main()
