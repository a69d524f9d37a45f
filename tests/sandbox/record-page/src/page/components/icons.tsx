/** The icons that the card uses, drawn for this page. Any other icon shows its name. */

const PATHS: Record<string, string> = {
  copy: "M6 6V3.5h6.5V10H10M3.5 6H10v6.5H3.5z",
  success: "M3.5 8.5l3 3 6-7",
  refresh: "M12.5 5.5A5 5 0 1 0 13 9M12.8 2.5v3.2H9.6",
  add: "M8 3.5v9M3.5 8h9",
};

const SIZES: Record<string, number> = { sm: 12, small: 12, md: 16, medium: 16, lg: 20, large: 20 };

interface IconProps {
  name: string;
  size?: string;
  color?: string;
  screenReaderText?: string;
}

export function Icon({ name, size = "sm", color = "inherit", screenReaderText }: IconProps) {
  const path = PATHS[name];
  if (path === undefined) {
    return <span className="hs-unknown">icon {name}</span>;
  }
  const length = SIZES[size] ?? SIZES.sm;
  return (
    <span className="hs-icon" data-color={color}>
      <svg width={length} height={length} viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} />
      </svg>
      {screenReaderText !== undefined && <span className="hs-hidden">{screenReaderText}</span>}
    </span>
  );
}

export function ExternalMark() {
  return (
    <span className="hs-icon" data-external={true}>
      <svg width="10" height="10" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M6 3.5H3.5v9h9V10M9 3h4v4M13 3L7.5 8.5" />
      </svg>
      <span className="hs-hidden"> (opens in a new tab)</span>
    </span>
  );
}

export function Spinner() {
  return <span className="hs-spinner" aria-hidden="true" />;
}
