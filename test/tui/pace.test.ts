import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pace } from '../../src/tui/pace.js';

describe('pace', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('draws the first request at once', () => {
    const draw = vi.fn();
    pace(draw, 50)();
    expect(draw).toHaveBeenCalledTimes(1);
  });

  it('draws at most once an interval, and never misses the last request', () => {
    const draw = vi.fn();
    const request = pace(draw, 50);
    for (let at = 0; at < 990; at++) {
      request();
      vi.advanceTimersByTime(1);
    }
    expect(draw).toHaveBeenCalledTimes(20);
    vi.advanceTimersByTime(50);
    expect(draw).toHaveBeenCalledTimes(21);
  });

  it('draws nothing while nothing is asked for', () => {
    const draw = vi.fn();
    pace(draw, 50)();
    vi.advanceTimersByTime(10_000);
    expect(draw).toHaveBeenCalledTimes(1);
  });
});
