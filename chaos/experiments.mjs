/** What each experiment is to show, in the order in which they are told. `elsewhere`: another command shows it. */
export const EXPERIMENTS = {
  R1: { goal: 'Killed under 200 messages/s with duplicates and disorder: no acknowledged message lost, none twice' },
  R2: { goal: 'The same kills while answers go out and replies are cut: nobody gets a message twice, none is lost silently' },
  R3: { goal: 'Serving again <= 3 s after a kill; 50 open desks back <= 5 s (95th) and the same as a fresh one' },
  R4: { goal: 'Database away, disk full: nothing acknowledged lost, 503 within 2 s, all stored <= 60 s after, no error line for a WeChat follower, memory +<= 100 MB' },
  R5: { goal: 'Platform out for 2 h: all delivered afterwards while the window is open, else failed with the reason; tries as scheduled, no herd' },
  R6: { goal: 'Webhooks copied and in disorder: the same as each once and in order, on every channel' },
  R7: { goal: 'An album of 30 in parallel: one conversation, 30 messages, on every channel' },
  R8: { goal: 'Clocks that go wrong: nothing is allowed more than 60 s after its window, and it is told' },
  R9: { goal: 'Fuzzed webhooks: no 5xx, no crash, none over 1 s, memory +<= 50 MB, no row from a bad signature' },
  R14: { goal: 'Backup under load, restored into another directory: nothing acknowledged before it missing, nothing sent again, the forgotten stay forgotten' },
  R15: { goal: 'Soak: heap after collection grows <= 1 MB in 10 min, files and timers flat, p99 <= 250 ms' },
  R16: { goal: 'Throughput', elsewhere: '`npm run bench`' },
  R17: { goal: 'Told to stop under load: ends by itself with 0 in <= 10 s, sockets closed with 1001; a second start refuses' },
  R18: { goal: 'A campaign with kills, pauses and a stop: everybody eligible at most once, nobody else; whoever is missing is listed; a stop holds within 2 s' },
  R19: { goal: 'Three nodes on one database, one of them behind PgBouncer, killed and stopped by turns: nothing lost, nothing twice, whoever watches is told everything once and in order' },
  R20: { goal: 'Each failure above leaves a metric, a log line that can be followed, and a health item' },
}
