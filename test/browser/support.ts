import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Agent } from '../support/agent';
import type { TestPerson } from '../../libs/identity/testing';
import { startTestApp, type TestApp } from '../support/app';
import { cutTables, faintBorders, watchOutside } from './support.checks';
import { launchChromium } from './support.chromium';

// A browser on a loaded machine may be late once; what fails is logged, and fails when it happens again.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The portal over a server of its own, and a browser. */
export interface BrowserTest {
  app: TestApp;
  browser: Browser;
  /** A new window in which `who` is signed in, apart from their agent; nobody without. */
  window(who?: Pick<TestPerson, 'email' | 'password'>, options?: BrowserContextOptions): Promise<Page>;
  /** @throws when browsers complained in any window: errors of scripts, refused resources, requests to strangers */
  close(): Promise<void>;
}

/** @throws when the portal was not built */
export async function startBrowserTest(env: NodeJS.ProcessEnv = {}): Promise<BrowserTest> {
  if (!existsSync(join(process.cwd(), 'apps/portal/build/server/index.js'))) throw new Error('Build the portal first: npm run build:portal');
  const app = await startTestApp(env, { portal: true });
  const browser = await launchChromium();
  const faults: string[] = [];
  const contexts: BrowserContext[] = [];
  return {
    app, browser,
    async window(who, options = {}) {
      const context = await browser.newContext({ baseURL: app.url, locale: 'en-GB', timezoneId: 'Europe/Berlin', viewport: { width: 1440, height: 900 }, bypassCSP: false, ...options });
      contexts.push(context);
      if (who) await context.addCookies([...(await signedIn(app, who)).cookies].map(([name, value]) => ({ name, value, url: app.url.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax' as const })));
      const page = await context.newPage();
      watchOutside(page, [app.url, app.sandbox.url], (address) => faults.push(`${page.url()}: asked ${address}`));
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        // A refused form is an answer the browser reports as a failed resource; the page shows it.
        if (message.type() === 'error' && !/the server responded with a status of 4\d\d/.test(message.text())) faults.push(`${page.url()}: ${message.text()}`);
      });
      return page;
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()));
      await browser.close();
      await app.close();
      if (faults.length > 0) throw new Error(`Browsers complained:\n${faults.join('\n')}`);
    },
  };
}

/** A session of its own: what a page does to it is not felt elsewhere. */
async function signedIn(app: TestApp, { email, password }: Pick<TestPerson, 'email' | 'password'>): Promise<Agent> {
  const agent = app.http();
  await agent.post('/api/v1/sessions').send({ email, password }).expect(201);
  return agent;
}

/** Rules that axe finds broken on the page as it stands, each with the first element that breaks it. */
export async function axe(page: Page, runOnly: { type: 'tag' | 'rule'; values: string[] } = { type: 'tag', values: axeTags }): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } };
    const { violations } = await axe.run({ runOnly: only, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html} ${nodes[0]!.failureSummary}`);
  }, runOnly);
}

/** How many pixels the page can be scrolled sideways; none is right. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

const widths = [390, 768, 1440];
/** In the dark nothing but colours is another. */
const ofColours = { type: 'rule' as const, values: ['color-contrast', 'link-in-text-block'] };

/**
 * Looks at a page on a phone, a tablet and a desk, light and dark: what axe finds and what scrolls sideways. With `SHOTS` set
 * to a directory it keeps a picture of each, for people to look at.
 */
export async function look(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  const before = page.viewportSize()!;
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await faintBorders(page)).map((line) => `${name} ${width} ${colorScheme}: faint border of ${line}`));
      if (width !== 768) found.push(...(await axe(page, colorScheme === 'dark' ? ofColours : undefined)).map((line) => `${name} ${width} ${colorScheme}: ${line}`));
      if (process.env.SHOTS) {
        mkdirSync(process.env.SHOTS, { recursive: true });
        await page.screenshot({ path: join(process.env.SHOTS, `${name}-${width}-${colorScheme}.png`), fullPage: true, caret: 'initial' });
      }
    }
    if (width < 500) found.push(...(await cutTables(page)).map((table) => `${name} ${width}: cuts the table “${table}”`));
    const over = await sideways(page);
    if (over > 0) found.push(`${name} ${width}: scrolls sideways by ${over} px`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(before);
  return found;
}
