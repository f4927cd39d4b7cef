import { expect, test } from 'vitest';
import { chords, pitchClassesOf, roots, scales } from '../../../src/daemon/core/scales.js';

const names = (classes: number): string =>
  roots.filter((_, pitchClass) => (classes >> pitchClass) & 1).join(' ');

test('scales and chords are those of the theory books', () => {
  expect(names(pitchClassesOf(0, 'off', 'off'))).toBe(roots.join(' '));
  expect(names(pitchClassesOf(2, 'major', 'off'))).toBe('C# D E F# G A B');
  expect(names(pitchClassesOf(9, 'minor', 'off'))).toBe('C D E F G A B');
  expect(names(pitchClassesOf(9, 'harmonic-minor', 'off'))).toBe('C D E F G# A B');
  expect(names(pitchClassesOf(4, 'minor-pentatonic', 'off'))).toBe('D E G A B');
  expect(names(pitchClassesOf(7, 'off', 'seventh'))).toBe('D F G B');
});

test('a chord counts before the scale, and holds its root', () => {
  for (const [root] of roots.entries()) {
    for (const scale of scales) {
      for (const chord of chords) {
        const classes = pitchClassesOf(root, scale, chord);
        expect((classes >> root) & 1).toBe(1);
        if (chord !== 'off') expect(classes).toBe(pitchClassesOf(root, 'off', chord));
      }
    }
  }
});
