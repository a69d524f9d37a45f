/** Mantine's theme for Goodword: one accent, one type scale, and system fonts, so that no font is fetched. */
import { createTheme, type MantineColorsTuple } from "@mantine/core";
import { text } from "../text";

// The logo's background. White text on shade 7 has a contrast of 6:1, and so has shade 4 on the dark page.
const word: MantineColorsTuple = [
  "#ebf6f8",
  "#d3ebef",
  "#a8d7df",
  "#79c0cc",
  "#4ba7b7",
  "#2b8fa1",
  "#1b7c8e",
  "#156a7a",
  "#125866",
  "#0e4752",
];

const gray: MantineColorsTuple = [
  "#f7f9f9",
  "#eff2f3",
  "#e3e8ea",
  "#d3dadd",
  "#b9c3c7",
  "#94a2a8",
  "#66757c",
  "#4a585f",
  "#323e44",
  "#1d272b",
];

const dark: MantineColorsTuple = [
  "#d5dcde",
  "#bac4c7",
  "#98a5a9",
  "#6c7a7f",
  "#47545a",
  "#354146",
  "#283236",
  "#161d20",
  "#111719",
  "#0c1113",
];

// Shades 6 and 7 are text colours on a tint of themselves, with a contrast of 5:1 or more.
const yellow: MantineColorsTuple = [
  "#fff8e6",
  "#fcefcb",
  "#f7df9f",
  "#efca6a",
  "#dba935",
  "#b8860f",
  "#885c00",
  "#7d5400",
  "#664500",
  "#4d3400",
];

const red: MantineColorsTuple = [
  "#fdf1f0",
  "#fadedb",
  "#f5bdb8",
  "#f09a93",
  "#e56b62",
  "#d24339",
  "#b42c22",
  "#a9271e",
  "#8c2018",
  "#6b1812",
];

const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif';

const DIALOG_TITLE = { fontSize: "1rem", fontWeight: 600, lineHeight: 1.4 };
const CLOSE = { "aria-label": text.common.close };
const OVERLAY = { backgroundOpacity: 0.35 };

export const theme = createTheme({
  primaryColor: "word",
  primaryShade: { light: 7, dark: 7 },
  colors: { word, gray, dark, yellow, red },
  black: "#1d272b",
  fontFamily: FONT,
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.4" },
  headings: {
    fontFamily: FONT,
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.3" },
      h2: { fontSize: "1rem", lineHeight: "1.4" },
      h3: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  defaultRadius: "md",
  radius: { xs: "2px", sm: "4px", md: "6px", lg: "8px", xl: "12px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "sm" } },
    Badge: {
      defaultProps: {
        variant: "light",
        tt: "none",
        fw: 500,
        radius: "sm",
        size: "md",
        miw: "max-content",
      },
    },
    Skeleton: { defaultProps: { radius: "sm" } },
    Table: {
      defaultProps: {
        verticalSpacing: 9,
        horizontalSpacing: "sm",
        highlightOnHoverColor: "var(--gw-wash)",
      },
    },
    // ARIA does not allow the focus placeholder as a child of a menu.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Tooltip: { defaultProps: { withArrow: true } },
    Drawer: {
      defaultProps: {
        position: "right",
        size: 440,
        padding: "lg",
        overlayProps: OVERLAY,
        closeButtonProps: CLOSE,
      },
      styles: { title: DIALOG_TITLE },
    },
    Modal: {
      defaultProps: {
        centered: true,
        size: 440,
        padding: "lg",
        overlayProps: OVERLAY,
        closeButtonProps: CLOSE,
      },
      styles: { title: DIALOG_TITLE },
    },
  },
});
