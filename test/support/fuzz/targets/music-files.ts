import { zipSync } from 'fflate';
import { createCodec } from '../../../../src/model/codec/create-codec.js';
import { readScore } from '../../../../src/model/codec/read-score.js';
import { tutorialTokens } from '../../../../src/model/codec/tutorial.js';
import { readGrooveInfo } from '../../../../src/model/files/groove-info.js';
import { readZip } from '../../../../src/model/files/zip.js';
import { endOfTrack, smfBytes, timed } from '../../smf-bytes.js';
import { bytesOf, type FuzzTarget, textOf } from '../target.js';

const notes = timed(
  [0, 0xff, 0x51, 3, 7, 0xa1, 0x20],
  [0, 0xff, 0x58, 4, 4, 2, 24, 8],
  [0, 0x99, 36, 100],
  [120, 0x89, 36, 0],
  [240, 0x99, 38, 90],
  [360, 0x99, 38, 0],
  [480, 0x90, 60, 80],
  [480, 0x90, 64, 80],
  [960, 0x80, 60, 0],
  [960, 0x80, 64, 0],
);
const sysex = [0, 0xf0, 3, 0x7e, 0x09, 0xf7];
const one = smfBytes([[...notes, ...endOfTrack]]);
const timecode = smfBytes([[...notes, ...endOfTrack]], { format: 0, division: 0xe728 });
const two = smfBytes(
  [
    [...sysex, ...endOfTrack],
    [...notes, ...endOfTrack],
  ],
  { division: 96 },
);
const drums = createCodec({ name: 'step', grid: 16, material: 'drums' });

/** What is learned from. */
export const musicFiles: readonly FuzzTarget[] = [
  {
    name: 'midi-file',
    seeds: [one, timecode, two],
    take: (bytes) => void drums.encode(readScore(bytes)),
  },
  {
    name: 'midi-file-tutorial',
    seeds: [one, two], // music21 does not read SMPTE time
    take: (bytes) => void tutorialTokens(bytes),
  },
  {
    name: 'zip',
    seeds: [zipSync({ 'one.mid': one, 'more/two.mid': two })],
    take: (bytes) => {
      for (const { name } of readZip(bytes, () => true, 1 << 20)) name.toLowerCase();
    },
  },
  {
    name: 'groove-info',
    seeds: [
      bytesOf(
        'drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,audio_filename,duration,split\ndrummer1,s1,s1/1,funk/groove1,138,beat,4-4,a.mid,a.wav,27.87,train\n',
      ),
    ],
    take: (bytes) => void readGrooveInfo(textOf(bytes)),
  },
];
