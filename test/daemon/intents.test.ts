import { expect, test } from 'vitest';
import type { PlanMessage, ServerMessage } from '../../src/daemon/core/messages.js';
import { Intents } from '../../src/daemon/intents.js';
import { fakeDaemon } from '../support/fake-daemon.js';

const plan = (part: number): PlanMessage => ({
  ...{ type: 'plan', part },
  ticks: [{ tick: 7, token: 'kick', probability: 1, notes: [] }],
});

test('what a part intends is told while that is wanted, and then once that it is nothing', () => {
  const { control } = fakeDaemon({}, { parts: 2 });
  const intents = new Intents(control);
  const told: ServerMessage[] = [];
  control.subscribe((message) => message.type === 'plan' && told.push(message));
  const bars = (name: string, value: number): void => {
    control.set(name, value);
    intents.settingsChanged();
  };
  intents.hear(plan(1));
  expect(told.splice(0)).toEqual([]);
  bars('plan-bars', 2);
  bars('part/2/plan-bars', 1);
  for (const part of [1, 2]) intents.hear(plan(part));
  expect(told.splice(0)).toEqual([plan(1), plan(2)]);
  bars('plan-bars', 0);
  intents.hear(plan(1));
  intents.hear(plan(2));
  bars('tempo', 90);
  expect(told).toEqual([{ type: 'plan', part: 1, ticks: [] }, plan(2)]);
});
