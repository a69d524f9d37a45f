import { Anchor } from "@mantine/core";
import { text } from "../text";
import classes from "./links.module.css";

interface Props {
  svg: string;
  png: string;
  /** The owner of the link. */
  of: string;
  /** The name of the files, without the extension. */
  name: string;
}

/** Saves a QR code as a file. */
export function QrFiles({ svg, png, of, name }: Props) {
  const words = text.links.qr;
  return (
    <div className={classes.files}>
      <Anchor href={svg} download={`${name}.svg`} inherit aria-label={words.svgOf(of)}>
        {words.svg}
      </Anchor>
      <Anchor href={png} download={`${name}.png`} inherit aria-label={words.pngOf(of)}>
        {words.png}
      </Anchor>
    </div>
  );
}
