import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** Sealing wax: the one accent on paper and ink. Shade 7 carries white text at more than 7:1. */
const wax: MantineColorsTuple = ['#fbf1ee', '#f3ddd6', '#e8bfb3', '#dca08e', '#d08570', '#bd6650', '#a64a36', '#8a3324', '#722819', '#571c11'];
const stone: MantineColorsTuple = ['#f7f4ed', '#efeae0', '#e5dfd2', '#d8d1c2', '#bdb5a6', '#8b8579', '#6d685f', '#55514a', '#3c3a36', '#262522'];
const ink: MantineColorsTuple = ['#ebe6da', '#cfcabf', '#b3aea4', '#8a8780', '#5c5e65', '#363a43', '#1f232b', '#15181e', '#101318', '#0b0d11'];

const system = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

export const theme = createTheme({
  colors: { wax, gray: stone, dark: ink },
  primaryColor: 'wax',
  primaryShade: { light: 7, dark: 7 },
  // Text on a filled colour is black or white, whichever reaches 4.5:1: the two are equal at this luminance.
  autoContrast: true,
  luminanceThreshold: 0.179,
  white: '#ffffff',
  black: '#1d222c',
  fontFamily: system,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", monospace',
  headings: { fontFamily: '"Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", Georgia, ui-serif, serif', fontWeight: '600', textWrap: 'balance' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
});

/** The library's own greys fail WCAG 1.4.3 and 1.4.11; the tokens they point to here are measured by the browser tests. */
const tokens = {
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-soft)',
  '--mantine-color-placeholder': 'var(--ink-soft)',
  '--mantine-color-anchor': 'var(--link)',
  '--mantine-color-error': 'var(--error)',
  '--mantine-color-success': 'var(--good)',
  '--mantine-color-default': 'var(--sheet)',
  '--mantine-color-default-hover': 'var(--sheet-hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--field-border)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: tokens, dark: tokens });
