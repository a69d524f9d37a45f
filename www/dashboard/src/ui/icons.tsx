/** The icons of the dashboard. All are decoration beside words, so screen readers skip them. */
import type { ReactNode } from "react";

function Icon({ children, size = 16 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const DotsIcon = () => (
  <Icon>
    <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon size={14}>
    <path d="M4 6.2 8 10l4-3.8" />
  </Icon>
);

export const CheckIcon = ({ size = 16 }: { size?: number }) => (
  <Icon size={size}>
    <path d="m3 8.5 3.3 3.300L13 4.8" />
  </Icon>
);

export const AlertIcon = () => (
  <Icon>
    <path d="M8 2 14.5 13.500h-13zM8 6.500v3M8 11.600v.01" />
  </Icon>
);

export const ClockIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M8 4.700V8l2.2 1.6" />
  </Icon>
);

export const ExternalIcon = () => (
  <Icon size={12}>
    <path d="M6.5 3.500h-3v9h9v-3M9.5 3h3.500v3.500M13 3 7.5 8.5" />
  </Icon>
);

export const ArrowIcon = () => (
  <Icon size={14}>
    <path d="M3 8h10M9 4l4 4-4 4" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon size={14}>
    <path d="M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon size={14}>
    <circle cx="7" cy="7" r="4.500" />
    <path d="m10.500 10.500 3 3" />
  </Icon>
);

export const RefreshIcon = () => (
  <Icon>
    <path d="M13.500 8a5.500 5.500 0 1 1-1.600-3.900M13.500 2.500v2.800h-2.800" />
  </Icon>
);
