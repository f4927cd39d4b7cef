import { Fault } from '../fault.js';
import { opcodeNames } from './pickle-opcodes.js';

const mark = Symbol('mark');
type Item = string | string[] | typeof mark;

/**
 * A pickled list of strings (Python's `pickle`, protocols 0 to 5; also the plain strings of Python 2). Nothing is ever
 * executed: the few opcodes that such a list is made of are known, and any other is refused.
 * Throws `Fault` PICKLE_REFUSED naming the opcode, or PICKLE_BROKEN, both with the offset.
 */
export function unpickleStrings(bytes: Uint8Array): string[] {
  return new Unpickler(bytes).run();
}

/** The machine of pickletools: a stack, and a memo of what was on it. */
class Unpickler {
  private readonly stack: Item[] = [];
  private readonly memo = new Map<number, Item>();
  /** Where the next byte is, and where the opcode at hand began. */
  private at = 0;
  private opcodeAt = 0;

  constructor(private readonly bytes: Uint8Array) {}

  run(): string[] {
    for (;;) {
      this.opcodeAt = this.at;
      const opcode = this.take(1)[0]!;
      if (opcode === 0x2e) return this.result(); // STOP
      this.obey(opcode);
    }
  }

  private obey(opcode: number): void {
    const { stack } = this;
    switch (String.fromCharCode(opcode)) {
      case '\x80': // PROTO
        this.take(1);
        return;
      case '\x95': // FRAME: how much to read at once
        this.take(8);
        return;
      case '(': // MARK
        stack.push(mark);
        return;
      case ']': // EMPTY_LIST
        stack.push([]);
        return;
      case 'l': // LIST
        stack.push(this.popToMark());
        return;
      case 'a': // APPEND
        this.append([this.pop()]);
        return;
      case 'e': // APPENDS
        this.append(this.popToMark());
        return;
      case 'V': // UNICODE
        stack.push(rawUnicodeEscape(this.line()));
        return;
      case 'S': // STRING
        stack.push(this.quoted());
        return;
      case 'U': // SHORT_BINSTRING
      case '\x8c': // SHORT_BINUNICODE
        stack.push(this.text(this.integer(1)));
        return;
      case 'T': // BINSTRING
      case 'X': // BINUNICODE
        stack.push(this.text(this.integer(4)));
        return;
      case '\x8d': // BINUNICODE8
        stack.push(this.text(this.integer(8)));
        return;
      case '\x94': // MEMOIZE
        this.put(this.memo.size);
        return;
      case 'p': // PUT
        this.put(this.decimal());
        return;
      case 'q': // BINPUT
        this.put(this.integer(1));
        return;
      case 'r': // LONG_BINPUT
        this.put(this.integer(4));
        return;
      case 'g': // GET
        this.get(this.decimal());
        return;
      case 'h': // BINGET
        this.get(this.integer(1));
        return;
      case 'j': // LONG_BINGET
        this.get(this.integer(4));
        return;
      default:
        throw this.refused(opcode);
    }
  }

  private result(): string[] {
    const [list, ...more] = this.stack;
    if (!Array.isArray(list) || more.length > 0) {
      throw this.broken('the pickle holds something else than one list of strings');
    }
    return list;
  }

  private append(items: readonly Item[]): void {
    const list = this.stack.at(-1);
    if (!Array.isArray(list)) throw this.broken('there is no list to append to');
    for (const item of items) list.push(this.string(item));
  }

  private popToMark(): string[] {
    const from = this.stack.lastIndexOf(mark);
    if (from < 0) throw this.broken('a list has no beginning');
    return this.stack
      .splice(from)
      .slice(1)
      .map((item) => this.string(item));
  }

  private pop(): Item {
    const item = this.stack.pop();
    if (item === undefined) throw this.broken('the stack is empty');
    return item;
  }

  private put(key: number): void {
    const item = this.stack.at(-1);
    if (item === undefined || item === mark) throw this.broken('there is nothing to remember');
    this.memo.set(key, item);
  }

  private get(key: number): void {
    const item = this.memo.get(key);
    if (item === undefined) throw this.broken(`nothing was remembered as ${key}`);
    this.stack.push(item);
  }

  private string(item: Item): string {
    if (typeof item === 'string') return item;
    throw this.broken('the list holds something else than strings');
  }

  private text(length: number): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.take(length));
    } catch (cause) {
      if (cause instanceof Fault) throw cause;
      throw this.broken('a string is not UTF-8');
    }
  }

  /** A string of Python 2 as `repr` writes it; the names of notes need no escapes. */
  private quoted(): string {
    const match = /^(['"])([^\\]*)\1$/.exec(this.line());
    if (match === null) throw this.broken('a string has escapes or no quotes');
    return match[2]!;
  }

  private decimal(): number {
    const digits = this.line();
    if (/^\d{1,9}$/.test(digits)) return Number(digits);
    throw this.broken('a memo key is not a number');
  }

  /** Little-endian. */
  private integer(size: number): number {
    return this.take(size).reduceRight((total, byte) => total * 256 + byte, 0);
  }

  /** Bytes up to a line feed, as Latin-1. */
  private line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) throw this.cutShort();
    let text = '';
    for (const byte of this.take(end - this.at)) text += String.fromCharCode(byte);
    this.at++;
    return text;
  }

  private take(size: number): Uint8Array {
    if (size > this.bytes.length - this.at) throw this.cutShort();
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  private refused(opcode: number): Fault {
    const code = `0x${opcode.toString(16).padStart(2, '0')}`;
    const name = opcodeNames.get(opcode) ?? 'none that Python has';
    return new Fault('PICKLE_REFUSED', `holds the pickle opcode ${name} (${code})`, {
      offset: this.opcodeAt,
      hint: 'only a list of strings is read: pickle.dump([str(note) for note in notes], file)',
    });
  }

  private cutShort(): Fault {
    return this.broken(`the pickle ends after ${this.bytes.length} bytes, before its end`);
  }

  private broken(message: string): Fault {
    return new Fault('PICKLE_BROKEN', message, {
      offset: this.opcodeAt,
      hint: 'give the pickled list of notes that the network was trained on',
    });
  }
}

/** Python's codec of that name: Latin-1, with \uXXXX and \UXXXXXXXX. */
function rawUnicodeEscape(text: string): string {
  return text.replace(
    /\\u([\da-fA-F]{4})|\\U([\da-fA-F]{8})/g,
    (all, short?: string, long?: string) => {
      const point = parseInt(short ?? long!, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : all;
    },
  );
}
