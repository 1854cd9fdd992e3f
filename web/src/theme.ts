import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Menu,
  Notification,
  Table,
  Tooltip,
} from '@mantine/core';

const pine: MantineColorsTuple = [
  '#edf6f3',
  '#d8ebe5',
  '#b2d9cd',
  '#8ac7b5',
  '#67b49e',
  '#44a088',
  '#2f8a73',
  '#217862',
  '#176754',
  '#0f5142',
];
const slate: MantineColorsTuple = [
  '#f6f8f8',
  '#eceff0',
  '#dde2e4',
  '#c6cdd1',
  '#a3adb3',
  '#84909a',
  '#66727b',
  '#505b63',
  '#3b454c',
  '#262e33',
];
const dark: MantineColorsTuple = [
  '#d3d9dc',
  '#b9c1c6',
  '#9ba5ab',
  '#74808a',
  '#3b454c',
  '#2c353b',
  '#242c31',
  '#1b2226',
  '#151b1e',
  '#101416',
];
const amber: MantineColorsTuple = [
  '#fdf6e7',
  '#fbeac5',
  '#f6d68c',
  '#f0c054',
  '#e8ab2c',
  '#cf9113',
  '#b0780a',
  '#936306',
  '#7c5204',
  '#5e3d02',
];

const red: MantineColorsTuple = [
  '#fdf0ee',
  '#fbdedb',
  '#f5bab5',
  '#ef938b',
  '#e96d64',
  '#e34f44',
  '#d93a2f',
  '#c82e23',
  '#b42318',
  '#8a1b12',
];

/** The one visual language: a pine accent, cool greys; red only for danger, amber for known good and simulator. */
export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  colors: { pine, gray: slate, dark, amber, red },
  black: '#1c2327',
  fontFamily:
    'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.25' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '20px' },
  cursorType: 'pointer',
  components: {
    Tooltip: Tooltip.extend({
      defaultProps: {
        withArrow: true,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    }),
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false, withinPortal: false } }),
    Table: Table.extend({ defaultProps: { borderColor: 'var(--kg-line)' } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
  },
});

/** Mantine's own greys for secondary text are too faint for small print. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#56626a',
    '--mantine-color-placeholder': '#66727b',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-default-border': 'var(--mantine-color-gray-3)',
  },
  dark: {
    '--mantine-color-dimmed': '#a3adb3',
    '--mantine-color-placeholder': '#929da4',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-pine-light': '#174438',
    '--mantine-color-pine-light-hover': '#1c5144',
    '--mantine-color-amber-light': '#4a370c',
    '--mantine-color-amber-light-hover': '#5a4412',
    '--mantine-color-red-light': '#511d18',
    '--mantine-color-red-light-hover': '#63251f',
    '--mantine-color-gray-light': '#323b41',
    '--mantine-color-gray-light-hover': '#3b454c',
  },
});
