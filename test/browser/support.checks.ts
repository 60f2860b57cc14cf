import type { Page } from 'playwright-core';

/**
 * Fields whose border stands out from what is around it by less than 3:1 (WCAG 1.4.11; axe does not look). Each line names
 * the field and its ratio.
 */
export function faintBorders(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const rgba = (color: string) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (color: string) => {
      const [r, g, b] = rgba(color).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const background = (element: Element | null): string => {
      if (!element) return 'white';
      const own = getComputedStyle(element).backgroundColor;
      return rgba(own)[3] === 255 ? own : background(element.parentElement);
    };
    const shown = Array.from(document.querySelectorAll('input:not([type=hidden], [type=radio], [type=checkbox], [type=submit], [type=button]), textarea, select')).filter((field) => field.getClientRects().length > 0);
    return shown.flatMap((field) => {
      const style = getComputedStyle(field);
      const found = ['Top', 'Right', 'Bottom', 'Left'].map((side) =>
        parseFloat(style.getPropertyValue(`border-${side.toLowerCase()}-width`)) < 1 ? 1 : ratio(luminance(style.getPropertyValue(`border-${side.toLowerCase()}-color`)), luminance(background(field.parentElement))),
      );
      const least = Math.min(...found);
      return least < 3 ? [`${field.getAttribute('name') ?? field.id}: ${least.toFixed(2)}`] : [];
    });
  });
}

/** Tables that are cut: wider than their place without scrolling in it, or whose first column leaves when they scroll. Each line names the table. */
export function cutTables(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('table')).flatMap((table) => {
      const place = table.parentElement!;
      if (place.scrollWidth <= place.clientWidth + 1) return [];
      const name = place.getAttribute('aria-label') ?? table.textContent!.slice(0, 40);
      place.scrollLeft = place.scrollWidth;
      const [first, { left }] = [table.querySelector('tbody tr > *')!.getBoundingClientRect(), place.getBoundingClientRect()];
      const isCut = place.scrollLeft === 0 || first.left < left - 1 || first.width > place.clientWidth / 2;
      place.scrollLeft = 0;
      return isCut ? [name] : [];
    }),
  );
}

/** Tells of every request the page makes to an origin that is not among `known`; none is right. */
export function watchOutside(page: Page, known: readonly string[], tell: (address: string) => void): void {
  const hosts = known.map((origin) => new URL(origin).host);
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && !hosts.includes(host)) tell(request.url());
  });
}
