/**
 * The version of the rules that give the numbers: rewards, advantages, losses. It changes with any change of a number,
 * so that a stored reward can be traced to the rules that gave it; CHANGELOG.md says under Numerics what changed.
 */
export const scoringVersion = 2
