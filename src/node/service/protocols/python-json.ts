/**
 * A number as Python's `json` writes a float: `1.0`, not `1`. The clients are Python, and a reward of `1` becomes an `int`
 * there: `torch.tensor([1])` is an integer tensor.
 */
export const float = (value: number): string =>
  Number.isInteger(value) ? value.toFixed(1) : JSON.stringify(value)
