import { expect, it } from 'vitest';
import { evenBars } from '../../src/model/bars.js';
import type { Piece } from '../../src/model/piece.js';
import { Rng } from '../../src/model/rng.js';
import { usualSong } from '../../src/model/usual-song.js';
import { randomPiece } from './small.js';

const rng = new Rng(2);
const piece = (ticksPerBar: number, ticks: number, tempo: number | null): Piece => ({
  ...randomPiece(rng, ticks),
  bars: evenBars(ticksPerBar, ticks),
  tempo,
});

it('is the metre of the most ticks, however many pieces have another', () => {
  const short = [piece(16, 16, null), piece(16, 16, null), piece(16, 16, null)];
  expect(usualSong([...short, piece(12, 96, null)]).ticksPerBar).toBe(12);
  expect(usualSong([...short, piece(12, 24, null)]).ticksPerBar).toBe(16);
});

it('is the tempo in the middle of the ticks whose tempo is known, and none where none is', () => {
  const pieces = [piece(16, 64, 170), piece(16, 16, 90), piece(16, 16, 80), piece(16, 900, null)];
  expect(usualSong(pieces).tempo).toBe(170);
  expect(usualSong([piece(16, 16, null)]).tempo).toBeUndefined();
});
