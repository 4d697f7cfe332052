"""Compares mathVerify with SymPy on random pairs of expressions, equations, inequalities, sets and intervals.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install sympy==1.13.1
    /tmp/venv/bin/python fuzz/differential/sympy_pairs.py --pairs 50000 --seed 1

Each pair is a gold and either another form of it, or a mutant of it with one number, sign, letter or function changed. SymPy
rewrites the gold, and tells the pair apart at three random exact points: rational values of the symbols, evaluated to 50
digits. A pair that is told apart at all three and has reward 1 is a false accept: the program prints it and fails. Equal forms
with reward 0 are counted by kind and printed as far as --show goes.
"""

import sys

import mpmath
import sympy
from driver import Run
from sympy import Integer, Rational, Symbol, latex

LETTERS = "a b c d k m n p q r s t u v x y".split()
mpmath.mp.dps = 50


class Node:
    """An expression: an operator with operands, a letter or a whole number."""

    def __init__(self, operator, *operands):
        self.operator = operator
        self.operands = operands

    def sympy(self):
        op, args = self.operator, self.operands
        if op == "letter":
            return Symbol(args[0], real=True)
        if op == "number":
            return Integer(args[0])
        values = [argument.sympy() for argument in args]
        return OPERATORS[op][1](*values)

    def latex(self, rng):
        op, args = self.operator, self.operands
        if op == "letter":
            return args[0]
        if op == "number":
            return str(args[0]) if args[0] >= 0 else f"({args[0]})"
        return OPERATORS[op][0](rng, *[argument.latex(rng) for argument in args])

    def letters(self):
        if self.operator == "letter":
            return {self.operands[0]}
        if self.operator == "number":
            return set()
        return set().union(*[argument.letters() for argument in self.operands])

    def nodes(self, path=()):
        yield path, self
        if self.operator not in ("letter", "number"):
            for index, argument in enumerate(self.operands):
                yield from argument.nodes((*path, index))

    def replaced(self, path, other):
        if not path:
            return other
        operands = list(self.operands)
        operands[path[0]] = operands[path[0]].replaced(path[1:], other)
        return Node(self.operator, *operands)


def wrapped(rng, text):
    return rng.choice(["({})", "\\left({}\\right)"]).format(text)


OPERATORS = {
    "+": (lambda rng, a, b: f"{a}+{b}", lambda a, b: a + b),
    "-": (lambda rng, a, b: f"{a}-{wrapped(rng, b)}", lambda a, b: a - b),
    "*": (
        lambda rng, a, b: wrapped(rng, a) + rng.choice(["", "\\cdot ", "\\times "]) + wrapped(rng, b),
        lambda a, b: a * b,
    ),
    "/": (lambda rng, a, b: f"\\frac{{{a}}}{{{b}}}", lambda a, b: a / b),
    "^2": (lambda rng, a: f"{wrapped(rng, a)}^2", lambda a: a**2),
    "^3": (lambda rng, a: f"{wrapped(rng, a)}^{{3}}", lambda a: a**3),
    "^n": (lambda rng, a, b: f"{wrapped(rng, a)}^{{{b}}}", lambda a, b: a**b),
    "sqrt": (lambda rng, a: f"\\sqrt{{{a}}}", sympy.sqrt),
    "exp": (lambda rng, a: f"e^{{{a}}}", sympy.exp),
    "ln": (lambda rng, a: f"\\ln{wrapped(rng, a)}", sympy.log),
    "sin": (lambda rng, a: f"\\sin{wrapped(rng, a)}", sympy.sin),
    "cos": (lambda rng, a: f"\\cos{wrapped(rng, a)}", sympy.cos),
    "tan": (lambda rng, a: f"\\tan{wrapped(rng, a)}", sympy.tan),
    "atan": (lambda rng, a: f"\\arctan{wrapped(rng, a)}", sympy.atan),
    "abs": (lambda rng, a: f"\\left|{a}\\right|", sympy.Abs),
    "neg": (lambda rng, a: f"(-{wrapped(rng, a)})", lambda a: -a),
}
UNARY = ["^2", "^3", "sqrt", "exp", "ln", "sin", "cos", "tan", "atan", "abs", "neg"]
ALGEBRAIC = ["+", "+", "-", "*", "*", "/"]


def expression(rng, letters, depth, functions):
    if depth == 0 or rng.random() < 0.15:
        if letters and rng.random() < 0.75:
            return Node("letter", rng.choice(letters))
        return Node("number", rng.choice([1, 2, 3, 4, 5, 6, 7, 10, 12, 30]))
    if rng.random() < (0.35 if functions else 0.15):
        operator = rng.choice(UNARY if functions else ["^2", "^3", "neg"])
        return Node(operator, expression(rng, letters, depth - 1, functions))
    if functions and rng.random() < 0.06:
        return Node("^n", expression(rng, letters, 0, functions), expression(rng, letters, 0, functions))
    operator = rng.choice(ALGEBRAIC)
    return Node(operator, expression(rng, letters, depth - 1, functions), expression(rng, letters, depth - 1, functions))


def mutant(rng, tree):
    """The tree with one thing changed."""
    path, node = rng.choice(list(tree.nodes()))
    if node.operator == "number":
        other = Node("number", node.operands[0] + rng.choice([-1, 1, 2, 10]))
    elif node.operator == "letter":
        other = Node("letter", rng.choice(LETTERS))
    elif len(node.operands) == 1:
        other = Node(rng.choice([name for name in UNARY if name != node.operator]), *node.operands)
    elif rng.random() < 0.3:
        other = Node(node.operator, *reversed(node.operands))
    else:
        other = Node(rng.choice([name for name in set(ALGEBRAIC) if name != node.operator]), *node.operands)
    return tree.replaced(path, other)


REWRITES = [
    sympy.expand,
    sympy.factor,
    sympy.together,
    sympy.cancel,
    lambda e: sympy.apart(e, sorted(e.free_symbols, key=str)[0]) if len(e.free_symbols) == 1 else sympy.expand(e),
    sympy.powsimp,
    sympy.expand_trig,
    sympy.nsimplify,
]


def points(rng, letters, count):
    """Distinct rational values of the letters: positive, negative, mixed."""
    for round_ in range(count):
        sign = [1, -1, rng.choice([1, -1])][round_ % 3]
        values = rng.sample(range(4, 400), len(letters))
        yield {
            Symbol(letter, real=True): Rational(value, 101) * (sign if round_ % 3 < 2 else rng.choice([1, -1]))
            for letter, value in zip(sorted(letters), values)
        }


def value(tree, point):
    """The value to 50 digits, or None where there is none over the reals."""
    try:
        result = evaluate(tree, point)
    except (ZeroDivisionError, OverflowError, ValueError):
        return None
    return result if mpmath.isfinite(result) else None


def evaluate(tree, point):
    op, args = tree.operator, tree.operands
    if op == "number":
        return mpmath.mpf(args[0])
    if op == "letter":
        exact = point[Symbol(args[0], real=True)]
        return mpmath.mpf(int(exact.p)) / int(exact.q)
    values = [evaluate(argument, point) for argument in args]
    if op == "sqrt" and values[0] < 0 or op == "ln" and values[0] <= 0:
        raise ValueError
    if op == "^n" and values[0] <= 0:
        raise ValueError
    if any(abs(part) > 1e60 for part in values):
        raise OverflowError
    return MPMATH[op](*values)


MPMATH = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^2": lambda a: a**2,
    "^3": lambda a: a**3,
    "^n": lambda a, b: a**b,
    "sqrt": mpmath.sqrt,
    "exp": mpmath.exp,
    "ln": mpmath.log,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "atan": mpmath.atan,
    "abs": abs,
    "neg": lambda a: -a,
}


def apart(a, b):
    return abs(a - b) > mpmath.mpf(10) ** -25 * (abs(a) + abs(b) + mpmath.mpf(10) ** -20)


def told_apart(left, right, rng, wanted=3):
    """True if two expressions differ at three points where both have a value; None if that is open."""
    letters = left.letters() | right.letters()
    seen = 0
    for point in points(rng, letters, 24):
        a, b = value(left, point), value(right, point)
        if a is None or b is None:
            continue
        if not apart(a, b):
            return None
        seen += 1
        if seen == wanted or not letters:
            return True
    return None


def rewritten(rng, tree):
    """Another form of the expression as LaTeX."""
    try:
        return latex(rng.choice(REWRITES)(tree.sympy()), ln_notation=True, inv_trig_style="full")
    except Exception:  # SymPy refuses some of its own forms
        return None


def expression_pair(rng):
    letters = rng.sample(LETTERS, rng.choice([0, 1, 1, 2, 2, 3, 4, 5, 6, 8]))
    tree = expression(rng, letters, rng.choice([1, 2, 3, 4]), rng.random() < 0.5)
    if rng.random() < 0.4:
        other = rewritten(rng, tree)
        return other and (tree.latex(rng), other, False, "expression")
    other = mutant(rng, tree)
    return tree.latex(rng), other.latex(rng), told_apart(tree, other, rng), "expression"


def relation_pair(rng):
    """coefficient·y + f = 0, which has one solution y for each value of the other letters."""
    letters = rng.sample(LETTERS[:-1], rng.choice([1, 2, 3, 4, 5, 7]))
    functions = rng.random() < 0.4
    free = expression(rng, letters, rng.choice([1, 2, 3]), functions)
    factor = expression(rng, letters, rng.choice([0, 1, 2]), functions)
    relator = rng.choice(["=", "=", "=", "<", "\\le", ">", "\\ge"])
    if rng.random() < 0.45:
        scale = rng.choice([2, 3, -1, -2, 5])
        if relator != "=":
            scale = abs(scale)
        left = Node("*", Node("number", scale), Node("*", factor, Node("letter", "y")))
        right = Node("*", Node("number", scale), free)
        sides = (left.latex(rng), right.latex(rng))
        if relator != "=" or rng.random() < 0.5:
            other = f"{sides[0]}{relator}{sides[1]}"
        else:
            other = rng.choice([f"{sides[1]}{relator}{sides[0]}", f"{sides[0]}-{wrapped(rng, sides[1])}{relator}0"])
        return relation(rng, factor, relator, free), other, False, "relation"
    if rng.random() < 0.2:
        other_relator = rng.choice([name for name in ["=", "<", "\\le", ">", "\\ge"] if name != relator])
        return relation(rng, factor, relator, free), relation(rng, factor, other_relator, free), True, "relation"
    free2, factor2 = (mutant(rng, free), factor) if rng.random() < 0.6 else (free, mutant(rng, factor))
    if "y" in free2.letters() | factor2.letters():
        return None
    left, right = Node("/", free, factor), Node("/", free2, factor2)
    return (
        relation(rng, factor, relator, free),
        relation(rng, factor2, relator, free2),
        told_apart(left, right, rng),
        "relation",
    )


def relation(rng, factor, relator, free):
    return f"{wrapped(rng, factor.latex(rng))}y {relator} {free.latex(rng)}"


def collection_pair(rng):
    """Sets, lists, tuples and intervals of expressions."""
    letters = rng.sample(LETTERS, rng.choice([0, 0, 1, 2, 4]))
    items = [expression(rng, letters, rng.choice([0, 1, 2]), False) for _ in range(rng.choice([2, 2, 3, 4]))]
    shape = rng.choice(["set", "tuple", "interval"])
    if shape == "interval":
        items = items[:2]
        opening, closing = rng.choice("(["), rng.choice(")]")
    else:
        opening, closing = ("\\{", "\\}") if shape == "set" else ("(", ")")
    others = list(items)
    different = False
    if rng.random() < 0.5:
        index = rng.randrange(len(items))
        others[index] = mutant(rng, items[index])
        different = told_apart(items[index], others[index], rng)
        if shape == "set" and different:
            # Sets agree if the new item is one of the others, and the old one too.
            different = all(told_apart(others[index], item, rng) for item in items) or None
    elif shape == "set":
        rng.shuffle(others)
    elif shape == "interval" and rng.random() < 0.5 and told_apart(items[0], items[1], rng):
        flipped = "[" if opening == "(" else "("
        return (
            f"{opening}{listed(rng, items)}{closing}",
            f"{flipped}{listed(rng, items)}{closing}",
            True,
            shape,
        )
    return f"{opening}{listed(rng, items)}{closing}", f"{opening}{listed(rng, others)}{closing}", different, shape


def listed(rng, items):
    return ", ".join(item.latex(rng) for item in items)


GENERATORS = [expression_pair, expression_pair, expression_pair, relation_pair, relation_pair, collection_pair]


def cases(rng):
    while True:
        pair = rng.choice(GENERATORS)(rng)
        if pair:
            gold, other, different, kind = pair
            yield f"\\boxed{{{other}}}", gold, other, different, kind


def main():
    run = Run(50_000, "natural", show=40)
    shown = 0
    for (_, gold, other, different, kind), reward, reason in run.scored(cases(run.random)):
        truth = "different" if different else "unknown" if different is None else "equal"
        run.counts[f"{kind}: {truth}, {reward}"] += 1
        if different and reward == "1":
            run.counts["false accepts"] += 1
            print("FALSE ACCEPT", kind, gold, "|", other, flush=True)
        elif different is False and reward != "1" and shown < run.options.show:
            shown += 1
            print("refused", reason, kind, gold, "|", other, flush=True)
    run.report()
    sys.exit(1 if run.counts["false accepts"] else 0)


main()
