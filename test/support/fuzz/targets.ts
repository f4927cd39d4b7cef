import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { parseOsc, expandOsc } from '../../../src/daemon/core/osc-addresses.js';
import { readConfig } from '../../../src/daemon/core/config.js';
import { renderConfig } from '../../../src/daemon/core/config-template.js';
import { obeyMessage } from '../../../src/daemon/core/obey-message.js';
import { packOsc, unpackOsc } from '../../../src/daemon/io/osc.js';
import { createCodec } from '../../../src/model/codec/create-codec.js';
import { readScore } from '../../../src/model/codec/read-score.js';
import { tutorialTokens } from '../../../src/model/codec/tutorial.js';
import { readGrooveInfo } from '../../../src/model/files/groove-info.js';
import { unpickleStrings } from '../../../src/model/files/pickle.js';
import { readZip } from '../../../src/model/files/zip.js';
import { parseManifest } from '../../../src/model/manifest.js';
import { decodeSafetensors, encodeSafetensors } from '../../../src/model/safetensors.js';
import { fakeDaemon } from '../fake-daemon.js';
import { fixture } from '../fixtures.js';
import { endOfTrack, smfBytes, timed } from '../smf-bytes.js';

/** A door by which bytes of strangers come in. */
export interface FuzzTarget {
  readonly name: string;
  /** Good examples, to be damaged. */
  readonly seeds: readonly Uint8Array[];
  /** What the daemon or trainer does with such bytes; it may throw nothing but a Fault. */
  readonly take: (bytes: Uint8Array) => void;
  /** Errors other than Faults that the caller of this door expects. */
  readonly expects?: (error: unknown) => boolean;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const read = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const shapes = [
  { name: 'a', shape: [2, 3] },
  { name: 'b', shape: [4] },
];
const drums = createCodec({ name: 'step', grid: 16, material: 'drums' });
const { control } = fakeDaemon();

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'midi-file',
    seeds: midiFiles(),
    take: (bytes) => void drums.encode(readScore(bytes)),
  },
  {
    name: 'midi-file-tutorial',
    seeds: midiFiles().filter((_, at) => at !== 1), // music21 does not read SMPTE time
    take: (bytes) => void tutorialTokens(bytes),
  },
  {
    name: 'osc',
    seeds: [
      packOsc({ address: '/ghostnote/tempo', args: [{ type: 'f', value: 120 }] }),
      packOsc({ address: '/ghostnote/t*', args: [{ type: 's', value: 'x' }] }),
      packOsc({ address: '/ghostnote/{seed,mode}', args: [{ type: 'i', value: 7 }] }),
      text('#bundle\0\0\0\0\0\0\0\0\x01\0\0\0\x18/ghostnote/start\0\0\0\0,\0\0\0'),
    ],
    take: (bytes) => {
      for (const request of unpackOsc(bytes).requests) expandOsc(request, 3).map(parseOsc);
    },
    expects: (error) => error instanceof Error && error.constructor === Error,
  },
  {
    name: 'web-socket',
    seeds: [
      text('{"type":"set","name":"tempo","value":120}'),
      text('{"type":"set","name":"mode","value":"trade"}'),
      text('{"type":"do","command":"start"}'),
    ],
    take: (bytes) => obeyMessage(control, read(bytes)),
  },
  {
    name: 'toml',
    seeds: [text('tempo = 96\nmode = "trade"\n"top-p" = 0.9 # a comment\n'), text(renderConfig())],
    take: (bytes) => void readConfig(read(bytes), 'ghostnote.toml'),
  },
  {
    name: 'manifest',
    seeds: [new Uint8Array(readFileSync('models/groove/model.json'))],
    take: (bytes) => void parseManifest(read(bytes)),
  },
  {
    name: 'safetensors',
    seeds: [
      encodeSafetensors(
        shapes.map(({ name, shape }) => ({
          name,
          shape,
          data: new Float32Array(shape.reduce((product, dim) => product * dim, 1)).fill(0.5),
        })),
      ),
    ],
    take: (bytes) => void decodeSafetensors(bytes, shapes),
  },
  {
    name: 'pickle',
    seeds: pickles(),
    take: (bytes) => void unpickleStrings(bytes),
  },
  {
    name: 'zip',
    seeds: [zipSync({ 'one.mid': midiFiles()[0]!, 'more/two.mid': midiFiles()[2]! })],
    take: (bytes) => {
      for (const { name } of readZip(bytes, () => true, 1 << 20)) name.toLowerCase();
    },
  },
  {
    name: 'groove-info',
    seeds: [
      text(
        'drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,audio_filename,duration,split\ndrummer1,s1,s1/1,funk/groove1,138,beat,4-4,a.mid,a.wav,27.87,train\n',
      ),
    ],
    take: (bytes) => void readGrooveInfo(read(bytes)),
  },
];

function midiFiles(): Uint8Array[] {
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
  return [
    smfBytes([[...notes, ...endOfTrack]]),
    smfBytes([[...notes, ...endOfTrack]], { format: 0, division: 0xe728 }),
    smfBytes(
      [
        [...sysex, ...endOfTrack],
        [...notes, ...endOfTrack],
      ],
      { division: 96 },
    ),
  ];
}

function pickles(): Uint8Array[] {
  return ['python2', 'python3'].flatMap((version) => {
    const { lists } = JSON.parse(read(fixture(`keras/pickles-${version}.json`))) as {
      readonly lists: Readonly<Record<string, string>>;
    };
    return Object.values(lists).map((hex) => new Uint8Array(Buffer.from(hex, 'hex')));
  });
}
