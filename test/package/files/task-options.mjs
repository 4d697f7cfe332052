// Task options with what cannot be sent to a thread: a task type of its own, with verifiers that misbehave.
const score = (answer) => {
  if (answer.includes('die')) process.exit(7)
  if (answer.includes('throw')) throw new Error('no such luck')
  return { reward: answer.trim().length % 2, reason: answer.trim().length % 2 === 1 ? 'correct' : 'wrong' }
}

export default {
  customTasks: [
    { taskType: 'odd-length', metric: 'odd', readGold: (gold) => ({ _tag: 'Right', right: gold }), score },
  ],
}
