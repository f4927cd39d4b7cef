import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeAll } from 'vitest';
import type { About } from '../../src/daemon/core/control.js';
import type { Values } from '../../src/daemon/core/setting.js';
import { liveSettings } from '../../src/daemon/core/settings.js';
import { type HttpServer, startHttp } from '../../src/daemon/io/http.js';
import { launchChromium } from '../support/chromium.js';
import { type FakeDaemon, fakeDaemon, logLines } from '../support/fake-daemon.js';

/** One for all files that a process tests, with which it ends. */
let launched: Promise<Browser> | undefined;

interface Visitor {
  readonly page: Page;
  /** Whatever the page complained of in this visit. */
  readonly complaints: string[];
}
/** Who waits for another visit: a new page takes two seconds of a core, one that is there half of that. */
const waiting: Visitor[] = [];
/** Pages that no other visit can have. */
const spent = new WeakSet<Page>();

/** For a test that leaves something to a page beyond what it shows, such as another clock. */
export function spend(page: Page): void {
  spent.add(page);
}

/** What a test of the page begins with; call it within `describe`. All that is opened is closed after each test. */
export function visits() {
  let browser: Browser;
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    browser = await (launched ??= launchChromium());
  });
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });

  async function serve(daemon: FakeDaemon, port = 0): Promise<HttpServer> {
    const server = await startHttp(daemon.control, {
      port,
      log: logLines().log,
      health: () => ({}),
    });
    opened.push(server);
    return server;
  }

  /** A page that is connected. */
  async function visit(server: Pick<HttpServer, 'port'>): Promise<Visitor> {
    const visitor = waiting.pop() ?? newVisitor(await browser.newPage());
    opened.push({ close: () => leave(visitor) });
    const { page, complaints } = visitor;
    complaints.length = 0;
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`http://127.0.0.1:${server.port}/`);
    await page.waitForSelector('[data-connection="up"]');
    return visitor;
  }

  async function open(overrides: Partial<About> = {}, values: Values = {}) {
    const daemon = fakeDaemon(overrides, values);
    const server = await serve(daemon);
    return { ...daemon, daemon, server, ...(await visit(server)) };
  }

  /** The daemon goes, and its server is gone before this is. */
  async function shut(server: HttpServer): Promise<void> {
    opened.splice(opened.indexOf(server), 1);
    await server.close();
  }

  return { serve, visit, open, shut };
}

function newVisitor(page: Page): Visitor {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') complaints.push(request.url());
  });
  return { page, complaints };
}

async function leave(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  if (spent.has(page)) return page.close();
  // Nothing goes on in it meanwhile.
  await page.goto('about:blank');
  waiting.push(visitor);
}

/** The control of a setting, once its tab is open. */
export async function reach(page: Page, name: string): Promise<Locator> {
  const { group } = liveSettings.find((setting) => setting.name === name)!;
  await page.locator(`#tab-${group!}`).click();
  return page.locator(`#set-${name}`);
}
