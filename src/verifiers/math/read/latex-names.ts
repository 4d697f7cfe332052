/** Greek letters, which a keyboard has by their names only: `sigma^2`. */
export const GREEK = new Set([
  'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'varepsilon', 'zeta', 'eta', 'theta', 'vartheta', 'iota', 'kappa',
  'lambda', 'mu', 'nu', 'xi', 'omicron', 'rho', 'varrho', 'sigma', 'tau', 'upsilon', 'phi', 'varphi', 'chi', 'psi',
  'omega', 'Gamma', 'Delta', 'Theta', 'Lambda', 'Xi', 'Sigma', 'Upsilon', 'Phi', 'Psi', 'Omega',
]) // biome-ignore format: a table

/** Greek and other letters that stand for themselves. */
export const LETTER_COMMANDS = new Set([
  ...GREEK, 'ell', 'hbar', 'nabla', 'partial', 'imath', 'jmath', 'odot', 'oplus', 'star', 'dagger', 'Box', 'triangle',
  'square', 'bullet',
]) // biome-ignore format: a table

/** Functions written `\sin x`, and in plain text `sin(x)`, by the name they have in a tree. */
export const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ...['sin', 'cos', 'tan', 'cot', 'sec', 'csc', 'sinh', 'cosh', 'tanh', 'coth', 'sech', 'csch', 'exp', 'ln'].map(same),
  ...['arcsin', 'arccos', 'arctan', 'arccot', 'arcsec', 'arccsc', 'arcsinh', 'arccosh', 'arctanh'].map(same),
  ...['max', 'min', 'gcd', 'lcm', 'abs', 'floor', 'arg', 'det', 'sgn', 'sign', 'erf', 'zeta'].map(same),
  ['log', 'log'], ['lg', 'lg'], ['lb', 'lb'],
  ['tg', 'tan'], ['ctg', 'cot'], ['cosec', 'csc'], ['sh', 'sinh'], ['ch', 'cosh'], ['th', 'tanh'],
  ['arctg', 'arctan'], ['asin', 'arcsin'], ['acos', 'arccos'], ['atan', 'arctan'], ['arsinh', 'arcsinh'],
  ['arcosh', 'arccosh'], ['artanh', 'arctanh'], ['asinh', 'arcsinh'], ['acosh', 'arccosh'], ['atanh', 'arctanh'], ['arcsh', 'arcsinh'],
  ['ceil', 'ceiling'], ['ceiling', 'ceiling'], ['Re', 're'], ['Im', 'im'], ['sup', 'sup'], ['inf', 'inf'],
  ['GCD', 'gcd'], ['LCM', 'lcm'], ['HCF', 'gcd'], ['hcf', 'gcd'], ['sqrt', 'sqrt'], ['cbrt', 'cbrt'],
]) // biome-ignore format: a table

/** Functions that the published reward does not know by these names. */
export const MORE_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['cis', 'cis'], ['asinh', 'arcsinh'], ['acosh', 'arccosh'], ['atanh', 'arctanh'], ['Log', 'log'], ['Ln', 'ln'], ['sen', 'sin'], ['Arctan', 'arctan'],
  ...['rank', 'tr', 'dim', 'ker', 'nullity', 'deg', 'adj', 'span', 'diag', 'Var', 'Cov', 'E'].map(same), ['trace', 'tr'], ['Tr', 'tr'],
  ['Arg', 'arg'], ['curl', 'curl'], ['rot', 'curl'], ['grad', 'grad'], ['argsinh', 'arcsinh'], ['acot', 'arccot'], ['MCD', 'gcd'], ['PGCD', 'gcd'], ['ggT', 'gcd'], ['kgV', 'lcm'], ['mcm', 'lcm'],
  ['asec', 'arcsec'], ['acsc', 'arccsc'], ...['arcsech', 'arccsch', 'arccoth'].map(same), ['asech', 'arcsech'], ['acsch', 'arccsch'],
  ['acoth', 'arccoth'], ['arsech', 'arcsech'], ['arcsch', 'arccsch'], ['arcoth', 'arccoth'], ['signum', 'sgn'], ['cosech', 'csch'],
]) // biome-ignore format: a table

/** Functions as programs call them, with all their arguments in round brackets. */
export const CALLED_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['Abs', 'abs'], ['factorial', 'factorial'], ['binomial', 'binomial'], ['binom', 'binomial'], ['nCr', 'binomial'], ['nPr', 'permutations'],
  ['comb', 'binomial'], ['conjugate', 'conjugate'], ['conj', 'conjugate'], ['re', 're'], ['im', 'im'], ['root', 'root'], ['nthroot', 'root'],
  ['Max', 'max'], ['Min', 'min'],
]) // biome-ignore format: a table

function same(name: string): readonly [string, string] {
  return [name, name]
}

/** Functions that have an inverse written with −1 above. */
export const INVERSES: Readonly<Record<string, string>> = {
  sin: 'arcsin', cos: 'arccos', tan: 'arctan', cot: 'arccot', sec: 'arcsec', csc: 'arccsc',
  sinh: 'arcsinh', cosh: 'arccosh', tanh: 'arctanh',
} // biome-ignore format: a table

/** Those that the published reward does not know. */
export const MORE_INVERSES: Readonly<Record<string, string>> = {
  coth: 'arccoth',
  sech: 'arcsech',
  csch: 'arccsch',
}

export const RELATION_COMMANDS: Readonly<Record<string, '=' | '<' | '<=' | '>' | '>=' | '!=' | '~' | 'in' | 'notin' | '->'>> = {
  le: '<=', leq: '<=', leqslant: '<=', leqq: '<=', ge: '>=', geq: '>=', geqslant: '>=', geqq: '>=', lt: '<', gt: '>',
  ne: '!=', neq: '!=', approx: '~', approxeq: '~', simeq: '~', sim: '~', doteq: '~', equiv: '=', in: 'in',
  notin: 'notin', to: '->', rightarrow: '->', longrightarrow: '->', mapsto: '->', cong: '=',
  Rightarrow: '->', implies: '->', propto: '~', subset: 'in', subseteq: 'in', iff: '=', Leftrightarrow: '=',
} // biome-ignore format: a table

export const RELATION_CHARACTERS: Readonly<Record<string, '=' | '<' | '<=' | '>' | '>=' | '!=' | '->'>> = {
  '=': '=', '==': '=', '<': '<', '>': '>', '<=': '<=', '>=': '>=', '!=': '!=', '->': '->', '=>': '->',
} // biome-ignore format: a table

export const MATRICES = new Set([
  'matrix',
  'pmatrix',
  'bmatrix',
  'Bmatrix',
  'vmatrix',
  'Vmatrix',
  'smallmatrix',
  'array',
])

export const NUMBER_SETS: Readonly<Record<string, string>> = {
  R: 'real', Z: 'integer', N: 'natural', Q: 'rational', C: 'complex', P: 'prime',
} // biome-ignore format: a table
