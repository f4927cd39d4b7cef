import { expect, test } from 'vitest';
import { isOwnRequest } from '../../../src/daemon/core/loopback.js';

test.each([
  [{ host: '127.0.0.1:8765' }, true],
  [{ host: 'localhost:8765' }, true],
  [{ host: 'LOCALHOST' }, true],
  [{ host: '[::1]:8765' }, true],
  [{ host: 'localhost:8765', origin: 'http://localhost:8765' }, true],
  [{ host: 'localhost:8765', origin: 'http://localhost:3000' }, false],
  [{ host: 'localhost:8765', origin: 'https://evil.example' }, false],
  [{ host: 'localhost:8765', origin: 'null' }, false],
  [{ host: 'evil.example:8765', origin: 'http://evil.example:8765' }, false],
  [{ host: 'localhost.evil.example:8765' }, false],
  [{ host: '127.0.0.1.evil.example' }, false],
  [{}, false],
])('a request with %j is our own: %s', (headers, own) => {
  expect(isOwnRequest(headers, '127.0.0.1')).toBe(own);
});

test('the address that was bound on purpose is our own too', () => {
  expect(isOwnRequest({ host: '192.168.1.5:8765' }, '192.168.1.5')).toBe(true);
  expect(isOwnRequest({ host: '192.168.1.6:8765' }, '192.168.1.5')).toBe(false);
});
